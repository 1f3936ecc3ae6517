"""The last wall: whatever the renderer made, only these elements and attributes leave."""

import re

import nh3

from groundswell.core.text.highlight import HIGHLIGHT_CLASSES

LINK_REL = "nofollow noopener ugc"

_TAGS = {
    *("a", "b", "blockquote", "br", "code", "del", "div", "em", "h3", "h4", "h5", "h6", "hr", "i"),
    *("img", "li", "ol", "p", "pre", "s", "section", "span", "strong", "sup", "table", "tbody"),
    *("td", "th", "thead", "tr", "ul"),
}
_DIRECTIONS = {"auto", "ltr", "rtl"}
_DIRECTED = ("p", "li", "h3", "h4", "h5", "h6", "td", "th", "pre")
_ANCHOR = re.compile(r"fn(?:ref)?-[a-z0-9-]{1,64}\Z")


def _keep(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "id" and not _ANCHOR.match(value):
        return None
    if attribute == "start" and not value.isdecimal():
        return None
    return value


_written_here = nh3.Cleaner(
    tags=_TAGS,
    attributes={
        "a": {"href", "title", "id"},
        "img": {"src", "alt", "title"},
        "li": {"id"},
        "ol": {"start"},
    },
    tag_attribute_values={
        **{tag: {"dir": _DIRECTIONS} for tag in _DIRECTED},
        "pre": {"dir": {"ltr"}, "tabindex": {"0"}},
        "div": {"tabindex": {"0"}},
        "img": {"loading": {"lazy"}, "decoding": {"async"}},
    },
    allowed_classes={
        "a": {"mention", "hashtag", "footnote-ref", "footnote-back"},
        "div": {"table-scroll"},
        "li": {"task"},
        "p": {"attribution"},
        "section": {"footnotes"},
        "span": set(HIGHLIGHT_CLASSES),
        "td": {"align-left", "align-center", "align-right"},
        "th": {"align-left", "align-center", "align-right"},
    },
    attribute_filter=_keep,
    link_rel=LINK_REL,
    url_schemes={"http", "https", "mailto"},
)

_written_elsewhere = nh3.Cleaner(
    tags=(_TAGS | {"h1", "h2", "u", "small", "sub", "q"}) - {"div", "img", "section"},
    attributes={"a": {"href"}, "ol": {"start"}},
    attribute_filter=_keep,
    link_rel=LINK_REL,
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
)


def sanitised(html: str) -> str:
    """What our renderer made, with the classes and anchors that only it can have written."""
    return _written_here.clean(html)


def sanitised_foreign(html: str) -> str:
    """HTML that somebody else made: no class, id or picture, and no address without a host."""
    return _written_elsewhere.clean(html)
