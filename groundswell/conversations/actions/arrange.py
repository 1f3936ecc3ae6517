"""What stewards do with whole conversations: move, split, merge. Each leaves a trail."""

from bisect import bisect_right

from django.db.models import F, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import append
from groundswell.conversations.activities import (
    MESSAGES_MOVED,
    TOPIC_MERGED,
    TOPIC_MOVED,
    TOPIC_SPLIT,
)
from groundswell.conversations.models import (
    AcceptedAnswer,
    Attachment,
    Contribution,
    HoldingReply,
    Link,
    Message,
    MeToo,
    Pin,
    ReadPosition,
    Tagging,
    Topic,
    TopicFollow,
)
from groundswell.conversations.rules import (
    require_carried,
    require_goes_on,
    require_may_arrange,
    require_plain,
)
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.ids import new_id
from groundswell.core.text.clean import one_line
from groundswell.spaces.models import Space

BATCH = 500
FAR = 1_000_000_000
"""Numbers are moved out of the way by this much while a topic is numbered afresh."""


@action
def move_topic(*, actor: Actor, topic: Topic, space: Space) -> Topic:
    """Puts the topic into another space, with all that was said in it."""
    require_may_arrange(actor, topic.space)
    require_may_arrange(actor, space)
    if topic.space_id == space.id:
        raise Conflict(_("The topic is in this space already."))
    require_plain(topic)
    _hold(topic)
    left = topic.space
    topic.space = space
    topic.save(update_fields=["space"])
    Pin.objects.filter(topic=topic).delete()
    Attachment.objects.filter(message__topic=topic).update(space=space)
    Space.objects.filter(id=left.id).update(topic_count=F("topic_count") - 1)
    Space.objects.filter(id=space.id).update(topic_count=F("topic_count") + 1)
    record(
        TOPIC_MOVED,
        actor=actor,
        space_id=space.id,
        topic_id=topic.id,
        target_actor_id=topic.author_id,
        data={"from_space": str(left.id)},
    )
    return topic


@action
def split_topic(
    *,
    actor: Actor,
    topic: Topic,
    numbers: list[int],
    title: str,
    kind: str = Topic.Kind.DISCUSSION,
) -> Topic:
    """Makes a new topic of these messages; the first becomes its opening."""
    require_may_arrange(actor, topic.space)
    name = one_line(title, most=150, least=1, field="title")
    _hold(topic)
    moving = list(Message.objects.filter(topic=topic, number__in=numbers).order_by("number"))
    if not moving or moving[0].number == 1:
        raise Invalid(_("Choose at least one reply; the opening stays where it is."), "numbers")
    require_carried(moving)
    first = moving[0]
    new = Topic(
        id=new_id(moment()),
        space=topic.space,
        kind=kind,
        title=name,
        author_id=first.author_id,
        published_at=first.published_at,
        last_message_at=moving[-1].published_at,
    )
    new.save(force_insert=True)
    _carry(moving, new)
    Message.objects.filter(id=first.id).update(kind=Message.Kind.OPENING, parent=None)
    Contribution(
        topic=new, actor_id=first.author_id, role=Contribution.Role.AUTHOR, message=first
    ).save(force_insert=True)
    _part(topic, new)
    _follow_authors(new, moving)
    Link(kind=Link.Kind.SPLIT_INTO, origin=topic, target=new, by=actor).save(force_insert=True)
    Space.objects.filter(id=topic.space_id).update(topic_count=F("topic_count") + 1)
    _note_of_leaving(topic, actor, count=len(moving), other=new)
    record(
        TOPIC_SPLIT,
        actor=actor,
        space_id=topic.space_id,
        topic_id=topic.id,
        target_actor_id=first.author_id,
        data={"into": str(new.id), "messages": [str(message.id) for message in moving]},
    )
    return new


