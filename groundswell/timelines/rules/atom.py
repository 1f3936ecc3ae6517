"""Atom, by Django's own writer."""

import re
from typing import Any, Final

from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

from groundswell.timelines.rules.feed import Feed, Item

CONTENT_TYPE: Final = "application/atom+xml; charset=utf-8"
# What XML cannot hold at all, escaped or not.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_atom(feed: Feed) -> bytes:
    """The feed as Atom 1.0 (RFC 4287)."""
    writer = _Writer(
        title=_clean(feed.title),
        link=feed.page_url,
        description="",
        subtitle=_clean(feed.subtitle),
        feed_url=feed.feed_url,
        feed_guid=feed.id,
        next_url=feed.next_url,
        updated_at=feed.updated_at,
    )
    for item in feed.items:
        _add(writer, item)
    return writer.writeString("utf-8").encode()


class _Writer(Atom1Feed):
    """Adds the next page, and content beside the summary."""

    def latest_post_date(self) -> Any:
        """When anything of the feed last changed; an empty feed has a time too."""
        return self.feed["updated_at"]

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """The head of the feed."""
        super().add_root_elements(handler)
        if self.feed["next_url"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next_url"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """One entry: the summary is plain, the content is HTML."""
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("summary", item["summary"], {"type": "text"})
        handler.addQuickElement("content", item["html"], {"type": "html"})


def _add(writer: _Writer, item: Item) -> None:
    writer.add_item(
        title=_clean(item.title),
        link=item.url,
        description="",
        unique_id=item.id,
        author_name=_clean(item.author),
        author_link=item.author_url,
        pubdate=item.published_at,
        updateddate=item.updated_at,
        categories=item.tags,
        summary=_clean(item.summary),
        html=_clean(item.html),
    )


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
