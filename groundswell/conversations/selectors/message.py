"""One message, for whoever wants to do something with it."""

from django.db.models import QuerySet

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.prepared import PreparedModels

_WITH_TOPIC = ("topic__lock", "topic__closing", "topic__accepted")


def message_seen(message_id: int, viewer: Actor | None) -> Message | None:
    """The message with its topic and space, or None for those who may not see it."""
    if message_id > LAST_ID:
        return None
    rows = _SEEN(message=message_id, viewer=viewer.id) if viewer else _PUBLIC(message=message_id)
    return rows[0] if rows else None


def _seen(message: int, viewer: int) -> QuerySet[Message]:
    return _with_topic(message, Actor(id=viewer))


def _public(message: int) -> QuerySet[Message]:
    return _with_topic(message, None)


def _with_topic(message: int, viewer: Actor | None) -> QuerySet[Message]:
    rows = Message.objects.visible_to(viewer).filter(id=message)
    return rows.select_related(
        "author", "topic__space__actor", "topic__space__closing", *_WITH_TOPIC
    )


_SEEN, _PUBLIC = PreparedModels(_seen), PreparedModels(_public)
