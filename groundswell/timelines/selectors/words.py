"""Lists of what was said, in order of time, for one viewer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Substr

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Reshare
from groundswell.conversations.selectors.window import plain_start
from groundswell.core.pagination import Page, keyset
from groundswell.spaces.models import Space

if TYPE_CHECKING:
    from groundswell.conversations.models.message import MessageQuerySet

ENTRIES = 20
WORDS = 480


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A message in a list, with its first words."""

    message: Message
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOn:
    """A message somebody passed on, with their comment."""

    reshare: Reshare
    words: str


@dataclass(frozen=True, kw_only=True)
class Entries:
    """One page of a list."""

    items: list[Entry]
    newer: str | None
    older: str | None


def entries(
    messages: "MessageQuerySet", *, after: str | None = None, before: str | None = None
) -> Entries:
    """One page of these messages, latest first: one query."""
    rows = (
        messages.standing()
        .annotate(start=Substr("text", 1, WORDS))
        .defer("text", "html")
        .select_related("author", "topic__space__actor")
    )
    page: Page[Message] = keyset(rows, ("-id",), after=after, before=before, limit=ENTRIES)
    return Entries(
        items=[Entry(message=m, words=plain_start(m.start)) for m in page.items],  # type: ignore[attr-defined]
        newer=page.previous_cursor,
        older=page.next_cursor,
    )


@dataclass(frozen=True, kw_only=True)
class PassedOnPage:
    """One page of what a person passed on."""

    items: list[PassedOn]
    newer: str | None
    older: str | None


def reshares_by(
    person: Actor, viewer: Actor | None, *, after: str | None = None, before: str | None = None
) -> PassedOnPage:
    """What a person passed on, as far as the viewer sees the words and where they went."""
    here = Space.objects.visible_to(viewer)
    rows = Reshare.objects.filter(
        Q(into=None) | Q(into__in=here),
        actor=person,
        withdrawn_at=None,
        message__tombstoned_at=None,
        message__topic__removed_at=None,
        message__topic__space__in=here,
    ).select_related("actor", "message__author", "message__topic__space__actor", "into__actor")
    page = keyset(rows, ("-id",), after=after, before=before, limit=ENTRIES)
    return PassedOnPage(
        items=[
            PassedOn(reshare=reshare, words=plain_start(reshare.message.text[:WORDS]))
            for reshare in page.items
        ],
        newer=page.previous_cursor,
        older=page.next_cursor,
    )
