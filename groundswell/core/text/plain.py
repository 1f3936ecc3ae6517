"""Excerpts, cut from plain text only: parsing HTML to shorten it has crashed parsers."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html.entities import html5

from groundswell.core.text.emoji import EMOJI

DEFAULT_EXCERPT = 200
_MOST_TERMS = 12
_WORD_SEARCHED = 24
_SPACES = re.compile(r"\s+")
_TARGET = r"\((?:[^()]|\([^()]*\))*\)"
_PICTURES = re.compile(r"!\[([^\[\]]*)\]" + _TARGET)
_ANY_MARK = re.compile(r"[\\&`~>|=*_\[<]|#(?:[\s#]|\Z)|^[ \t]*[-+]", re.MULTILINE)
_UNFINISHED = re.compile(r"!?\[[^\[\]]*(?:\]\([^()]*)?\Z")
_TAGS = (
    "a|abbr|b|blockquote|br|code|del|details|div|em|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|ol|p"
    "|pre|s|script|small|span|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|tr|u|ul"
)
_MARKS = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|&(?P<entity>[a-zA-Z][a-zA-Z\d]{1,30};)|&#(?P<number>\d{1,7});"
    r"|^[ \t]*(?:`{3,}|~{3,}).*$|^\s*>.*$|^[\s|:=-]{3,}$"
    r"|^\s*#{1,6}(?:\s+|$)|[ \t]#+[ \t]*$|^[ \t]*[-+*][ \t]+(?:\[[ xX]\][ \t]+)?"
    rf"|(?P<note>\[\^[^\]\s]{{1,20}}\]:?)|\[(?P<linked>[^\[\]]*)\]{_TARGET}"
    rf"|<(?P<address>(?:https?|mailto):[^\s<>]+)>|</?(?:{_TAGS})(?:\s[^<>]*)?/?>"
    r"|(?P<bare>[*`~]+|(?<![^\W_])_+|_+(?![^\W_]))|\|+"
    # Signs that open something and hold no word, such as "![" or "</#".
    r"|(?<!\w)[!/#\[\]<>]{0,8}(?:[<\[][!/#\[\]<>]|!\[)[!/#\[\]<>]{0,8}(?!\w)",
    re.MULTILINE,
)
_SIGNS = re.compile(
    r"^[ \t]*(?:>[ \t]?)+|^[ \t]*#{1,6}[ \t]+|^[ \t|:-]{3,}$"
    r"|^[ \t]*[-+*][ \t]+(?:\[[ xX]\][ \t]+)?"
    # Short ones alone, so that a wall of brackets is passed at a walk.
    r"|!?\[(?P<linked>[^\[\]\n]{0,300})\]\([^()\s]{0,500}\)"
    r"|(?<=\S)[*`~]+|[*`~]+(?=\S)|(?P<bar>\|)",
    re.MULTILINE,
)
_SHORTCODES = re.compile(f":({'|'.join(map(re.escape, EMOJI))}):", re.IGNORECASE)
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
    start, end = _bounds(line, length, spans[0][0] if spans else 0)
    return tuple(_marked(line, spans, start, end))


def _marked(line: str, spans: Spans, position: int, last: int) -> Iterator[Fragment]:
    """What stands between the two places, with an ellipsis for what was left out on either side."""
    before = ELLIPSIS if position else ""
    for start, end in spans:
        if position <= start and end <= last:
            if before or start > position:
                yield Fragment(before + line[position:start])
            yield Fragment(line[start:end], hit=True)
            before, position = "", end
    rest = before + line[position:last] + (ELLIPSIS if last < len(line) else "")
    if rest:
        yield Fragment(rest)


def shortened(text: str, length: int = DEFAULT_EXCERPT) -> str:
    """The beginning of a text on one line, ending at a word."""
    return _window(_SPACES.sub(" ", text).strip(), length, 0)


def first_words(source: str, length: int = DEFAULT_EXCERPT) -> str:
    """The beginning of a text in Markdown, without quotations, as words alone."""
    # Cut first: the pattern for links takes squared time over a wall of opening brackets.
    cut = source[: 4 * length]
    if len(cut) < len(source):
        cut = _UNFINISHED.sub("", cut)
    if _ANY_MARK.search(cut):
        # Pictures first: one may be what is linked.
        cut = _MARKS.sub(_unmarked, _PICTURES.sub(r"\1", cut))
    if ":" in cut:
        cut = _SHORTCODES.sub(lambda code: EMOJI[code[1].lower()], cut)
    return shortened(cut, length)


def without_signs(source: str) -> str:
    """A text in Markdown with all of its words, quoted ones too, and without most signs."""
    return _SIGNS.sub(_in_words, source)


def _in_words(sign: re.Match[str]) -> str:
    # What is linked holds no brackets, so that this goes no deeper.
    return " " if sign["bar"] else without_signs(sign["linked"] or "")


def _unmarked(mark: re.Match[str]) -> str:
    # Stars and the like stand against words; bars and rules stand between them.
    if mark["entity"] or mark["number"]:
        return _meant(mark)
    if mark["bare"] or mark["note"]:
        return ""
    return mark["escaped"] or mark["linked"] or mark["address"] or " "


def _meant(mark: re.Match[str]) -> str:
    """The sign that an entity stands for, where one can see it."""
    if mark["entity"]:
        return html5.get(mark["entity"], mark[0])
    code = int(mark["number"])
    sign = chr(code) if code <= sys.maxunicode else ""
    return sign if sign.isprintable() else ""


def _pattern(terms: Sequence[str]) -> re.Pattern[str] | None:
    words = sorted({term.strip() for term in terms if term.strip()}, key=len, reverse=True)
    if not words:
        return None
    return re.compile("|".join(map(re.escape, words[:_MOST_TERMS])), re.IGNORECASE)


def _window(line: str, length: int, centre: int) -> str:
    start, end = _bounds(line, length, centre)
    return f"{ELLIPSIS if start else ''}{line[start:end]}{ELLIPSIS if end < len(line) else ''}"


def _bounds(line: str, length: int, centre: int) -> tuple[int, int]:
    """From where to where the line is shown, whole words where that is possible."""
    if len(line) <= length:
        return 0, len(line)
    start = max(0, min(centre - length // 3, len(line) - length + 1))
    if start:
        space = line.find(" ", start, min(start + _WORD_SEARCHED, centre))
        start = space + 1 if space >= 0 else start
    end = start + length - len(ELLIPSIS if start else "")
    if end >= len(line):
        return start, len(line)
    space = line.rfind(" ", max(start + 1, end - _WORD_SEARCHED), end)
    end = space if space > centre else end - 1
    return start, start + len(line[start:end].rstrip())


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
