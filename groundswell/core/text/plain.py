"""Excerpts, cut from plain text only: parsing HTML to shorten it has crashed parsers."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

DEFAULT_EXCERPT = 200
_MOST_TERMS = 12
_WORD_SEARCHED = 24
_SPACES = re.compile(r"\s+")
_MARKS = re.compile(
    r"^\s*>.*$|^[\s|:-]{3,}$|^\s*#{1,6}\s+|!?\[([^\]]*)\]\([^)]*\)|(?P<bare>[*`~]+)|[_|]+",
    re.MULTILINE,
)
ELLIPSIS = "\u2026"
Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Fragment:
    text: str
    hit: bool = False


def excerpt(
    text: str, length: int = DEFAULT_EXCERPT, terms: Sequence[str] = ()
) -> tuple[Fragment, ...]:
    """At most `length` characters around the first term found, with every term marked."""
    line = _SPACES.sub(" ", text).strip()
    wanted = _pattern(terms)
    first = wanted.search(line) if wanted else None
    cut = _window(line, length, first.start() if first else 0)
    return tuple(_fragments(cut, wanted))


def excerpt_around(text: str, length: int, find: Callable[[str], Spans]) -> tuple[Fragment, ...]:
    """At most `length` characters around the first place that `find` names, with all marked."""
    line = _SPACES.sub(" ", text).strip()
    spans = find(line)
    cut = _window(line, length, spans[0][0] if spans else 0)
    return tuple(_marked(cut, find(cut) if spans else []))


def _marked(text: str, spans: Spans) -> Iterator[Fragment]:
    position = 0
    for start, end in spans:
        if start > position:
            yield Fragment(text[position:start])
        yield Fragment(text[start:end], hit=True)
        position = end
    if position < len(text):
        yield Fragment(text[position:])


def shortened(text: str, length: int = DEFAULT_EXCERPT) -> str:
    """The beginning of a text on one line, ending at a word."""
    return _window(_SPACES.sub(" ", text).strip(), length, 0)


def first_words(source: str, length: int = DEFAULT_EXCERPT) -> str:
    """The beginning of a text in Markdown, without quotations and most signs."""
    # Cut first: the pattern for links takes squared time over a wall of opening brackets.
    return shortened(_MARKS.sub(_unmarked, source[: 4 * length]), length)


def _unmarked(mark: re.Match[str]) -> str:
    # Stars and the like stand against words; bars and rules stand between them.
    return "" if mark["bare"] else mark[1] or " "


def _pattern(terms: Sequence[str]) -> re.Pattern[str] | None:
    words = sorted({term.strip() for term in terms if term.strip()}, key=len, reverse=True)
    if not words:
        return None
    return re.compile("|".join(map(re.escape, words[:_MOST_TERMS])), re.IGNORECASE)


def _window(line: str, length: int, centre: int) -> str:
    if len(line) <= length:
        return line
    start = max(0, min(centre - length // 3, len(line) - length + 1))
    if start:
        space = line.find(" ", start, min(start + _WORD_SEARCHED, centre))
        start = space + 1 if space >= 0 else start
    before = ELLIPSIS if start else ""
    end = start + length - len(before)
    if end >= len(line):
        return before + line[start:]
    space = line.rfind(" ", max(start + 1, end - _WORD_SEARCHED), end)
    end = space if space > centre else end - 1
    return f"{before}{line[start:end].rstrip()}{ELLIPSIS}"


def _fragments(text: str, wanted: re.Pattern[str] | None) -> list[Fragment]:
    found: list[Fragment] = []
    position = 0
    for match in wanted.finditer(text) if wanted else ():
        if match.start() > position:
            found.append(Fragment(text[position : match.start()]))
        found.append(Fragment(match.group(), hit=True))
        position = match.end()
    if position < len(text):
        found.append(Fragment(text[position:]))
    return found
