"""What became of ideas: answers, outcomes, pilots. They reach everybody who had a part."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Kind, Reason, Tell, declare
from groundswell.activity.models import Activity
from groundswell.challenges.models import Idea, Suggestion, Support
from groundswell.conversations.models import Contribution, Link, Mention, Message, TopicFollow
from groundswell.people.models import Level

_FROM_TARGET: Final = (Link.Kind.DERIVED_FROM,)
"""Lineage that leads from a topic to what it came from."""
_FROM_ORIGIN: Final = (Link.Kind.SPLIT_INTO, Link.Kind.COMBINED_INTO, Link.Kind.MERGED_INTO)
"""Lineage that leads from what something came from to the topic."""


def behind(topic_id: int) -> set[int]:
    """The topics that an idea came from, near and far, itself included: what was combined into
    it, what it was split from or grew out of, and what those came from."""
    found, fresh = {topic_id}, {topic_id}
    while fresh:
        rows = Link.objects.filter(
            Q(origin__in=fresh, kind__in=_FROM_TARGET) | Q(target__in=fresh, kind__in=_FROM_ORIGIN)
        ).values_list("origin_id", "target_id")
        joined = Idea.objects.filter(merged_into__in=fresh).values_list("topic_id", flat=True)
        fresh = {end for row in rows for end in row} | set(joined)
        fresh -= found
        found |= fresh
    return found


def parts_in(topic_id: int) -> Iterator[int]:
    """Everybody who had a part in an idea: who is credited in it or in what it came from, whose
    change was taken in, and who lent it their voice."""
    topics = behind(topic_id)
    yield from Contribution.objects.filter(topic__in=topics).values_list("actor_id", flat=True)
    taken = Suggestion.objects.filter(idea__in=topics, accepted_at__isnull=False)
    yield from taken.values_list("message__author_id", flat=True)
    family = Idea.objects.filter(Q(topic=topic_id) | Q(root=topic_id)).values("topic")
    yield from Support.objects.filter(idea__in=family).values_list("actor_id", flat=True)


def tell_owner(activity: Activity) -> Iterator[Tell]:
    """Whoever sees to the idea from now on."""
    if owner := activity.data.get("owner"):
        yield Tell(actor_id=int(owner), reason=Reason.OWNER, about=activity.topic_id)


def tell_of_ending(activity: Activity) -> Iterator[Tell]:
    """Whose it is from now on, whoever is named, whoever had a part, and followers of the idea
    unless quietly."""
    topic_id = activity.topic_id or 0
    said = Message.objects.standing().filter(id=activity.message_id or 0)
    if activity.message_id is not None and not said.exists():
        return
    yield from tell_owner(activity)
    mentioned = Mention.objects.filter(message__in=said)
    for actor_id in mentioned.values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.MENTION)
    for actor_id in parts_in(topic_id):
        yield Tell(actor_id=actor_id, reason=Reason.OUTCOME, about=topic_id)
    follows = TopicFollow.objects.filter(
        topic_id=topic_id, level__in=[Level.NORMAL, Level.ALL], id__lt=activity.id
    )
    for actor_id in follows.values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.TOPIC, about=topic_id)


def tell_of_new_verdict(activity: Activity) -> Iterator[Tell]:
    """Better words for the same answer are told to nobody; another answer is, and that somebody
    else sees to it from now on to the two whom that concerns."""
    owner, was = activity.data.get("owner", ""), activity.data.get("owner_was", "")
    if activity.data.get("was") != activity.data.get("verdict"):
        yield from tell_of_ending(activity)
    elif owner != was:
        yield from tell_owner(activity)
    if was and owner != was:
        yield Tell(actor_id=int(was), reason=Reason.OUTCOME, about=activity.topic_id)


IDEA_ANSWERED = declare(
    Kind(
        name="challenges.idea_answered",
        sentence=_("{actor} answered the idea {topic}"),
        told_as=_("{actor} answered your idea {topic}"),
        verb="Create",
        tells=tell_of_ending,
        on_timelines=True,
    )
)
ANSWER_CHANGED = declare(
    Kind(
        name="challenges.answer_changed",
        sentence=_("{actor} changed the answer to the idea {topic}"),
        told_as=_("{actor} changed the answer to your idea {topic}"),
        verb="Update",
        tells=tell_of_new_verdict,
    )
)
OUTCOME_TOLD = declare(
    Kind(
        name="challenges.outcome_told",
        sentence=_("{actor} told what became of the idea {topic}"),
        told_as=_("{actor} told what became of your idea {topic}"),
        verb="Create",
        tells=tell_of_ending,
        on_timelines=True,
    )
)
PILOT_STARTED = declare(
    Kind(
        name="challenges.pilot_started",
        sentence=_("{actor} began to try the idea {topic}"),
        told_as=_("{actor} began to try your idea {topic}"),
        verb="Create",
        tells=tell_of_ending,
        on_timelines=True,
    )
)
PILOT_ENDED = declare(
    Kind(
        name="challenges.pilot_ended",
        sentence=_("{actor} said what was learnt from trying {topic}"),
        told_as=_("{actor} said what was learnt from trying your idea {topic}"),
        verb="Update",
        tells=tell_of_ending,
        on_timelines=True,
    )
)
