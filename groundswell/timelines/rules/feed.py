"""A feed before it is written down."""

import re
from dataclasses import dataclass, field
from datetime import datetime

# Rooted addresses inside tags only: in our HTML a bare "<" never stands in text.
_ROOTED = re.compile(r'(<(?:a|img)\b[^<>]*?\s(?:href|src)=")/(?!/)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry: a message somebody wrote."""

    id: str
    url: str
    title: str
    html: str
    summary: str
    author: str
    author_url: str
    published_at: datetime
    updated_at: datetime
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What stands at the head of a feed, and its entries."""

    id: str
    title: str
    subtitle: str
    page_url: str
    feed_url: str
    next_url: str
    updated_at: datetime
    items: list[Item] = field(default_factory=list)


def absolute(html: str, site: str) -> str:
    """The HTML with addresses that can be followed from anywhere."""
    before = None
    while before != html:
        before, html = html, _ROOTED.sub(rf"\g<1>{site}/", html)
    return html
