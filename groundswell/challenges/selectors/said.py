"""How much people said of ideas: replies and what came with them, without the notes that moves,
combining and splitting leave in a conversation, and without what was deleted."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from groundswell.challenges.models import Idea
from groundswell.conversations.models import Message, Topic


def said_in(topics: Iterable[Topic]) -> dict[int, int]:
    """What people said after the opening, by the ids of the topics; one query, or none where
    nothing follows any opening."""
    ids = [topic.id for topic in topics if topic.reply_count]
    if not ids:
        return {}
    return dict(_counted(topic__in=ids).values_list("topic", "count"))


def said_of(topic: OuterRef) -> Coalesce:
    """The same of one topic, as part of a query that there is anyway."""
    return Coalesce(Subquery(_counted(topic=topic).values("count")), 0)


def _counted(**topics: object) -> QuerySet[Any, Any]:
    rows = Message.objects.standing().filter(**topics, number__gt=1)
    said = rows.exclude(kind=Message.Kind.NOTE).order_by().values("topic")
    return said.annotate(count=Count("pk"))


def count_said(ideas: Sequence[Idea]) -> None:
    """Lets each of the ideas, which came with their topics, know how much people said of it."""
    said = said_in(idea.topic for idea in ideas)
    for idea in ideas:
        idea.said = said.get(idea.topic_id, 0)
