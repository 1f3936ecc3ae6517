"""What stewards do for a topic: lock, pin, close with a summary, and undo each."""

from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.conversations.actions._words import words
from groundswell.conversations.activities import (
    TOPIC_CLOSED,
    TOPIC_LOCKED,
    TOPIC_PINNED,
    TOPIC_REOPENED,
    TOPIC_UNLOCKED,
    TOPIC_UNPINNED,
)
from groundswell.conversations.models import LONGEST_BODY, Closing, Lock, Pin, Topic
from groundswell.conversations.rules import require_may_arrange, require_may_close
from groundswell.core.errors import Conflict
from groundswell.core.text.clean import clean, one_line


@action
def lock_topic(*, actor: Actor, topic: Topic, reason: str) -> Lock:
    """Stops replies; the reason is shown where one would write."""
    require_may_arrange(actor, topic.space)
    why = one_line(reason, most=500, least=1, field="reason")
    now = {"by": actor, "reason": why, "at": moment()}
    lock, made = Lock.objects.get_or_create(topic=topic, defaults=now)
    if not made:
        raise Conflict(_("This topic is locked already."))
    _record(TOPIC_LOCKED, actor, topic)
    return lock


@action
def unlock_topic(*, actor: Actor, topic: Topic) -> None:
    """Lets people reply again."""
    require_may_arrange(actor, topic.space)
    removed, _rows = Lock.objects.filter(topic=topic).delete()
    if not removed:
        raise Conflict(_("This topic is not locked."))
    _record(TOPIC_UNLOCKED, actor, topic)


@action
def pin_topic(*, actor: Actor, topic: Topic) -> Pin:
    """Keeps the topic at the head of its space."""
    require_may_arrange(actor, topic.space)
    pin, made = Pin.objects.get_or_create(topic=topic, defaults={"by": actor, "at": moment()})
    if not made:
        raise Conflict(_("This topic is pinned already."))
    _record(TOPIC_PINNED, actor, topic)
    return pin


@action
def unpin_topic(*, actor: Actor, topic: Topic) -> None:
    """Lets the topic take its place among the others."""
    require_may_arrange(actor, topic.space)
    removed, _rows = Pin.objects.filter(topic=topic).delete()
    if not removed:
        raise Conflict(_("This topic is not pinned."))
    _record(TOPIC_UNPINNED, actor, topic)


@action
def close_topic(*, actor: Actor, topic: Topic, summary: str) -> Closing:
    """Ends the topic with a summary of what came of it."""
    require_may_close(actor, topic)
    source = clean(summary, most=LONGEST_BODY, least=1, field="summary")
    html = words(source, namespace=topic.id, author_id=actor.id).rendered.html
    closing, made = Closing.objects.get_or_create(
        topic=topic, defaults={"by": actor, "source": source, "html": html, "at": moment()}
    )
    if not made:
        raise Conflict(_("This topic is closed already."))
    _record(TOPIC_CLOSED, actor, topic)
    return closing


@action
def reopen_topic(*, actor: Actor, topic: Topic) -> None:
    """Opens a closed topic again."""
    require_may_close(actor, topic)
    removed, _rows = Closing.objects.filter(topic=topic).delete()
    if not removed:
        raise Conflict(_("This topic is not closed."))
    _record(TOPIC_REOPENED, actor, topic)


def _record(kind: Kind, actor: Actor, topic: Topic) -> None:
    record(
        kind,
        actor=actor,
        space_id=topic.space_id,
        topic_id=topic.id,
        target_actor_id=topic.author_id,
    )
