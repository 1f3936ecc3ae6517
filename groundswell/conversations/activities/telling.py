"""Whom what happens in a conversation is told, most personal reason first."""

from collections.abc import Callable, Iterable, Iterator

from groundswell.activity.declarations import Reason, Tell
from groundswell.activity.models import Activity
from groundswell.conversations.models import (
    Contribution,
    Mention,
    Message,
    MeToo,
    Reshare,
    TagFollow,
    Topic,
    TopicFollow,
)
from groundswell.people.models import Level, PersonFollow
from groundswell.spaces.models import SpaceFollow


def tell_of_words(activity: Activity) -> Iterator[Tell]:
    """Who hears of new words, most personal reason first. Of deleted words nobody hears."""
    found = Message.objects.standing().select_related("topic", "parent")
    for message in found.filter(id=activity.message_id or 0):
        opening = message.number == 1
        for actor_id in Mention.objects.filter(message=message).values_list("actor_id", flat=True):
            yield Tell(actor_id=actor_id, reason=Reason.MENTION)
        if not opening:
            asked = message.parent.author_id if message.parent else message.topic.author_id
            yield Tell(actor_id=asked, reason=Reason.REPLY, about=message.topic_id)
        yield from _followers(activity, message, opening=opening)


def _followers(activity: Activity, message: Message, *, opening: bool) -> Iterable[Tell]:
    """Followers of the topic, person, tag and space; NORMAL hears of new topics only.

    Ids order by time: who begins to follow later is not told of what was before.
    """
    levels = [Level.NORMAL, Level.ALL] if opening else [Level.ALL]
    topic = message.topic
    for actor_id in TopicFollow.objects.filter(
        topic=topic, level=Level.ALL, id__lt=activity.id
    ).values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.TOPIC, about=topic.id)
    for actor_id in PersonFollow.objects.filter(
        followed_id=message.author_id, level__in=levels, id__lt=activity.id
    ).values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.PERSON, about=message.author_id)
    for actor_id, follow_id in TagFollow.objects.filter(
        tag__taggings__message=message, level__in=levels, id__lt=activity.id
    ).values_list("actor_id", "id"):
        yield Tell(actor_id=actor_id, reason=Reason.TAG, about=follow_id)
    for actor_id in SpaceFollow.objects.filter(
        space_id=topic.space_id, level__in=levels, id__lt=activity.id
    ).values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.SPACE, about=topic.space_id)


def tell_target(reason: Reason) -> Callable[[Activity], Iterator[Tell]]:
    """Tells the one person it is about, and why."""

    def tells(activity: Activity) -> Iterator[Tell]:
        if activity.target_actor_id is not None:
            yield Tell(actor_id=activity.target_actor_id, reason=reason, about=activity.topic_id)

    return tells


def tell_of_growth(activity: Activity) -> Iterator[Tell]:
    """Tells first those out of whose words it grew, then whoever hears of new words."""
    yield from tell_credited(activity)
    yield from tell_of_words(activity)


def tell_credited(activity: Activity) -> Iterator[Tell]:
    """Tells whom it is about, and whoever else is credited in what it opened."""
    yield from tell_target(Reason.CREDIT)(activity)
    others = Contribution.objects.filter(
        message=activity.message_id or 0, role=Contribution.Role.CO_AUTHOR
    )
    for actor_id in others.values_list("actor_id", flat=True):
        if actor_id not in {activity.actor_id, activity.target_actor_id}:
            yield Tell(actor_id=actor_id, reason=Reason.CREDIT, about=activity.topic_id)


def tell_askers(activity: Activity) -> Iterator[Tell]:
    """Tells the person it is about, the asker, and everyone who has the same question."""
    yield from tell_target(Reason.ANSWER)(activity)
    for topic in Topic.objects.filter(id=activity.topic_id or 0):
        yield Tell(actor_id=topic.author_id, reason=Reason.ANSWER, about=topic.id)
    for actor_id in MeToo.objects.filter(topic_id=activity.topic_id or 0).values_list(
        "actor_id", flat=True
    ):
        yield Tell(actor_id=actor_id, reason=Reason.ANSWER, about=activity.topic_id)


def tell_of_reshare(activity: Activity) -> Iterator[Tell]:
    """Tells the author, whoever it came by, and the followers of the one who passed it on."""
    yield from tell_target(Reason.RESHARE)(activity)
    for passed_on in Reshare.objects.filter(id=int(activity.data["reshare"])).select_related("via"):
        if passed_on.via is not None:
            yield Tell(
                actor_id=passed_on.via.actor_id, reason=Reason.RESHARE, about=activity.topic_id
            )
        for actor_id in PersonFollow.objects.filter(
            followed_id=activity.actor_id, level=Level.ALL, id__lt=activity.id
        ).values_list("actor_id", flat=True):
            yield Tell(actor_id=actor_id, reason=Reason.PERSON, about=activity.actor_id)


def tell_of_end(activity: Activity) -> Iterator[Tell]:
    """Tells everyone who follows the topic, unless quietly, that it came to an end."""
    for actor_id in TopicFollow.objects.filter(
        topic_id=activity.topic_id or 0,
        level__in=[Level.NORMAL, Level.ALL],
        id__lt=activity.id,
    ).values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.TOPIC, about=activity.topic_id)