@action
def move_messages(*, actor: Actor, topic: Topic, numbers: list[int], into: Topic) -> Topic:
    """Carries replies to the end of another topic, where they belong."""
    require_may_arrange(actor, topic.space)
    require_may_arrange(actor, into.space)
    if topic.id == into.id:
        raise Conflict(_("The messages are in this topic already."))
    require_goes_on(into)
    _hold(topic, into)
    moving = list(Message.objects.filter(topic=topic, number__in=numbers).order_by("number"))
    if not moving or moving[0].number == 1:
        raise Invalid(_("Choose at least one reply; the opening stays where it is."), "numbers")
    require_carried(moving)
    _carry(moving, into)
    ids = [message.id for message in moving]
    _part(topic, into)
    _follow_authors(into, moving)
    _note_of_leaving(topic, actor, count=len(moving), other=into)
    record(
        MESSAGES_MOVED,
        actor=actor,
        space_id=into.space_id,
        topic_id=into.id,
        target_actor_id=moving[0].author_id,
        data={"from": str(topic.id), "messages": [str(i) for i in ids]},
    )
    return into


@action
def merge_topic(*, actor: Actor, topic: Topic, into: Topic) -> Topic:
    """Brings what was said in `topic` to the end of `into`; the old address leads there."""
    require_may_arrange(actor, topic.space)
    require_may_arrange(actor, into.space)
    if topic.id == into.id:
        raise Conflict(_("A topic cannot be merged into itself."))
    for one in (topic, into):
        require_plain(one)
        require_goes_on(one)
    _hold(topic, into)
    moving = list(Message.objects.filter(topic=topic).order_by("number"))
    opening = moving[0]
    _carry(moving, into)
    ids = [message.id for message in moving]
    Message.objects.filter(id=opening.id).update(kind=Message.Kind.REPLY)
    Message.objects.filter(id__in=ids, parent=None).exclude(id=opening.id).update(parent=opening)
    Topic.objects.filter(id=topic.id).update(last_number=0)
    _carry_standing(topic, into)
    _follow_authors(into, moving)
    Link(kind=Link.Kind.MERGED_INTO, origin=topic, target=into, by=actor).save(force_insert=True)
    note = ngettext(
        "%(name)s merged [%(title)s](%(address)s) into this topic, with %(count)d message.",
        "%(name)s merged [%(title)s](%(address)s) into this topic, with %(count)d messages.",
        len(moving),
    )
    _note(into, actor, note, count=len(moving), other=topic)
    record(
        TOPIC_MERGED,
        actor=actor,
        space_id=topic.space_id,
        topic_id=topic.id,
        target_actor_id=topic.author_id,
        data={"into": str(into.id), "messages": [str(i) for i in ids]},
    )
    return into


def _hold(*topics: Topic) -> None:
    """Locks the topics, in one order for all, and makes sure that they still are what the steward
    saw: in their spaces, which the rules were asked of, and with something said in them."""
    ids = [topic.id for topic in topics]
    rows = Topic.objects.select_for_update().filter(id__in=ids).order_by("id")
    now = {row.id: row for row in rows}
    for topic in topics:
        if now[topic.id].last_number == 0:
            raise Conflict(_("This topic was merged already."))
        if now[topic.id].space_id != topic.space_id:
            raise Conflict(_("This topic was moved to another space meanwhile. Look there."))


def _part(topic: Topic, other: Topic) -> None:
    """Ends what joined the two topics, now that messages went from the one to the other: nothing
    said in the one may show through an answer in the other, which others may see."""
    apart = Message.objects.filter(topic__in=[topic, other], parent__isnull=False)
    apart.exclude(parent__topic=F("topic")).update(parent=None)
    AcceptedAnswer.objects.filter(topic=topic).exclude(message__topic=topic).delete()
    _number_afresh(topic)


