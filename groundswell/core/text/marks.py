"""Mentions, hashtags and emoji shortcodes, found in what is only text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from groundswell.core.text.emoji import EMOJI
from groundswell.core.text.handles import HANDLE_PATTERN
from groundswell.core.text.hashtags import end_of_hashtag, hashtag

_HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z][a-z0-9-]{0,61}[a-z0-9](?::\d{1,5})?"
_REMOTE = rf"(?P<user>[a-z0-9_](?:[a-z0-9_.-]{{0,62}}[a-z0-9_])?)@(?P<host>{_HOST})(?![\w-])"
_CANDIDATE = re.compile(
    rf"(?<![\w@#/&])@(?:{_REMOTE}|(?P<handle>{HANDLE_PATTERN})(?![\w@]))"
    r"|(?<![\w#/&])[#\uff03](?=\w)"
    r"|:(?P<code>[a-z0-9_+-]{1,24}):",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mark:
    kind: Literal["mention", "hashtag", "emoji"]
    value: str
    shown: str
    start: int
    end: int


def marks_in(text: str) -> Iterator[Mark]:
    position = 0
    while match := _CANDIDATE.search(text, position):
        mark = _mark(text, match)
        if mark is None:
            # A colon that closed no shortcode may open the next one.
            position = max(match.end() - 1, match.start() + 1)
            continue
        position = mark.end
        yield mark


def _mark(text: str, match: re.Match[str]) -> Mark | None:
    start, end = match.span()
    if match["code"]:
        emoji = EMOJI.get(match["code"].lower())
        return Mark("emoji", emoji, emoji, start, end) if emoji else None
    if match["handle"]:
        return Mark("mention", match["handle"].lower(), match.group(), start, end)
    if match["user"]:
        address = f"{match['user']}@{match['host']}".lower()
        return Mark("mention", address, match.group(), start, end)
    end = end_of_hashtag(text, start + 1)
    tag = hashtag(text[start + 1 : end])
    return Mark("hashtag", tag.name, tag.shown, start, end) if tag else None
