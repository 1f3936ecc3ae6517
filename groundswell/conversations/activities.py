"""What can happen in a conversation, and who is told."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Kind, Reason, Tell, declare
from groundswell.activity.models import Activity
from groundswell.conversations.models import Mention, Message, TagFollow, TopicFollow
from groundswell.people.models import Level, PersonFollow
from groundswell.spaces.models import SpaceFollow


def tell_of_words(activity: Activity) -> Iterator[Tell]:
    """Who hears of new words, most personal reason first."""
    found = Message.objects.select_related("topic", "parent").filter(id=activity.message_id or 0)
    for message in found:
        yield from _hearers(message)


def _hearers(message: Message) -> Iterator[Tell]:
    opening = message.number == 1
    for actor_id in Mention.objects.filter(message=message).values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.MENTION)
    if not opening:
        asked = message.parent.author_id if message.parent else message.topic.author_id
        yield Tell(actor_id=asked, reason=Reason.REPLY, about=message.topic_id)
    yield from _followers(message, opening=opening)


def _followers(message: Message, *, opening: bool) -> Iterable[Tell]:
    """Followers of the topic, tag, person and space; NORMAL hears of new topics only."""
    levels = [Level.NORMAL, Level.ALL] if opening else [Level.ALL]
    topic = message.topic
    for actor_id in TopicFollow.objects.filter(topic=topic, level=Level.ALL).values_list(
        "actor_id", flat=True
    ):
        yield Tell(actor_id=actor_id, reason=Reason.TOPIC, about=topic.id)
    for actor_id in PersonFollow.objects.filter(
        followed_id=message.author_id, level__in=levels
    ).values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.PERSON, about=message.author_id)
    for actor_id in TagFollow.objects.filter(
        tag__taggings__message=message, level__in=levels
    ).values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.TAG)
    for actor_id in SpaceFollow.objects.filter(
        space_id=topic.space_id, level__in=levels
    ).values_list("actor_id", flat=True):
        yield Tell(actor_id=actor_id, reason=Reason.SPACE, about=topic.space_id)


TOPIC_OPENED = declare(
    Kind(
        name="conversations.topic_opened",
        sentence=_("{actor} opened {topic}"),
        verb="Create",
        tells=tell_of_words,
        on_timelines=True,
    )
)
REPLY_POSTED = declare(
    Kind(
        name="conversations.reply_posted",
        sentence=_("{actor} replied in {topic}"),
        verb="Create",
        tells=tell_of_words,
        groups_as=_("{count} people answered in {topic}"),
    )
)
MESSAGE_EDITED = declare(
    Kind(
        name="conversations.message_edited",
        sentence=_("{actor} edited a message in {topic}"),
        verb="Update",
    )
)
MESSAGE_DELETED = declare(
    Kind(
        name="conversations.message_deleted",
        sentence=_("{actor} deleted a message in {topic}"),
        verb="Delete",
    )
)
