"""Ideas as they are compared while somebody types: pure functions of words.

What is indexed are a text's words and its pairs of neighbouring words, each as a short code that
belongs to one challenge. So one challenge's ideas are found, and weighed, without a look at any
other's; and a pair is rare even where both of its words are said by everybody.
"""

from base64 import b32encode
from collections.abc import Iterable
from hashlib import blake2b
from itertools import pairwise

from groundswell.core.ahead import foreseen
from groundswell.core.text.folding import folded

MOST_CHARACTERS = 3_000
MOST_WORDS = 400
GRAM = 3
_HASHED, _WRITTEN = 5, 8


def said(title: str, text: str) -> str:
    """An idea in folded words: title and text, or the text alone where it begins so."""
    head, body = folded(title), folded(text[:MOST_CHARACTERS])
    whole = body if f"{body} ".startswith(f"{head} ") else f"{head} {body}"
    return " ".join(whole.split()[:MOST_WORDS])


def tokens(challenge_id: int, words: str) -> list[str]:
    """The codes of these folded words and of their neighbouring pairs, each once, in order."""
    listed = words.split()
    terms = dict.fromkeys([*listed, *map(" ".join, pairwise(listed))])
    key = challenge_id.to_bytes(8, "big")
    hashed = [blake2b(term.encode(), digest_size=_HASHED, key=key).digest() for term in terms]
    # Five bytes are eight signs whatever stands beside them, so all are written at once.
    written = b32encode(b"".join(hashed)).decode().lower()
    return [written[at : at + _WRITTEN] for at in range(0, len(written), _WRITTEN)]


def digest(challenge_id: int, text: str) -> str:
    """The same for every text of these words in this challenge, however it is set."""
    words = folded(text) or text.strip()
    return blake2b(words.encode(), digest_size=16, key=challenge_id.to_bytes(8, "big")).hexdigest()


@foreseen
def wording(challenge_id: int, title: str, text: str) -> tuple[str, str]:
    """What is kept of an idea to find ones like it: the digest of its text, and its codes."""
    words = tokens(challenge_id, said(title, text))
    return digest(challenge_id, text), " ".join(words)


def grams(words: str) -> frozenset[str]:
    """Every three signs that follow one another, across the ends of words."""
    padded = f" {words} "
    return frozenset([padded[at : at + GRAM] for at in range(len(padded) - GRAM + 1)])


def likeness(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """From 0 to 1: how much two texts share; what is typed so far may be part of a longer one."""
    shared = len(mine & theirs)
    if not shared:
        return 0.0
    return shared / (len(mine) + len(theirs)) + shared / (2 * len(mine))


def rarest(weighed: Iterable[tuple[str, int]], most: int, budget: int) -> list[str]:
    """Of tokens with how many ideas hold each, the rarest few whose ideas are not too many."""
    chosen: list[str] = []
    total = 0
    for token, count in sorted(weighed, key=lambda pair: pair[1]):
        total += count
        if len(chosen) == most or (chosen and total > budget):
            break
        chosen.append(token)
    return chosen
