"""Writing the next message of a topic. Called by actions, inside them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groundswell.activity.log import moment, origin
from groundswell.actors.models import Actor
from groundswell.conversations.actions._files import claim_files
from groundswell.conversations.actions._words import index_words, set_words
from groundswell.conversations.models import Link, Message, ReadPosition, Topic
from groundswell.core.errors import Conflict
from groundswell.core.ids import new_id
from groundswell.core.prepared import Prepared
from groundswell.core.rows import insert_objects, update_one


def append(
    topic: Topic,
    *,
    author: Actor,
    text: str,
    parent: Message | None = None,
    kind: str = Message.Kind.REPLY,
) -> Message:
    """Writes the next message of the topic, whose row is locked so that numbers stay dense."""
    at = moment()
    [(last_number, last_message_at)] = _LOCKED(topic=topic.id)
    if last_number == 0:
        raise Conflict(_("This topic was merged into another one. Reload: the page leads there."))
    if parent is not None and not Message.objects.filter(id=parent.id, topic=topic).exists():
        raise Conflict(_("What you answer has moved to another topic. Reload and answer there."))
    message = Message(
        id=new_id(at),
        topic=topic,
        number=last_number + 1,
        parent=parent,
        author=author,
        kind=kind,
        published_at=at,
        source=origin().source,
    )
    found = set_words(message, text)
    insert_objects(Message, [message])
    index_words(message, found, fresh=True)
    claim_files(message, fresh=True)
    topic.last_number = message.number
    topic.last_message_at = max(last_message_at, at)
    ends = {"last_number": topic.last_number, "last_message_at": topic.last_message_at}
    update_one(Topic, {"id": topic.id}, **ends)
    if kind != Message.Kind.REPLY:  # what an act says is no news to who did it, wherever it leads
        mine = ReadPosition.objects.filter(actor=author, topic=topic, number=message.number - 1)
        mine.update(number=message.number, at=at)
    return message


def _locked(topic: int) -> QuerySet[Topic, Any]:
    row = Topic.objects.select_for_update().filter(id=topic)
    return row.values_list("last_number", "last_message_at")


_LOCKED = Prepared(_locked)


def standing(topic: Topic, locked: dict[int, Topic]) -> Topic:
    """The topic, or the one that it was merged into here since it was last brought in."""
    while topic.last_number == 0:
        link = Link.objects.filter(origin=topic, kind=Link.Kind.MERGED_INTO).latest("id")
        into = Topic.objects.select_for_update().get(id=link.target_id)
        topic = locked.setdefault(into.id, into)
    return topic
