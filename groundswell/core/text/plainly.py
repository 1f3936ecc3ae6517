"""The short way for plain words: most messages hold no markup but hashtags and emoji.

Gives what the whole parser gives, or nothing where there is a doubt: a test compares the two.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from groundswell.core.ahead import foreseen
from groundswell.core.text.hashtags import Hashtag
from groundswell.core.text.marks import marks_in
from groundswell.core.text.sanitise import LINK_REL

# Whatever means something to Markdown, HTML, addresses or mentions, wherever it stands; spaces at
# either end of a line; and what opens a list, heading, table or line at its beginning.
_MARKUP = re.compile(
    r"[\\`*_\[\]<>&~|@\x00-\x09\x0b-\x1f\x7f]|://|[^\S\n]$|^[^\S\n]"
    r"|^(?:[-+=:]|\#{1,6}(?:\s|$)|\d{1,9}[.)](?:\s|$))",
    re.MULTILINE,
)
_PARAGRAPHS = re.compile(r"\n{2,}")
# Line ends of other systems, which `strip` and the parser see differently.
_ODD = re.compile("[\x85\u2028\u2029\ud800-\udfff]")

TagUrl = Callable[[str], str | None]


@dataclass(slots=True)
class Plain:
    """What plain words come to."""

    html: str = ""
    text: str = ""
    hashtags: dict[str, Hashtag] = field(default_factory=dict)


@foreseen
def plainly(text: str, resolve_tag: TagUrl) -> Plain | None:
    """HTML, words and hashtags of a text without markup; None when there may be some."""
    if _MARKUP.search(text) or (not text.isascii() and _ODD.search(text)):
        return None
    plain = Plain()
    html, words = [], []
    for paragraph in filter(None, _PARAGRAPHS.split(text.strip("\n"))):
        lines = [_line(line, plain.hashtags, resolve_tag) for line in paragraph.split("\n")]
        html.append('<p dir="auto">' + "<br>\n".join(it[0] for it in lines) + "</p>\n")
        words.append("\n".join(it[1] for it in lines))
    plain.html, plain.text = "".join(html), "\n".join(words).strip()
    return plain


def _line(line: str, tags: dict[str, Hashtag], resolve_tag: TagUrl) -> tuple[str, str]:
    """One line as HTML and as words."""
    if "#" not in line and ":" not in line and "\uff03" not in line:
        return _safe(line), line
    html, words, position = [], [], 0
    for mark in marks_in(line):
        before, address = line[position : mark.start], None
        if mark.kind == "emoji":
            shown = mark.value
        elif address := resolve_tag(mark.value):
            tags.setdefault(mark.value, Hashtag(mark.value, mark.shown))
            shown = f"#{mark.shown}"
        else:
            continue
        html += [_safe(before), _tag(address, shown) if address else shown]
        words += [before, shown]
        position = mark.end
    return "".join([*html, _safe(line[position:])]), "".join([*words, line[position:]])


def _tag(address: str, shown: str) -> str:
    return f'<a href="{address}" class="hashtag" rel="{LINK_REL}">{shown}</a>'


def _safe(words: str) -> str:
    """As the sanitiser writes it; the signs of HTML are not here."""
    return words.replace("\xa0", "&nbsp;")
