"""Combining ideas and taking them apart, building on them, splitting them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Kind, Reason, Tell, declare
from groundswell.activity.models import Activity
from groundswell.challenges.activities.idea import tell_of_idea
from groundswell.challenges.rules import AUTHORS
from groundswell.conversations.activities import tell_of_end
from groundswell.conversations.models import Contribution, TopicFollow
from groundswell.people.models import Level


def _authors(topics: list[int]) -> Iterator[tuple[int, int]]:
    held = Contribution.objects.filter(topic__in=topics, role__in=AUTHORS).order_by("id")
    yield from held.values_list("actor_id", "topic_id")


def tell_of_combining(activity: Activity) -> Iterator[Tell]:
    """The authors of what was combined, whose credit it is; the authors of what it went into; who
    follows what was combined, unless quietly; and of an idea that is new, who hears of those."""
    sources = [int(topic) for topic in activity.data["sources"]]
    for actor_id, topic_id in _authors(sources):
        yield Tell(actor_id=actor_id, reason=Reason.CREDIT, about=topic_id)
    for actor_id, topic_id in _authors([activity.topic_id or 0]):
        yield Tell(actor_id=actor_id, reason=Reason.IDEA, about=topic_id)
    levels = [Level.NORMAL, Level.ALL]
    follows = TopicFollow.objects.filter(topic__in=sources, level__in=levels, id__lt=activity.id)
    for actor_id, topic_id in follows.values_list("actor_id", "topic_id"):
        yield Tell(actor_id=actor_id, reason=Reason.TOPIC, about=topic_id)
    if activity.message_id is not None:
        yield from tell_of_idea(activity)


def tell_of_parting(activity: Activity) -> Iterator[Tell]:
    """The authors of both."""
    for actor_id, topic_id in _authors([int(activity.data["source"]), activity.topic_id or 0]):
        yield Tell(actor_id=actor_id, reason=Reason.IDEA, about=topic_id)


def tell_of_building(activity: Activity) -> Iterator[Tell]:
    """The authors of what it grew out of, and who hears of new ideas."""
    for actor_id, topic_id in _authors([int(activity.data["from"])]):
        yield Tell(actor_id=actor_id, reason=Reason.IDEA, about=topic_id)
    yield from tell_of_idea(activity)


def tell_of_splitting(activity: Activity) -> Iterator[Tell]:
    """The authors of what was split, and who follows it, unless quietly."""
    for actor_id, topic_id in _authors([activity.topic_id or 0]):
        yield Tell(actor_id=actor_id, reason=Reason.IDEA, about=topic_id)
    yield from tell_of_end(activity)


IDEAS_COMBINED = declare(
    Kind(
        name="challenges.ideas_combined",
        sentence=_("{actor} combined ideas into {topic}"),
        verb="Move",
        tells=tell_of_combining,
        told_as=_("{actor} combined ideas into {topic}"),
    )
)


def _the_combining(activity: Activity) -> Mapping[str, Any]:
    """That by which this one idea was combined; where there were others, they still are."""
    merges = [activity.data["merge"]]
    return {"kind": IDEAS_COMBINED.name, "topic_id": activity.topic_id, "data__merges": merges}


MERGE_UNDONE = declare(
    Kind(
        name="challenges.merge_undone",
        sentence=_("{actor} took an idea out of {topic} again"),
        verb="Remove",
        tells=tell_of_parting,
        undoes=_the_combining,
    )
)
IDEA_BUILT_ON = declare(
    Kind(
        name="challenges.idea_built_on",
        sentence=_("{actor} shared the idea {topic}, which grew out of another"),
        verb="Create",
        tells=tell_of_building,
        on_timelines=True,
        told_as=_("{actor} built on your idea: {topic}"),
    )
)
IDEA_SPLIT = declare(
    Kind(
        name="challenges.idea_split",
        sentence=_("{actor} split the idea {topic} into parts"),
        verb="Create",
        tells=tell_of_splitting,
        told_as=_("{actor} split your idea {topic} into parts"),
    )
)
