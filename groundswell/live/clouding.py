"""Words that people answer with: which of them say the same, and which say nothing."""

import re
from functools import lru_cache

import snowballstemmer

from groundswell.core.text.clean import one_line
from groundswell.core.text.folding import folded
from groundswell.live.stop_words import STOP_WORDS

MOST_WORDS = 3
LONGEST = 60
LANGUAGES = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "sv": "swedish",
}


def said(typed: str) -> list[str]:
    """The answers in a line: what commas part, or else each word; the first three."""
    parts = typed.split(",") if "," in typed else typed.split()
    found = [one_line(part, most=LONGEST, field="words") for part in parts]
    return [part for part in found if folded(part)][:MOST_WORDS]


def meaning(words: str, language: str) -> str:
    """What they are counted under: stems without case, accents and words that say nothing; empty
    where nothing else is left."""
    stops = _stops(language)
    kept = [word for word in re.findall(r"\w+", words.casefold()) if word not in stops]
    # A stemmer has a state of its own while it works, so that threads cannot share one.
    if language in LANGUAGES:
        kept = snowballstemmer.stemmer(LANGUAGES[language]).stemWords(kept)
    return folded(" ".join(kept))[:LONGEST]


@lru_cache(maxsize=len(LANGUAGES))
def _stops(language: str) -> frozenset[str]:
    return frozenset(STOP_WORDS.get(language, "").split())
