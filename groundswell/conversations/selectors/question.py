"""How a question stands: who asks it too, its answer, the promise of one, and its clock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, QuerySet

from groundswell.actors.models import Actor
from groundswell.conversations.models import (
    AcceptedAnswer,
    HoldingReply,
    Message,
    MeToo,
    Routing,
    Topic,
)
from groundswell.core.clock import now
from groundswell.core.prepared import Prepared
from groundswell.people.selectors.people import hidden_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A steward's word that an answer comes by a day."""

    by: Actor
    number: int
    due_on: date
    kept_at: datetime | None

    @property
    def state(self) -> str:
        """`waiting`, `overdue`, `kept` or `late`."""
        if self.kept_at is not None:
            return "late" if self.kept_at.date() > self.due_on else "kept"
        return "overdue" if now().date() > self.due_on else "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How long a question waited for a first response and for its answer; None while it waits."""

    asked_at: datetime
    first_at: datetime | None
    answered_at: datetime | None

    @property
    def to_first(self) -> timedelta | None:
        """From the question to the first word of somebody else."""
        return _since(self.asked_at, self.first_at)

    @property
    def to_answer(self) -> timedelta | None:
        """From the question to the words that answer it."""
        return _since(self.asked_at, self.answered_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The accepted answer as it is shown under the question."""

    message: Message
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionState:
    """What is shown under a question."""

    me_too: int
    mine: bool
    own: bool
    answer: Answer | None
    avoided: bool
    """The answer is by somebody whom the viewer keeps away from."""
    promise: Promise | None
    clock: Clock
    asked_of_me: Routing | None
    asked_of: list[Actor]


def question_state(topic: Topic, viewer: Actor | None) -> QuestionState | None:
    """How the question stands; None for a topic that is none. Six queries at most."""
    if topic.kind != Topic.Kind.QUESTION:
        return None
    own = viewer.id if viewer else 0
    [(me_too,)] = _ME_TOO(topic=topic.id) or [(0,)]
    answer = answer_to(topic)
    asked = [] if answer or viewer is None else list(_routings(topic))
    return QuestionState(
        me_too=me_too,
        mine=bool(own and _MINE(topic=topic.id, actor=own)),
        own=own == topic.author_id,
        answer=answer,
        avoided=answer is not None and answer.message.author_id in hidden_from(viewer),
        promise=promises([topic.id]).get(topic.id),
        clock=Clock(
            asked_at=topic.published_at,
            first_at=next(iter(_FIRST(topic=topic.id, asker=topic.author_id)), (None,))[0],
            answered_at=answer.message.published_at if answer else None,
        ),
        asked_of_me=next((row for row in asked if row.actor_id == own), None),
        asked_of=[row.actor for row in asked],
    )


def _routings(topic: Topic) -> QuerySet[Routing]:
    rows = Routing.objects.filter(topic=topic, declined_at=None)
    return rows.select_related("actor", "by").order_by("id")


def _first(topic: int, asker: int) -> QuerySet[Message, Any]:
    """When somebody else first replied."""
    replies = Message.objects.filter(topic=topic, number__gt=1, tombstoned_at=None)
    others = replies.exclude(author=asker).exclude(kind=Message.Kind.NOTE)
    return others.order_by("number").values_list("published_at")[:1]


def _me_too(topic: int) -> QuerySet[MeToo, Any]:
    counted = MeToo.objects.filter(topic=topic).values("topic").annotate(all=Count("id"))
    return counted.order_by().values_list("all")


def _mine(topic: int, actor: int) -> QuerySet[MeToo, Any]:
    return MeToo.objects.filter(topic=topic, actor=actor).values_list("id")


_FIRST, _ME_TOO, _MINE = Prepared(_first), Prepared(_me_too), Prepared(_mine)


def answer_to(topic: Topic) -> Answer | None:
    """The accepted answer of a topic read `for_list`, while its words stand."""
    if getattr(topic, "accepted", None) is None:
        return None
    rows = AcceptedAnswer.objects.filter(topic=topic, message__tombstoned_at=None)
    row = rows.select_related("message__author", "by").first()
    return Answer(message=row.message, by=row.by, at=row.at) if row else None


def promises(topic_ids: list[int]) -> dict[int, Promise]:
    """The latest promise of each question: one query."""
    rows = HoldingReply.objects.filter(topic__in=topic_ids, message__tombstoned_at=None)
    found = {}
    for row in rows.select_related("by", "message").order_by("message_id"):
        found[row.topic_id] = Promise(
            by=row.by, number=row.message.number, due_on=row.due_on, kept_at=row.kept_at
        )
    return found


def clocks(topics: list[Topic]) -> dict[int, Clock]:
    """The clock of each question: two queries, however many there are."""
    ids = [topic.id for topic in topics]
    replies = Message.objects.filter(topic__in=ids, number__gt=1, tombstoned_at=None)
    others = replies.exclude(author=F("topic__author")).exclude(kind=Message.Kind.NOTE)
    first = dict(others.order_by().values_list("topic_id").annotate(at=Min("published_at")))
    answered = dict(
        AcceptedAnswer.objects.filter(topic__in=ids, message__tombstoned_at=None).values_list(
            "topic_id", "message__published_at"
        )
    )
    return {
        topic.id: Clock(
            asked_at=topic.published_at,
            first_at=first.get(topic.id),
            answered_at=answered.get(topic.id),
        )
        for topic in topics
    }


def _since(start: datetime, end: datetime | None) -> timedelta | None:
    # What came in by a merge may be older than the question.
    return max(end - start, timedelta(0)) if end is not None else None


def who_asks_too(topic: Topic) -> list[Actor]:
    """The people who have the same question, first come first."""
    rows = MeToo.objects.filter(topic=topic).select_related("actor").order_by("id")
    return [row.actor for row in rows]
