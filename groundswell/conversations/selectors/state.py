"""How a topic stands: closed, locked, where it came from and went, and how one follows it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import Closing, Link, Lock, Pin, Topic, TopicFollow
from groundswell.conversations.selectors.question import QuestionState, question_state
from groundswell.core.prepared import Prepared

FORWARD = {
    Link.Kind.MERGED_INTO: _("Was merged into"),
    Link.Kind.SPLIT_INTO: _("Was split into"),
    Link.Kind.DERIVED_FROM: _("Grew out of"),
    Link.Kind.ANSWERS: _("Answers"),
    Link.Kind.DISCUSSED_AT: _("Is discussed at"),
    Link.Kind.COMBINED_INTO: _("Was combined into"),
    Link.Kind.DECIDES: _("Decides on"),
}
BACKWARD = {
    Link.Kind.MERGED_INTO: _("Took in"),
    Link.Kind.SPLIT_INTO: _("Was split from"),
    Link.Kind.DERIVED_FROM: _("Led to"),
    Link.Kind.ANSWERS: _("Is answered by"),
    Link.Kind.DISCUSSED_AT: _("Discusses"),
    Link.Kind.COMBINED_INTO: _("Combines"),
    Link.Kind.DECIDES: _("Is decided on in"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How the topic stands to another, in words."""

    words: str | Words
    other: Topic
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicState:
    """What is shown around the messages of a topic."""

    closing: Closing | None
    lock: Lock | None
    pin: Pin | None
    relations: list[Relation]
    took_in: Topic | None
    level: str
    question: QuestionState | None
    may_close: bool


def topic_state(
    topic: Topic, viewer: Actor | None, *, steward: bool, came_from: str = ""
) -> TopicState:
    """How a topic read `for_list` stands; `came_from` is a merged one whose address led here."""
    related = relations(topic, viewer)
    asker = viewer is not None and viewer.id == topic.author_id
    return TopicState(
        closing=getattr(topic, "closing", None),
        lock=getattr(topic, "lock", None),
        pin=getattr(topic, "pin", None),
        relations=related,
        took_in=next((r.other for r in related if str(r.other.id) == came_from), None),
        level=topic_level(topic, viewer),
        question=question_state(topic, viewer),
        may_close=steward or asker,
    )


def relations(topic: Topic, viewer: Actor | None) -> list[Relation]:
    """The lineage as far as the viewer may see it: most topics have none, and ask only that."""
    if not _LINKED(topic=topic.id):
        return []
    seen = Topic.objects.visible_to(viewer)
    links = Link.objects.filter(
        Q(origin=topic, target__in=seen) | Q(target=topic, origin__in=seen)
    ).select_related("origin", "target")
    return [
        Relation(words=FORWARD[Link.Kind(link.kind)], other=link.target, kind=link.kind)
        if link.origin_id == topic.id
        else Relation(words=BACKWARD[Link.Kind(link.kind)], other=link.origin, kind=link.kind)
        for link in links.order_by("id")
    ]


def topic_level(topic: Topic, viewer: Actor | None) -> str:
    """How much the viewer hears of the topic: quiet, normal, all or none."""
    if viewer is None:
        return "none"
    rows = _LEVEL(topic=topic.id, viewer=viewer.id)
    return rows[0][0] if rows else "none"


def _linked(topic: int) -> QuerySet[Link, Any]:
    return Link.objects.filter(Q(origin=topic) | Q(target=topic)).values_list("id")[:1]


def _level(topic: int, viewer: int) -> QuerySet[TopicFollow, Any]:
    return TopicFollow.objects.filter(topic=topic, actor=viewer).values_list("level")


_LINKED = Prepared(_linked)
_LEVEL = Prepared(_level)
