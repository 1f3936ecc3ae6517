"""What our Markdown does beyond CommonMark, each as one pass over the parsed tokens."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from django.conf import settings
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from groundswell.core.text.hashtags import Hashtag
from groundswell.core.text.marks import Mark, marks_in

MOST_MENTIONS = 50

_TASK = re.compile(r"\[([ xX])\]\s")
_TASK_SIGNS = {" ": "\u2610 ", "x": "\u2611 "}
_OUR_PICTURE = re.compile(r"[A-Za-z0-9._/-]+\Z")
_DIRECTED = {"paragraph_open", "heading_open", "list_item_open", "th_open", "td_open"}
_LOWEST_HEADING = 6
_HEADINGS_UNDER = 2


def tag_url(name: str) -> str | None:
    return f"/tags/{quote(name, safe='')}/"


def no_mention(_handle: str) -> str | None:
    return None


@dataclass(slots=True)
class Found:
    """What one rendering is told and what it finds; travels in markdown-it's env."""

    resolve_mention: Callable[[str], str | None] = no_mention
    resolve_tag: Callable[[str], str | None] = tag_url
    namespace: str = "m"
    addresses: dict[str, str | None] = field(default_factory=dict)
    mentions: dict[str, None] = field(default_factory=dict)
    hashtags: dict[str, Hashtag] = field(default_factory=dict)
    links: dict[str, None] = field(default_factory=dict)

    def address_of(self, handle: str) -> str | None:
        if handle not in self.addresses and len(self.addresses) < MOST_MENTIONS:
            self.addresses[handle] = self.resolve_mention(handle)
        return self.addresses.get(handle)


def shape_blocks(state: StateCore) -> None:
    """Headings under the page's own, every block in its own direction, tasks as ballot boxes."""
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type in _DIRECTED:
            token.attrSet("dir", "auto")
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + _HEADINGS_UNDER, _LOWEST_HEADING)}"
        elif token.type == "inline" and index > 1 and tokens[index - 2].type == "list_item_open":
            _make_task(tokens[index - 2], token)
        elif token.type == "blockquote_open":
            _mark_attribution(tokens[index + 1 : index + 4])


def link_marks(state: StateCore) -> None:
    """Mentions, hashtags and emoji in text; links and pictures noted. Quoted ones tell nobody."""
    found: Found = state.env["found"]
    quoted = 0
    for token in state.tokens:
        if token.type == "blockquote_open":
            quoted += 1
        elif token.type == "blockquote_close":
            quoted -= 1
        elif token.type == "inline":
            token.children = list(_marked(token.children or [], found, noted=quoted == 0))


def is_our_picture(source: str) -> bool:
    """Only what was uploaded here: a picture from elsewhere would tell them who reads."""
    media = str(getattr(settings, "MEDIA_URL", "") or "/media/")
    rest = source.removeprefix(media)
    return rest != source and ".." not in rest and bool(_OUR_PICTURE.match(rest))


def _make_task(item: Token, inline: Token) -> None:
    first = inline.children[0] if inline.children else None
    if first is None or first.type != "text":
        return
    match = _TASK.match(first.content)
    if match:
        item.attrSet("class", "task")
        first.content = _TASK_SIGNS[match[1].lower()] + first.content[match.end() :]


def _mark_attribution(opening: list[Token]) -> None:
    """A quotation whose first paragraph is one link and a colon says where it is from."""
    if [token.type for token in opening] != ["paragraph_open", "inline", "paragraph_close"]:
        return
    children = opening[1].children or []
    kinds = [child.type for child in children]
    if kinds == ["link_open", "text", "link_close", "text"] and children[-1].content == ":":
        opening[0].attrSet("class", "attribution")


def _marked(children: list[Token], found: Found, *, noted: bool) -> Iterator[Token]:
    inside_link = 0
    for child in children:
        if child.type == "link_open":
            inside_link += 1
            _note_link(str(child.attrGet("href") or ""), found, noted=noted)
        elif child.type == "link_close":
            inside_link -= 1
        if child.type == "image":
            yield from _picture(child, found, inside_link=bool(inside_link), noted=noted)
        elif child.type == "text":
            yield from _split(child, found, linking=not inside_link, noted=noted)
        else:
            yield child


def _note_link(href: str, found: Found, *, noted: bool) -> None:
    if noted and href.startswith(("http://", "https://")):
        found.links.setdefault(href)


def _picture(image: Token, found: Found, *, inside_link: bool, noted: bool) -> Iterator[Token]:
    source = str(image.attrGet("src") or "")
    if is_our_picture(source):
        yield image
        return
    text = Token("text", "", 0, content=image.content or source)
    if inside_link:
        yield text
        return
    _note_link(source, found, noted=noted)
    yield from _linked(source, text)


def _split(token: Token, found: Found, *, linking: bool, noted: bool) -> Iterator[Token]:
    text, position = token.content, 0
    for mark in marks_in(text):
        replacement = _replacement(mark, found, linking=linking, noted=noted)
        if replacement is None:
            continue
        yield Token("text", "", 0, content=text[position : mark.start], level=token.level)
        yield from replacement
        position = mark.end
    if position == 0:
        yield token
    else:
        yield Token("text", "", 0, content=text[position:], level=token.level)


def _replacement(mark: Mark, found: Found, *, linking: bool, noted: bool) -> list[Token] | None:
    if mark.kind == "emoji":
        return [Token("text", "", 0, content=mark.value)]
    if not linking:
        return None
    if mark.kind == "hashtag":
        address = found.resolve_tag(mark.value)
        if address is not None and noted:
            found.hashtags.setdefault(mark.value, Hashtag(mark.value, mark.shown))
        label = f"#{mark.shown}"
    else:
        address = found.address_of(mark.value)
        if address is not None and noted:
            found.mentions.setdefault(mark.value)
        label = mark.shown
    if address is None:
        return None
    return _linked(address, Token("text", "", 0, content=label), css=mark.kind)


def _linked(address: str, text: Token, *, css: str = "") -> list[Token]:
    opening = Token("link_open", "a", 1, attrs={"href": address})
    if css:
        opening.attrSet("class", css)
    return [opening, text, Token("link_close", "a", -1)]
