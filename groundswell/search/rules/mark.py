"""Which words of what was found are marked: those that fold to what was asked."""

import re
import unicodedata
from functools import lru_cache

from groundswell.core.text.plain import Fragment, excerpt_around
from groundswell.search.rules.question import Question

LONGEST = 20_000
Spans = list[tuple[int, int]]


def marked(question: Question, text: str, length: int) -> tuple[Fragment, ...]:
    """At most `length` characters around the first hit, with every hit marked."""
    pattern = _pattern(question)
    return excerpt_around(text[:LONGEST], length, lambda line: _spans(pattern, line))


@lru_cache(maxsize=64)
def _pattern(question: Question) -> re.Pattern[str] | None:
    """What the folded text must hold; whatever is no word may stand between words of a phrase."""
    terms = [
        r"[\W_]+".join(map(re.escape, term.words)) + ("" if term.prefix else r"(?![^\W_])")
        for term in question.terms
        if not term.excluded
    ]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(terms)})") if terms else None


def _spans(pattern: re.Pattern[str] | None, line: str) -> Spans:
    if pattern is None:
        return []
    if line.isascii():
        return [match.span() for match in pattern.finditer(line.lower())]
    folded, places = _folded(line)
    found = [(places[m.start()], places[m.end() - 1] + 1) for m in pattern.finditer(folded)]
    return [(start, _with_accents(line, end)) for start, end in found]


def _folded(line: str) -> tuple[str, list[int]]:
    """The line folded sign by sign, and where in the line each folded sign comes from."""
    signs = [_plain(sign) for sign in line]
    folded = "".join(signs)
    if len(folded) == len(line) and all(signs):
        return folded, list(range(len(line)))
    places = [place for place, plain in enumerate(signs) for _ in plain]
    return folded, places


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    split = unicodedata.normalize("NFKD", sign.casefold())
    return "".join(c for c in split if not unicodedata.combining(c))


def _with_accents(line: str, end: int) -> int:
    while end < len(line) and unicodedata.combining(line[end]):
        end += 1
    return end
