"""JSON Feed 1.1."""

import json
from typing import Any, Final

from groundswell.timelines.rules.feed import Feed, Item

CONTENT_TYPE: Final = "application/feed+json; charset=utf-8"
VERSION: Final = "https://jsonfeed.org/version/1.1"


def as_json(feed: Feed) -> bytes:
    """The feed as JSON; what is not there is left out."""
    page = {
        "version": VERSION,
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.page_url,
        "feed_url": feed.feed_url,
        "next_url": feed.next_url,
        "items": [_item(item) for item in feed.items],
    }
    given = {name: value for name, value in page.items() if value or name == "items"}
    return json.dumps(given, ensure_ascii=False).encode("utf-8", "replace")


def _item(item: Item) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "summary": item.summary,
        "date_published": item.published_at.isoformat(),
        "date_modified": item.updated_at.isoformat(),
        "authors": [{"name": item.author, "url": item.author_url}],
    }
    if item.tags:
        found["tags"] = list(item.tags)
    return found
