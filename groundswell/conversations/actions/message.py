"""Replying, editing, deleting."""

from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import append
from groundswell.conversations.actions._files import end_draft, release_files
from groundswell.conversations.actions._rewording import reword
from groundswell.conversations.actions._words import index_words, set_words
from groundswell.conversations.activities import MESSAGE_DELETED, MESSAGE_EDITED, REPLY_POSTED
from groundswell.conversations.kinds import answered_by
from groundswell.conversations.models import (
    LONGEST_BODY,
    AcceptedAnswer,
    Message,
    Topic,
    TopicFollow,
)
from groundswell.conversations.rules import (
    require_may_delete,
    require_may_edit,
    require_may_reply,
)
from groundswell.core.clock import now
from groundswell.core.errors import Conflict
from groundswell.core.ids import new_id
from groundswell.core.rows import insert_all, update_one
from groundswell.core.text.clean import clean
from groundswell.people.models import Level
from groundswell.people.rules import require_may_meet
from groundswell.spaces.models import Space


@action
def post_reply(
    *,
    actor: Actor,
    topic: Topic,
    text: str,
    parent: Message | None = None,
) -> Message:
    """Adds a message at the end of the topic; the author follows the topic from now on."""
    require_may_reply(actor, topic)
    parent = parent or answered_by(topic, text)
    require_may_meet(actor, parent.author if parent else topic.author)
    at = moment()
    message = append(
        topic,
        author=actor,
        text=clean(text, most=LONGEST_BODY, least=1, field="text"),
        parent=parent,
    )
    end_draft(actor.id, f"topic-{topic.id}")
    insert_all(
        TopicFollow,
        ("id", "topic_id", "actor_id", "level", "created_at"),
        [(new_id(), topic.id, actor.id, Level.NORMAL, now())],
        ignore_conflicts=True,
    )
    update_one(Space, {"id": topic.space_id}, last_activity_at=at)
    record(
        REPLY_POSTED,
        actor=actor,
        space_id=topic.space_id,
        topic_id=topic.id,
        message_id=message.id,
        target_actor_id=parent.author_id if parent else topic.author_id,
    )
    return message


@action
def edit_message(
    *, actor: Actor, message: Message, text: str, title: str = "", reason: str = ""
) -> Message:
    """Replaces the words; the earlier wording is kept as a version. `title` is for openings."""
    require_may_edit(actor, message)
    reword(message, by=actor, text=text, title=title, reason=reason)
    end_draft(actor.id, f"edit-{message.id}")
    _record(MESSAGE_EDITED, actor, message)
    return message


@action
def delete_message(*, actor: Actor, message: Message) -> Message:
    """Leaves a tombstone: the place and the number stay, the words and their versions go."""
    require_may_delete(actor, message)
    if message.tombstoned_at is not None:
        raise Conflict(_("This message was already deleted."))
    found = set_words(message, "")
    message.tombstoned_at = moment()
    message.tombstoned_by = actor
    message.save(update_fields=["text", "html", "renderer", "tombstoned_at", "tombstoned_by"])
    message.versions.all().delete()
    release_files(message)
    AcceptedAnswer.objects.filter(message=message).delete()
    index_words(message, found, fresh=False)
    _record(MESSAGE_DELETED, actor, message)
    return message


def _record(kind: Kind, actor: Actor, message: Message) -> None:
    record(
        kind,
        actor=actor,
        space_id=message.topic.space_id,
        topic_id=message.topic_id,
        message_id=message.id,
        target_actor_id=message.author_id,
    )
