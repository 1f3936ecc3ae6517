"""What a topic's page shows."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.conversations.activities import TOPIC_MERGED
from groundswell.conversations.kinds import Panel, Part, panel_of, parts_of
from groundswell.conversations.models import Link, Message, ReadPosition, Topic
from groundswell.conversations.models.topic import TopicQuerySet
from groundswell.conversations.selectors.acts import TopicActs, topic_acts
from groundswell.conversations.selectors.footing import Footing, footing_in
from groundswell.conversations.selectors.state import TopicState, topic_state
from groundswell.conversations.selectors.window import (
    ShownMessage,
    Span,
    as_tree,
    messages_between,
    messages_with,
    span_of,
)
from groundswell.core.prepared import Prepared, PreparedModels
from groundswell.spaces.models import Space
from groundswell.spaces.selectors import Door

MESSAGES_PER_PAGE = 30
MOST_STOPS = 8
MOST_SEARCHED = 1_000
LAST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A place along a long topic: the page that begins at a number, and its day."""

    number: int
    at: datetime
    here: bool


@dataclass(frozen=True, kw_only=True)
class TopicPage:
    """A window of a topic's messages and what is shown around them."""

    topic: Topic
    messages: list[ShownMessage]
    roots: list[ShownMessage]
    nested: bool
    acts: TopicActs
    state: TopicState
    read_to: int
    start: int
    stops: list[Stop]
    footing: Footing
    panel: Panel | None = None
    """What the owner of the topic's kind shows."""
    parts: dict[int, Part] = field(default_factory=dict)
    """And what it shows in single messages, by their ids."""
    leads_on: bool = False
    """Of a thread: whether there are more answers than it shows."""

    @property
    def member(self) -> bool:
        """Whether the viewer belongs to the space."""
        return self.footing.member

    @property
    def steward(self) -> bool:
        """Whether the viewer looks after the space."""
        return self.footing.steward

    @property
    def door(self) -> Door | None:
        """What keeps the viewer from replying, if anything does."""
        return self.footing.door

    @property
    def may_reply(self) -> bool:
        """Whether there is a place to write in."""
        return self.footing.may_reply

    @property
    def end(self) -> int:
        """The number of the last message shown."""
        return self.messages[-1].number if self.messages else self.start

    @property
    def previous_number(self) -> int | None:
        """Where the page before begins."""
        return max(1, self.start - MESSAGES_PER_PAGE) if self.start > 1 else None

    @property
    def next_number(self) -> int | None:
        """Where the page after begins."""
        return self.end + 1 if self.end < self.topic.last_number else None

    @property
    def unread(self) -> int:
        """How many messages came since the viewer was here; 0 for a first visit."""
        return self.topic.last_number - self.read_to if self.read_to else 0

    @property
    def ids(self) -> list[int]:
        """The messages shown, for those who hang things on them."""
        return [message.id for message in self.messages]


def page_start(number: int) -> int:
    """Pages begin at 1, 31, 61, so that a message is always on the same page."""
    return number - (number - 1) % MESSAGES_PER_PAGE


def topic_page(
    topic: Topic,
    viewer: Actor | None,
    *,
    number: int = 1,
    nested: bool = False,
    left_at: int | None = None,
    came_from: str = "",
) -> TopicPage:
    """The page with message `number` on it; as quick at 9,000 as at 1.

    `left_at` is where the viewer left off when they opened the page, so that the line does not
    wander while they read.
    """
    start = page_start(number)
    span = Span(topic.id, start, start + MESSAGES_PER_PAGE - 1)
    messages = messages_between(topic, span, viewer)
    footing = footing_in(topic, viewer)
    panel = panel_of(topic, viewer)
    return TopicPage(
        topic=topic,
        messages=messages,
        roots=as_tree(messages) if nested else messages,
        nested=nested,
        acts=topic_acts(topic, span, viewer, footing=footing),
        state=topic_state(topic, viewer, steward=footing.steward, came_from=came_from),
        read_to=read_to(topic, viewer) if left_at is None else left_at,
        start=start,
        stops=_stops(topic, start),
        footing=footing,
        panel=panel,
        parts=_parts(topic, panel, messages),
    )


def _parts(topic: Topic, panel: Panel | None, shown: list[ShownMessage]) -> dict[int, Part]:
    return parts_of(topic, panel, [(it.id, it.kind) for it in shown if not it.gone])


