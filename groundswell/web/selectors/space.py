"""What the front page of a space shows: about twenty small reads, none of them per row."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.actors.models import Actor
from groundswell.conversations.models import ReadPosition, Reshare, Topic
from groundswell.conversations.selectors import topics_of
from groundswell.conversations.selectors.report import cases_waiting
from groundswell.core.pagination import keyset
from groundswell.people.models import Level, meets
from groundswell.people.rules import is_waiting
from groundswell.spaces.models import JoinRequest, Membership, Space, SpaceClosing, SpaceFollow
from groundswell.spaces.rules import may_start, membership_of, removal_of, stewards_as
from groundswell.spaces.selectors import (
    Guidelines,
    children_of,
    guidelines_for,
    request_of,
    stewards_of,
    visible_parent,
)

TOPICS_PER_PAGE = 25
MOST_PINNED = 10
MOST_RESHARES = 5


@dataclass(frozen=True, kw_only=True)
class TopicRow:
    """A topic in the list, and what of it the viewer has not read."""

    topic: Topic
    unread: int
    never_opened: bool

    @property
    def is_unread(self) -> bool:
        """Something in it is new to the viewer."""
        return self.never_opened or self.unread > 0


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the viewer is in the space, and what they can do there."""

    membership: Membership | None
    steward: bool
    starts: bool
    level: str
    asked: JoinRequest | None
    removed_because: str
    waiting: bool = False
    """Whether their account waits to be let in: until then they only read."""


@dataclass(frozen=True, kw_only=True)
class FrontPage:
    """Everything on the page."""

    viewer: Standing
    parent: Space | None
    closing: SpaceClosing | None
    kind: str
    pinned: list[TopicRow]
    rows: list[TopicRow]
    newer: str | None
    older: str | None
    guidelines: Guidelines | None
    stewards: list[Actor]
    children: list[Space]
    reshares: list[Reshare]
    waiting: int
    reported: int


def front_page(
    space: Space,
    viewer: Actor | None,
    *,
    kind: str = "",
    after: str | None = None,
    before: str | None = None,
) -> FrontPage:
    """The page of topics after or before a place in the list, and what stands around it."""
    topics = topics_of(space, viewer)
    if kind:
        topics = topics.filter(kind=kind)
    begins = not (after or before)
    pinned = list(topics.exclude(pin=None).order_by("-pin__at")[:MOST_PINNED]) if begins else []
    page = keyset(
        topics.filter(pin=None),
        ("-last_message_at", "-id"),
        after=after,
        before=before,
        limit=TOPICS_PER_PAGE,
    )
    closing = SpaceClosing.objects.filter(space=space).select_related("by").first()
    standing = _standing(space, viewer, closing)
    rows = _rows([*pinned, *page.items], viewer, standing.membership)
    return FrontPage(
        viewer=standing,
        parent=visible_parent(space, viewer),
        closing=closing,
        kind=kind,
        pinned=rows[: len(pinned)],
        rows=rows[len(pinned) :],
        newer=page.previous_cursor,
        older=page.next_cursor,
        guidelines=guidelines_for(viewer, space),
        stewards=stewards_of(space),
        children=children_of(space, viewer),
        reshares=_reshares(space, viewer) if begins and not kind else [],
        waiting=_waiting(space) if standing.steward else 0,
        reported=cases_waiting(viewer, space) if viewer and standing.steward else 0,
    )


def _standing(space: Space, viewer: Actor | None, closing: SpaceClosing | None) -> Standing:
    membership = membership_of(viewer, space)
    steward = stewards_as(viewer, space, membership)
    removal = removal_of(viewer, space) if membership is None else None
    return Standing(
        membership=membership,
        steward=steward,
        starts=closing is None and may_start(space, membership, steward=steward),
        level=_level(space, viewer),
        asked=request_of(viewer, space) if membership is None else None,
        removed_because=removal.reason if removal else "",
        waiting=is_waiting(viewer),
    )


def _level(space: Space, viewer: Actor | None) -> str:
    if viewer is None:
        return ""
    follows = SpaceFollow.objects.filter(space=space, actor=viewer)
    level: Level | str | None = follows.values_list("level", flat=True).first()
    return str(level or "none")


def _rows(
    topics: Sequence[Topic], viewer: Actor | None, membership: Membership | None
) -> list[TopicRow]:
    """The topics with what is new in them; what was said before one joined is not new."""
    read = {}
    if viewer is not None and topics:
        positions = ReadPosition.objects.filter(actor=viewer, topic__in=topics)
        read = dict(positions.values_list("topic_id", "number"))
    return [
        TopicRow(
            topic=topic,
            unread=max(0, topic.last_number - read[topic.id]) if topic.id in read else 0,
            never_opened=(
                membership is not None
                and topic.id not in read
                and topic.author_id != membership.actor_id
                and topic.last_message_at > membership.since
            ),
        )
        for topic in topics
    ]


def _reshares(space: Space, viewer: Actor | None) -> list[Reshare]:
    """What was passed on into this space lately, as far as the viewer can see the words."""
    found = Reshare.objects.filter(
        meets(viewer, "actor"),
        meets(viewer, "message__author"),
        into=space,
        withdrawn_at=None,
        message__tombstoned_at=None,
        message__topic__in=Topic.objects.visible_to(viewer),
    )
    related = found.select_related("actor", "message__author", "message__topic__space__actor")
    return list(related.order_by("-id")[:MOST_RESHARES])


def _waiting(space: Space) -> int:
    return JoinRequest.objects.waiting().filter(space=space).count()
