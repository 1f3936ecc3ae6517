"""What the pages of a conversation show, each by one function."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Reaction, ReadPosition, Topic
from groundswell.conversations.models.topic import TopicQuerySet
from groundswell.spaces.models import Space
from groundswell.spaces.rules import is_steward, membership_of

MESSAGES_PER_PAGE = 30


@dataclass(frozen=True, kw_only=True)
class ReactionTally:
    """How often one sign was given to a message, and whether by the viewer."""

    sign: str
    count: int
    mine: bool


@dataclass(frozen=True, kw_only=True)
class TopicPage:
    """A window of a topic's messages and what is shown around them."""

    topic: Topic
    messages: list[Message]
    reactions: dict[int, list[ReactionTally]]
    read_to: int
    previous_number: int | None
    next_number: int | None
    member: bool
    steward: bool


def topic_page(topic: Topic, viewer: Actor | None, *, start: int = 1) -> TopicPage:
    """The window of messages that begins at number `start`; as quick at 9,000 as at 1."""
    window = list(
        Message.objects.filter(topic=topic, number__gte=start)
        .select_related("author", "parent__author")
        .order_by("number")[:MESSAGES_PER_PAGE]
    )
    end = window[-1].number if window else start
    return TopicPage(
        topic=topic,
        messages=window,
        reactions=tallies([message.id for message in window], viewer),
        read_to=read_to(topic, viewer),
        previous_number=max(1, start - MESSAGES_PER_PAGE) if start > 1 else None,
        next_number=end + 1 if end < topic.last_number else None,
        member=membership_of(viewer, topic.space) is not None,
        steward=is_steward(viewer, topic.space),
    )


def read_to(topic: Topic, viewer: Actor | None) -> int:
    """The number of the last message that the viewer has read; 0 when none."""
    if viewer is None:
        return 0
    position = ReadPosition.objects.filter(actor=viewer, topic=topic).first()
    return position.number if position else 0


def tallies(message_ids: list[int], viewer: Actor | None) -> dict[int, list[ReactionTally]]:
    """The reactions to several messages by two queries, most given first."""
    mine = (
        set(
            Reaction.objects.filter(message__in=message_ids, actor=viewer).values_list(
                "message_id", "sign"
            )
        )
        if viewer
        else set()
    )
    rows = (
        Reaction.objects.filter(message__in=message_ids)
        .values_list("message_id", "sign")
        .annotate(count=Count("id"))
        .order_by("message_id", "-count", "sign")
    )
    return {
        message_id: [
            ReactionTally(sign=sign, count=count, mine=(message_id, sign) in mine)
            for _, sign, count in group
        ]
        for message_id, group in groupby(rows, key=lambda row: row[0])
    }


def topics_of(space: Space, viewer: Actor | None) -> TopicQuerySet:
    """The topics of a space as its page lists them."""
    return Topic.objects.visible_to(viewer).in_space(space).for_list().latest_first()