def thread_page(topic: Topic, viewer: Actor | None, number: int) -> TopicPage:
    """The message `number` and the answers below it, for threads too deep for the page."""
    later = Message.objects.filter(topic=topic, number__gte=number).order_by("number")
    below: dict[int, None] = {}
    searched = list(later.values_list("id", "parent_id")[: MOST_SEARCHED + 1])
    for message_id, parent_id in searched:
        if not below or parent_id in below:
            below[message_id] = None
    first = list(below)[:MESSAGES_PER_PAGE]
    page = topic_page(topic, viewer, number=number)
    messages = messages_with(topic, first, viewer)
    return replace(
        page,
        messages=messages,
        roots=as_tree(messages),
        nested=True,
        parts=_parts(topic, page.panel, messages),
        leads_on=len(below) > len(first) or len(searched) > MOST_SEARCHED,
        start=1,
        acts=topic_acts(topic, span_of(topic, messages), viewer, footing=page.footing),
        stops=[],
    )


def moved_to(topic: Topic, viewer: Actor | None, number: int) -> str | None:
    """Where message `number` of a topic merged away is now, as far as the viewer may see it."""
    merges = Activity.objects.filter(kind=TOPIC_MERGED.name, topic_id=topic.id).order_by("-id")
    for merge in merges[:1]:
        ids = [int(message_id) for message_id in merge.data["messages"]]
        message_id = ids[min(number, len(ids)) - 1]
        message = Message.objects.visible_to(viewer).filter(id=message_id).first()
        if message is not None:
            address, _hash, place = message.get_absolute_url().partition("#")
            return f"{address}?from={topic.id}#{place}"
    target = merged_into(topic, viewer)
    return f"/t/{target.id}/?from={topic.id}" if target else None


def merged_into(topic: Topic, viewer: Actor | None) -> Topic | None:
    """Where the conversation of a topic merged away goes on, as far as the viewer may see it."""
    at: Topic | None = topic
    while at is not None and at.last_number == 0:
        into = Topic.objects.visible_to(viewer).filter(
            links_in__origin=at, links_in__kind=Link.Kind.MERGED_INTO
        )
        at = into.order_by("-links_in__id").first()
    return at


def _stops(topic: Topic, start: int) -> list[Stop]:
    """A few pages spread evenly along a topic that has several, with the one that is open."""
    pages = (max(topic.last_number, 1) - 1) // MESSAGES_PER_PAGE + 1
    if pages < 2:
        return []
    most = min(pages, MOST_STOPS)
    spread = [1 + MESSAGES_PER_PAGE * (i * (pages - 1) // (most - 1)) for i in range(most)]
    # Always as many numbers as there are blanks; one that comes twice is one row.
    asked = [start, *spread, *[start] * (MOST_STOPS - most)]
    rows = _STOPS(topic=topic.id, **{f"n{place}": number for place, number in enumerate(asked)})
    return [Stop(number=number, at=at, here=number == start) for number, at in rows]


def _stop_rows(topic: int, **numbers: int) -> QuerySet[Message, Any]:
    rows = Message.objects.filter(topic=topic, number__in=list(numbers.values()))
    return rows.order_by("number").values_list("number", "published_at")


_STOPS = Prepared(_stop_rows)


def read_to(topic: Topic, viewer: Actor | None) -> int:
    """The number of the last message that the viewer has read; 0 when none."""
    rows = _READ(topic=topic.id, viewer=viewer.id) if viewer else []
    return int(rows[0][0]) if rows else 0


def _read(topic: int, viewer: int) -> QuerySet[ReadPosition, Any]:
    return ReadPosition.objects.filter(actor=viewer, topic=topic).values_list("number")


_READ = Prepared(_read)


def topic_seen(topic_id: int, viewer: Actor | None) -> Topic | None:
    """The topic with what its page shows of it, or None for those who may not see it."""
    if topic_id > LAST_ID:
        return None
    rows = _SEEN(topic=topic_id, viewer=viewer.id) if viewer else _PUBLIC(topic=topic_id)
    return rows[0] if rows else None


def _seen(topic: int, viewer: int) -> QuerySet[Topic]:
    return _whole(Topic.objects.visible_to(Actor(id=viewer)), topic)


def _public(topic: int) -> QuerySet[Topic]:
    return _whole(Topic.objects.visible_to(None), topic)


def _whole(topics: TopicQuerySet, topic: int) -> QuerySet[Topic]:
    return topics.for_list().select_related("space__closing").filter(id=topic)


_SEEN = PreparedModels(_seen)
_PUBLIC = PreparedModels(_public)


def topics_of(space: Space, viewer: Actor | None) -> TopicQuerySet:
    """The topics of a space as its page lists them."""
    seen = Topic.objects.visible_to(viewer).met_by(viewer)
    return seen.in_space(space).for_list().latest_first()
