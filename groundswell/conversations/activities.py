"""What can happen in a conversation, and who is told."""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from groundswell.activity.declarations import Audience, Kind, Reason, Tell, declare, taking_back
from groundswell.activity.models import Activity
from groundswell.actors.models import Account
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
from groundswell.spaces.models import Membership, SpaceFollow


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


def tell_of_report(activity: Activity) -> Iterator[Tell]:
    """The stewards of the space but the author of the words; else those of the organisation."""
    author = Message.objects.filter(id=activity.message_id or 0).values("author_id")
    stewards = Membership.objects.filter(space_id=activity.space_id or 0).stewards()
    told = set(stewards.exclude(actor__in=author).values_list("actor_id", flat=True))
    if not told:
        staff = Account.objects.filter(is_staff=True).exclude(actor__in=author)
        told = set(staff.values_list("actor_id", flat=True))
    for actor_id in sorted(told):
        yield Tell(actor_id=actor_id, reason=Reason.STEWARD, about=activity.space_id)


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
        groups_as=_("{actors} replied in {topic}"),
        told_as=_("{actor} answered you in {topic}"),
        told_as_many=_("{actors} answered you in {topic}"),
    )
)
MESSAGE_EDITED = declare(
    Kind(
        name="conversations.message_edited",
        sentence=_("{actor} edited a message in {topic}"),
        verb="Update",
    )
)
MESSAGE_REPORTED = declare(
    Kind(
        name="conversations.message_reported",
        sentence=_("{actor} reported a message in {topic}"),
        verb="Flag",
        audience=Audience.SELF,
        tells=tell_of_report,
        groups_as=_("{actors} reported messages in {topic}"),
        unseen=True,
        place=lambda activity: f"/m/{activity.message_id}/reports/",
    )
)
MESSAGE_DELETED = declare(
    Kind(
        name="conversations.message_deleted",
        sentence=_("{actor} deleted a message in {topic}"),
        verb="Delete",
    )
)


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


