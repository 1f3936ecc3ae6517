"""Offering credit for an idea, and taking or declining what was offered."""

from django.db.models import Q
from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.challenges.actions._crediting import credit
from groundswell.challenges.actions._holding import hold
from groundswell.challenges.activities.crediting import (
    CREDIT_DECLINED,
    CREDIT_OFFERED,
    CREDIT_TAKEN,
)
from groundswell.challenges.models import CreditOffer, Idea
from groundswell.challenges.rules import require_author
from groundswell.conversations.models import Contribution, Message, Topic
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.people.rules import require_may_meet
from groundswell.spaces.rules import membership_of


@action
def offer_credit(
    *, actor: Actor, idea: Idea, person: Actor, role: str, message: Message | None = None
) -> CreditOffer:
    """An author says that something came from the person; it counts when the person accepts."""
    (held,) = hold(idea)
    require_author(actor, held)
    require_may_meet(actor, person)
    if role not in Contribution.Role.values:
        raise Invalid(_("Choose one of the parts that are offered."), "role")
    _require_new(held.topic, person, role)
    if message is not None and (message.topic_id, message.author_id) != (held.topic_id, person.id):
        raise Conflict(_("This message is not there any more. Reload and look again."))
    if message is None and membership_of(person, held.topic.space) is None:
        raise Refused(_("Credit is offered to members, and to whoever wrote in the conversation."))
    offer = CreditOffer(topic=held.topic, actor=person, role=role, message=message, by=actor)
    offer.at = moment()
    offer.save(force_insert=True)
    _record(CREDIT_OFFERED, actor, offer, target=person.id)
    return offer


@action
def take_credit(*, actor: Actor, offer: CreditOffer) -> CreditOffer:
    """The credited person accepts: from now on it counts."""
    held = _answering(actor, offer)
    held.accepted_at = moment()
    held.save(update_fields=["accepted_at"])
    credit(held.topic, actor, role=held.role, message=held.message)
    _record(CREDIT_TAKEN, actor, held, target=held.by_id)
    return held


@action
def decline_credit(*, actor: Actor, offer: CreditOffer) -> CreditOffer:
    """The credited person does not want it."""
    held = _answering(actor, offer)
    held.declined_at = moment()
    held.save(update_fields=["declined_at"])
    _record(CREDIT_DECLINED, actor, held, target=held.by_id)
    return held


def _require_new(topic: Topic, person: Actor, role: str) -> None:
    same = Q(topic=topic, actor=person, role=role)
    if Contribution.objects.filter(same).exists():
        raise Conflict(_("They are credited with this already."))
    if CreditOffer.objects.filter(same, declined_at=None).exists():
        raise Conflict(_("This was offered to them already. They have not answered yet."))


def _answering(actor: Actor, offer: CreditOffer) -> CreditOffer:
    hold(offer.topic.idea)
    rows = CreditOffer.objects.select_for_update(of=("self",)).select_related("topic", "message")
    held = rows.get(id=offer.id)
    if held.actor_id != actor.id:
        raise Refused(_("This credit was offered to somebody else."))
    if held.accepted_at or held.declined_at:
        raise Conflict(_("You answered this already."))
    return held


def _record(kind: Kind, actor: Actor, offer: CreditOffer, *, target: int) -> None:
    record(
        kind,
        actor=actor,
        space_id=offer.topic.space_id,
        topic_id=offer.topic_id,
        message_id=offer.message_id,
        target_actor_id=target,
        data={"offer": str(offer.id), "role": offer.role},
    )
