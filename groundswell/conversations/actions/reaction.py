"""Reacting to a message, and taking it back."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.conversations.activities import REACTED, REACTION_WITHDRAWN
from groundswell.conversations.models import Message, Reaction
from groundswell.conversations.rules import require_may_react
from groundswell.core.errors import Conflict
from groundswell.core.ids import new_id


@action
def react(*, actor: Actor, message: Message, sign: str) -> Reaction:
    """Gives the message one of the space's signs; each person gives each sign once."""
    require_may_react(actor, message, sign)
    reaction, made = Reaction.objects.get_or_create(
        message=message,
        actor=actor,
        sign=sign,
        defaults={"id": new_id(moment()), "at": moment()},
    )
    if not made:
        raise Conflict(_("You have already given this reaction."))
    record(
        REACTED,
        actor=actor,
        space_id=message.topic.space_id,
        topic_id=message.topic_id,
        message_id=message.id,
        target_actor_id=message.author_id,
        data={"sign": sign},
    )
    return reaction


@action
def withdraw_reaction(*, actor: Actor, message: Message, sign: str) -> None:
    """Takes a reaction back."""
    taken, _rows = Reaction.objects.filter(message=message, actor=actor, sign=sign).delete()
    if not taken:
        raise Conflict(_("You have not given this reaction."))
    record(
        REACTION_WITHDRAWN,
        actor=actor,
        space_id=message.topic.space_id,
        topic_id=message.topic_id,
        message_id=message.id,
        target_actor_id=message.author_id,
        data={"sign": sign},
    )