TOPIC_GREW = declare(
    Kind(
        name="conversations.topic_grew",
        sentence=_("{actor} opened {topic} out of something that was said"),
        verb="Create",
        tells=tell_of_growth,
        told_as=_("{actor} opened {topic} out of what you wrote, with credit to you"),
        on_timelines=True,
    )
)
REACTED = declare(
    Kind(
        name="conversations.reacted",
        sentence=_("{actor} reacted to {target} in {topic}"),
        verb="Like",
        tells=tell_target(Reason.REACTION),
        groups_as=_("{actors} reacted in {topic}"),
        told_as=_("{actor} reacted to your words in {topic}"),
        told_as_many=_("{actors} reacted to your words in {topic}"),
    )
)
REACTION_WITHDRAWN = declare(
    Kind(
        name="conversations.reaction_withdrawn",
        sentence=_("{actor} took back a reaction in {topic}"),
        verb="Undo",
        audience=Audience.SELF,
        undoes=taking_back(REACTED, "actor_id", "message_id", "data__sign"),
    )
)
RESHARED = declare(
    Kind(
        name="conversations.reshared",
        sentence=_("{actor} passed on words of {target} from {topic}"),
        verb="Announce",
        tells=tell_of_reshare,
        on_timelines=True,
        groups_as=_("{actors} passed on words from {topic}"),
        told_as=_("{actor} passed on your words from {topic}"),
        told_as_many=_("{actors} passed on your words from {topic}"),
    )
)
RESHARE_WITHDRAWN = declare(
    Kind(
        name="conversations.reshare_withdrawn",
        sentence=_("{actor} took back a reshare of {topic}"),
        verb="Undo",
        audience=Audience.SELF,
        undoes=taking_back(RESHARED, "actor_id", "data__reshare"),
    )
)
TOPIC_FOLLOWED = declare(
    Kind(
        name="conversations.topic_followed",
        sentence=_("{actor} follows {topic}"),
        verb="Follow",
        audience=Audience.SELF,
        unseen=True,
    )
)
TAG_FOLLOWED = declare(
    Kind(
        name="conversations.tag_followed",
        sentence=_("{actor} follows a tag"),
        verb="Follow",
        audience=Audience.SELF,
        unseen=True,
    )
)
BOOKMARKED = declare(
    Kind(
        name="conversations.bookmarked",
        sentence=_("{actor} keeps a message from {topic}"),
        verb="Add",
        audience=Audience.SELF,
        unseen=True,
    )
)
BOOKMARK_REMOVED = declare(
    Kind(
        name="conversations.bookmark_removed",
        sentence=_("{actor} keeps a message from {topic} no longer"),
        verb="Remove",
        audience=Audience.SELF,
        unseen=True,
    )
)
ASKED_TOO = declare(
    Kind(
        name="conversations.asked_too",
        sentence=_("{actor} asks {topic} too"),
        verb="Like",
        tells=tell_target(Reason.REACTION),
        groups_as=_("{actors} ask {topic} too"),
    )
)
ASKED_TOO_WITHDRAWN = declare(
    Kind(
        name="conversations.asked_too_withdrawn",
        sentence=_("{actor} no longer asks {topic}"),
        verb="Undo",
        audience=Audience.SELF,
        undoes=taking_back(ASKED_TOO, "actor_id", "topic_id"),
    )
)
ANSWER_ACCEPTED = declare(
    Kind(
        name="conversations.answer_accepted",
        sentence=_("{actor} accepted an answer by {target} to {topic}"),
        told_as=_("{actor} accepted your answer to {topic}"),
        verb="Accept",
        tells=tell_askers,
        on_timelines=True,
    )
)
ANSWER_WITHDRAWN = declare(
    Kind(
        name="conversations.answer_withdrawn",
        sentence=_("{actor} opened {topic} again: it has no accepted answer"),
        verb="Undo",
        undoes=taking_back(ANSWER_ACCEPTED, "topic_id"),
    )
)
HELD = declare(
    Kind(
        name="conversations.held",
        sentence=_("{actor} has seen {topic} and promised an answer"),
        verb="Create",
        tells=tell_askers,
    )
)
QUESTION_ROUTED = declare(
    Kind(
        name="conversations.question_routed",
        sentence=_("{actor} asked {target} to look at {topic}"),
        told_as=_("{actor} asked you to look at {topic}"),
        verb="Offer",
        tells=tell_target(Reason.ROUTED),
    )
)
ROUTING_DECLINED = declare(
    Kind(
        name="conversations.routing_declined",
        sentence=_("{actor} leaves {topic} to others"),
        verb="Reject",
        audience=Audience.STEWARDS,
    )
)
TOPIC_LOCKED = declare(
    Kind(name="conversations.topic_locked", sentence=_("{actor} locked {topic}"), verb="Update")
)
TOPIC_UNLOCKED = declare(
    Kind(name="conversations.topic_unlocked", sentence=_("{actor} unlocked {topic}"), verb="Update")
)
TOPIC_PINNED = declare(
    Kind(name="conversations.topic_pinned", sentence=_("{actor} pinned {topic}"), verb="Add")
)
TOPIC_UNPINNED = declare(
    Kind(name="conversations.topic_unpinned", sentence=_("{actor} unpinned {topic}"), verb="Remove")
)
TOPIC_CLOSED = declare(
    Kind(
        name="conversations.topic_closed",
        sentence=_("{actor} closed {topic} with a summary"),
        verb="Update",
        tells=tell_of_end,
        on_timelines=True,
    )
)
TOPIC_REOPENED = declare(
    Kind(name="conversations.topic_reopened", sentence=_("{actor} reopened {topic}"), verb="Update")
)
TOPIC_MOVED = declare(
    Kind(
        name="conversations.topic_moved",
        sentence=_("{actor} moved {topic} to {space}"),
        verb="Move",
        tells=tell_target(Reason.TOPIC),
    )
)
TOPIC_SPLIT = declare(
    Kind(
        name="conversations.topic_split",
        sentence=_("{actor} made a new topic of messages from {topic}"),
        verb="Move",
        tells=tell_target(Reason.TOPIC),
    )
)
MESSAGES_MOVED = declare(
    Kind(
        name="conversations.messages_moved",
        sentence=_("{actor} moved messages to {topic}"),
        verb="Move",
        tells=tell_target(Reason.TOPIC),
    )
)
TOPIC_MERGED = declare(
    Kind(
        name="conversations.topic_merged",
        sentence=_("{actor} merged {topic} into another topic"),
        verb="Move",
        tells=tell_target(Reason.TOPIC),
    )
)
