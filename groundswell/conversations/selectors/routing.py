"""Whom to ask: members whose skills, or whose accepted answers, fit a question, and why."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.actors.models import Actor
from groundswell.conversations.models import AcceptedAnswer, Message, Routing, Tagging, Topic
from groundswell.people.models import Block, Skill
from groundswell.spaces.models import Membership

MOST_SUGGESTED = 8
MOST_WORDS = 400
ANSWER_WEIGHT = 2
_WORD = re.compile(r"[\w'’-]{3,}")


@dataclass(slots=True, kw_only=True)
class Suggestion:
    """Somebody to ask, and the reasons in words."""

    actor: Actor
    reasons: list[str] = field(default_factory=list)
    weight: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody who was asked already."""

    actor: Actor
    by: Actor
    declined: bool


def suggestions(topic: Topic, viewer: Actor) -> list[Suggestion]:
    """Members of the space who may know, the best fit first: a fixed number of queries."""
    tags = dict(Tagging.objects.filter(topic=topic).values_list("tag_id", "tag__name"))
    found: dict[int, Suggestion] = {}
    people = _askable(topic, viewer)
    for skill in _skills(topic, people, tags):
        one = found.setdefault(skill.actor_id, Suggestion(actor=skill.actor))
        one.reasons.append(_("knows %(skill)s") % {"skill": skill.name})
        one.weight += 1
    answered = _answered(topic, people, tags, viewer)
    actors = Actor.objects.in_bulk([actor_id for actor_id, _tag, _count in answered])
    for actor_id, tag, count in answered:
        one = found.setdefault(actor_id, Suggestion(actor=actors[actor_id]))
        said = ngettext(
            "answered %(count)d question on #%(tag)s",
            "answered %(count)d questions on #%(tag)s",
            count,
        )
        one.reasons.append(said % {"count": count, "tag": tags[tag]})
        one.weight += ANSWER_WEIGHT * count
    return sorted(found.values(), key=lambda one: (-one.weight, one.actor.name))[:MOST_SUGGESTED]


def _askable(topic: Topic, viewer: Actor) -> Q:
    """Members but the asker, the viewer, those asked before, and those who keep apart."""
    members = Membership.objects.filter(space=topic.space)
    members = members.exclude(actor__in=Routing.objects.filter(topic=topic).values("actor_id"))
    members = members.exclude(actor__in=Block.objects.filter(blocked=viewer).values("actor_id"))
    members = members.exclude(actor__in=Block.objects.filter(actor=viewer).values("blocked_id"))
    members = members.exclude(actor__in=[viewer.id, topic.author_id])
    return Q(actor__in=members.filter(actor__left_at=None).values("actor_id"))


def _skills(topic: Topic, people: Q, tags: dict[str, str]) -> list[Skill]:
    """The skills that the question names, by a tag, a word or two words together."""
    opening = Message.objects.filter(topic=topic, number=1).values_list("text", flat=True).first()
    words = _WORD.findall(f"{topic.title} {opening or ''}".casefold())[:MOST_WORDS]
    pairs = (f"{first} {second}" for first, second in pairwise(words))
    wanted = {*tags, *(name.casefold() for name in tags.values()), *words, *pairs}
    rows = Skill.objects.filter(people, key__in=wanted).select_related("actor")
    return list(rows.order_by("actor_id", "name")[:200])


def _answered(
    topic: Topic, people: Q, tags: dict[str, str], viewer: Actor
) -> list[tuple[int, str, int]]:
    """How many questions with each of the tags a member's accepted answers were given to."""
    fitting = Tagging.objects.filter(tag__in=list(tags)).exclude(topic=topic)
    answers = AcceptedAnswer.objects.filter(
        topic__in=Topic.objects.visible_to(viewer).filter(id__in=fitting.values("topic_id")),
        message__author__in=Membership.objects.filter(people).values("actor_id"),
        message__tombstoned_at=None,
        topic__taggings__tag__in=list(tags),
    )
    counted = answers.values_list("message__author_id", "topic__taggings__tag_id").annotate(
        count=Count("topic_id", distinct=True)
    )
    return list(counted.order_by("-count", "message__author_id")[:200])


def already_asked(topic: Topic, *, steward: bool, viewer: Actor) -> list[Asked]:
    """Who was asked; that somebody declined is for stewards and themself."""
    rows = Routing.objects.filter(topic=topic).select_related("actor", "by").order_by("id")
    return [
        Asked(
            actor=row.actor,
            by=row.by,
            declined=row.declined_at is not None and (steward or row.actor_id == viewer.id),
        )
        for row in rows
    ]
