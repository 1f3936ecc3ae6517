"""Passing a message on, to one's followers or into a space, and taking that back."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.conversations.actions._words import words
from groundswell.conversations.activities import RESHARE_WITHDRAWN, RESHARED
from groundswell.conversations.models import Message, Reshare
from groundswell.conversations.rules import require_may_reshare
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Refused
from groundswell.core.ids import new_id
from groundswell.core.text.clean import clean
from groundswell.spaces.models import Space

LONGEST_COMMENT = 1000


@action
def reshare(
    *,
    actor: Actor,
    message: Message,
    into: Space | None = None,
    text: str = "",
    via: Reshare | None = None,
) -> Reshare:
    """Passes the message on; `into` None is to the actor's followers, `via` is how it came."""
    require_may_reshare(actor, message, into)
    if Reshare.objects.filter(message=message, actor=actor, into=into, withdrawn_at=None).exists():
        raise Conflict(_("You have already passed this on there."))
    comment = clean(text, most=LONGEST_COMMENT, field="text")
    passed_on = Reshare(
        id=new_id(moment()),
        message=message,
        actor=actor,
        into=into,
        via=via if via is not None and via.message_id == message.id else None,
        text=comment,
        at=moment(),
    )
    if comment:
        said = words(comment, namespace=passed_on.id, author_id=actor.id)
        passed_on.html = said.rendered.html
    try:
        with transaction.atomic():
            passed_on.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("You have already passed this on there.")) from error
    record(
        RESHARED,
        actor=actor,
        space_id=into.id if into else message.topic.space_id,
        topic_id=message.topic_id,
        message_id=message.id,
        target_actor_id=message.author_id,
        data={"reshare": str(passed_on.id), "into": str(into.id) if into else None},
    )
    return passed_on


@action
def withdraw_reshare(*, actor: Actor, passed_on: Reshare) -> None:
    """Takes a reshare back. Those who passed it on from there keep theirs."""
    if passed_on.actor_id != actor.id:
        raise Refused(_("Only the person who passed this on can take it back."))
    if passed_on.withdrawn_at is not None:
        raise Conflict(_("This was already taken back."))
    passed_on.withdrawn_at = now()
    passed_on.save(update_fields=["withdrawn_at"])
    record(
        RESHARE_WITHDRAWN,
        actor=actor,
        space_id=passed_on.into_id or passed_on.message.topic.space_id,
        topic_id=passed_on.message.topic_id,
        message_id=passed_on.message_id,
        data={"reshare": str(passed_on.id)},
    )
