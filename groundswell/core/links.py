"""What a fetched page says about itself: for a preview under a message, and for rel=me."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from groundswell.core.errors import Invalid
from groundswell.core.text.bounded import bounded
from groundswell.core.text.clean import one_line, storable
from groundswell.core.text.plain import shortened

MOST_PARSED: Final = 512 * 1024
MOST_TAGS: Final = 12_000
_LONGEST: Final = {"title": 150, "description": 300, "site": 60}
_LONGEST_ADDRESS: Final = 2_048
_MOST_ELEMENTS: Final = 500


@dataclass(frozen=True, slots=True)
class Preview:
    title: str
    description: str
    site: str
    image: str | None
    url: str


def preview(html: str, url: str) -> Preview | None:
    """What to show under a link; nothing when the page does not even have a title."""
    page = _parsed(html)
    said = _meta(page)
    title = _first(said, "title", "og:title", "twitter:title") or _line(_title(page), "title")
    if not title:
        return None
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return Preview(
        title=title,
        description=_first(
            said, "description", "og:description", "twitter:description", "description"
        ),
        site=_first(said, "site", "og:site_name") or host,
        image=_address(said.get("og:image") or said.get("twitter:image") or "", url),
        url=url,
    )


def rel_me(html: str, base: str) -> list[str]:
    """The addresses that a page claims as its owner's own, in its order, each once."""
    page = _parsed(html)
    found: dict[str, None] = {}
    for node in page.css("a[rel][href], link[rel][href]")[:_MOST_ELEMENTS]:
        if "me" in (node.attributes.get("rel") or "").lower().split():
            address = _address(node.attributes.get("href") or "", base)
            if address:
                found.setdefault(address)
    return list(found)


def _parsed(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(bounded(html, length=MOST_PARSED, tags=MOST_TAGS))


def _meta(page: LexborHTMLParser) -> dict[str, str]:
    said: dict[str, str] = {}
    for node in page.css("meta[content]")[:_MOST_ELEMENTS]:
        for name in _names(node):
            said.setdefault(name, storable(node.attributes.get("content") or ""))
    return said


def _names(node: LexborNode) -> Iterator[str]:
    for attribute in ("property", "name"):
        name = node.attributes.get(attribute)
        if name:
            yield name.lower().strip()


def _title(page: LexborHTMLParser) -> str:
    # A picture drawn into the page may have a title of its own.
    node = page.css_first("head > title") or page.css_first("title")
    return storable(node.text()) if node is not None else ""


def _first(said: dict[str, str], kind: str, *names: str) -> str:
    return next((line for name in names if (line := _line(said.get(name, ""), kind))), "")


def _line(text: str, kind: str) -> str:
    try:
        line = one_line(text[: 4 * _LONGEST[kind]], most=4 * _LONGEST[kind])
    except Invalid:
        return ""
    return shortened(line, _LONGEST[kind])


def _address(text: str, base: str) -> str | None:
    try:
        address = urljoin(base, storable(text).strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    if not text.strip() or parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    if parts.username or parts.password or len(address) > _LONGEST_ADDRESS:
        return None
    return address
