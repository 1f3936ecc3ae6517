"""What a person keeps for themself."""

from dataclasses import dataclass

from groundswell.actors.models import Actor
from groundswell.conversations.models import Bookmark, Message
from groundswell.core.pagination import keyset
from groundswell.core.text.plain import first_words

EXCERPT = 240
BOOKMARKS_PER_PAGE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One bookmark; `message` is None when its space no longer shows it to the person."""

    bookmark: Bookmark
    message: Message | None
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BookmarkPage:
    """A page of bookmarks, latest first."""

    items: list[Kept]
    next_cursor: str | None
    previous_cursor: str | None


def bookmark_page(
    person: Actor, *, search: str = "", after: str | None = None, before: str | None = None
) -> BookmarkPage:
    """The person's bookmarks whose note holds the words of `search`: three queries."""
    rows = Bookmark.objects.filter(actor=person)
    for word in search.split()[:8]:
        rows = rows.filter(note__icontains=word)
    page = keyset(rows, after=after, before=before, limit=BOOKMARKS_PER_PAGE)
    readable = Message.objects.visible_to(person).select_related("author", "topic__space__actor")
    messages = readable.in_bulk([row.message_id for row in page.items])
    return BookmarkPage(
        items=[_kept(row, messages.get(row.message_id)) for row in page.items],
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
    )


def _kept(row: Bookmark, message: Message | None) -> Kept:
    text = first_words(message.text, EXCERPT) if message else ""
    return Kept(bookmark=row, message=message, excerpt=text)
