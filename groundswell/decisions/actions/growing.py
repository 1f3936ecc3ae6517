"""What becomes of statements: topics grow out of them, and their authors hear what was said."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action, record
from groundswell.actors.models import Actor
from groundswell.conversations.actions._grown import begun_on
from groundswell.conversations.growing import Words
from groundswell.conversations.models import Topic
from groundswell.core.clock import now
from groundswell.core.errors import Conflict
from groundswell.decisions.activities.opinion import STATEMENT_COUNTED
from groundswell.decisions.models import Decision, OpinionSnapshot, Option
from groundswell.decisions.rules import require_may_grow
from groundswell.decisions.saying import told_of


@action
def grow_statement(
    *, actor: Actor, decision: Decision, option: Option, ground: str, words: Words
) -> Topic:
    """Makes an idea, or a topic of its own, of a statement; whoever wrote it is credited."""
    require_may_grow(actor, decision)
    rows = Option.objects.select_for_update(of=("self",), no_key=True)
    held = rows.get(id=option.id, decision=decision)
    if held.moderation != Option.Moderation.SHOWN or held.retired_at is not None:
        raise Conflict(_("This statement is not shown any more."))
    if held.topic is not None and held.topic.removed_at is None:
        raise Conflict(_("Something grew out of this statement already. It is linked beside it."))
    said_by = [held.author_id] if held.author_id else []
    growth, topic, opening = begun_on(actor, ground, words, said_in=decision.topic, said_by=said_by)
    held.topic = topic
    held.save(update_fields=["topic"])
    record(
        growth.kind,
        actor=actor,
        space_id=topic.space_id,
        topic_id=topic.id,
        message_id=opening.id,
        target_actor_id=held.author_id,
        data={"decision": str(decision.pk), "option": str(held.id)},
    )
    return topic


@action
def tell_of_count(*, actor: Actor, decision: Decision, author: Actor) -> int:
    """Tells an author once, when the map has ended, what people said to what they wrote. Asked by
    the worker; gives how many statements it is about."""
    own = Option.objects.filter(decision=decision, author=author).shown()
    ids = list(own.untold().values_list("id", flat=True))
    if not ids or not Option.objects.filter(id__in=ids).update(told_at=now()):
        raise Conflict(_("They were told already."))
    shown = OpinionSnapshot.objects.get(decision=decision).shown
    told = {one: told_of(shown, one.number) for one in own.filter(id__in=ids)}
    best = max(told, key=lambda one: (told[one].least, told[one].agree, -one.number))
    said = told[best]._asdict() | {"more": len(ids) - 1}
    record(
        STATEMENT_COUNTED,
        actor=actor,
        space_id=decision.topic.space_id,
        topic_id=decision.topic_id,
        target_actor_id=author.id,
        data={"option": str(best.id), "number": best.number, **said},
    )
    return len(ids)
