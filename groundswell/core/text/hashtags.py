"""Hashtags of every script: one name to find them by, the writer's form to show."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_HASHTAG = 60
_JOINERS = "\u200c\u200d"
_INSIDE = "_\u00b7\u30fb\u30fc"
_HIDDEN = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")


@dataclass(frozen=True, slots=True)
class Hashtag:
    name: str
    shown: str


def hashtag(shown: str) -> Hashtag | None:
    """The tag behind `shown` (with or without its sign), or nothing when it is not one."""
    text = shown.removeprefix("#").removeprefix("\uff03")
    if not text or end_of_hashtag(text, 0) != len(text):
        return None
    name = normal_hashtag(text)
    if not name or len(name) > LONGEST_HASHTAG or name.isdecimal():
        return None
    if not any(character.isalnum() for character in name):
        return None
    return Hashtag(name=name, shown=unicodedata.normalize("NFC", text))


def normal_hashtag(text: str) -> str:
    """Equal for tags that a reader takes for the same: width, case and composition go."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _HIDDEN.sub("", unicodedata.normalize("NFKC", folded))


def end_of_hashtag(text: str, start: int) -> int:
    """Where the tag that begins at `start` ends; vowel signs of Indic scripts belong to it."""
    end = start
    last = min(len(text), start + LONGEST_HASHTAG + 1)
    while end < last and _belongs(text[end]):
        end += 1
    return end


def _belongs(character: str) -> bool:
    return (
        character.isalnum()
        or character in _INSIDE
        or character in _JOINERS
        or unicodedata.category(character)[0] == "M"
    )