def _carry(moving: list[Message], topic: Topic) -> None:
    """Puts the messages, in their order, at the end of the topic."""
    last = Message.objects.filter(topic=topic).aggregate(last=Max("number"))["last"] or 0
    for number, message in enumerate(moving, start=last + 1):
        message.topic = topic
        message.number = number
    Message.objects.bulk_update(moving, ["topic", "number"], batch_size=BATCH)
    ids = [message.id for message in moving]
    Tagging.objects.filter(message__in=ids).update(topic=topic)
    Attachment.objects.filter(message__in=ids).update(space=topic.space_id)
    HoldingReply.objects.filter(message__in=ids).update(topic=topic)
    topic.last_number = last + len(moving)
    topic.last_message_at = max(topic.last_message_at, moving[-1].published_at)
    topic.save(update_fields=["last_number", "last_message_at"])


def _number_afresh(topic: Topic) -> None:
    """Closes the gaps, so that numbers are dense again, and moves reading positions along."""
    standing = list(Message.objects.filter(topic=topic).order_by("number"))
    was = [message.number for message in standing]
    Message.objects.filter(topic=topic).update(number=F("number") + FAR)
    for number, message in enumerate(standing, start=1):
        message.number = number
    Message.objects.bulk_update(standing, ["number"], batch_size=BATCH)
    topic.last_number = len(standing)
    topic.save(update_fields=["last_number"])
    positions = list(ReadPosition.objects.filter(topic=topic))
    for position in positions:
        position.number = bisect_right(was, position.number)
    ReadPosition.objects.bulk_update(positions, ["number"], batch_size=BATCH)


def _follow_authors(topic: Topic, messages: list[Message]) -> None:
    """Whoever wrote these messages follows the topic they are in now."""
    TopicFollow.objects.bulk_create(
        [
            TopicFollow(topic=topic, actor_id=author_id)
            for author_id in sorted({message.author_id for message in messages})
        ],
        ignore_conflicts=True,
    )


def _carry_standing(topic: Topic, into: Topic) -> None:
    """Who followed or asked the one topic does so with the other; an answer stays accepted."""
    TopicFollow.objects.bulk_create(
        [
            TopicFollow(topic=into, actor_id=follow.actor_id, level=follow.level)
            for follow in TopicFollow.objects.filter(topic=topic)
        ],
        ignore_conflicts=True,
    )
    Pin.objects.filter(topic=topic).delete()
    Space.objects.filter(id=topic.space_id).update(topic_count=F("topic_count") - 1)
    accepted = AcceptedAnswer.objects.filter(topic=topic)
    if into.kind == Topic.Kind.QUESTION:
        MeToo.objects.bulk_create(
            [
                MeToo(topic=into, actor_id=row.actor_id, at=row.at)
                for row in MeToo.objects.filter(topic=topic).exclude(actor_id=into.author_id)
            ],
            ignore_conflicts=True,
        )
        if not AcceptedAnswer.objects.filter(topic=into).exists():
            accepted.update(topic=into)
    accepted.delete()


def _note(topic: Topic, actor: Actor, sentence: str, *, count: int, other: Topic) -> None:
    text = sentence % {
        "name": actor.name,
        "count": count,
        "title": other.title.replace("[", "(").replace("]", ")"),
        "address": other.get_absolute_url(),
    }
    append(topic, author=actor, text=text, kind=Message.Kind.NOTE)


def _note_of_leaving(topic: Topic, actor: Actor, *, count: int, other: Topic) -> None:
    """Names where the messages went only where everybody who reads this can go there, too."""
    sentence = ngettext(
        "%(name)s moved one message to [%(title)s](%(address)s).",
        "%(name)s moved %(count)d messages to [%(title)s](%(address)s).",
        count,
    )
    if other.space_id != topic.space_id and not other.space.is_public:
        sentence = ngettext(
            "%(name)s moved one message elsewhere.",
            "%(name)s moved %(count)d messages elsewhere.",
            count,
        )
    _note(topic, actor, sentence, count=count, other=other)
