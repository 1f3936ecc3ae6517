"""Letting somebody vote for oneself: in a space, or in decisions under one tag of it."""

from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, record, unlogged
from groundswell.actors.models import Actor
from groundswell.conversations.models import Hashtag
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.decisions.actions._counting import count_anew
from groundswell.decisions.activities.delegation import (
    DELEGATION_DECLINED,
    DELEGATION_GIVEN,
    DELEGATION_REVOKED,
)
from groundswell.decisions.counting import Chosen, chain, gathered
from groundswell.decisions.delegating import chosen_of
from groundswell.decisions.models import Delegation
from groundswell.decisions.rules import is_full_member
from groundswell.people.rules import are_apart
from groundswell.spaces.models import Space

_LAST = 2**63
"""Later than anything that was given so far."""


@action
def give_delegation(
    *, actor: Actor, space: Space, delegate: Actor, tag: Hashtag | None = None
) -> Delegation:
    """From now on the delegate votes for the actor wherever the actor does not vote. One for the
    space and one for each tag: another takes the place of the one before."""
    held = Space.objects.select_for_update(of=("self",), no_key=True).get(id=space.id)
    if not is_full_member(actor, held):
        raise Refused(_("Only members vote here, so only they can let somebody vote for them."))
    if delegate.id == actor.id:
        raise Invalid(_("That is yourself. Choose somebody else."), "who")
    if not is_full_member(delegate, held) or are_apart(actor.id, delegate.id):
        told = _("@%(handle)s cannot vote for you here. Choose a member of %(space)s.")
        raise Invalid(told % {"handle": delegate.handle, "space": space.name}, "who")
    mine = Delegation.objects.filter(space=held, giver=actor, tag=tag)
    if mine.filter(delegate=delegate).exists():
        raise Conflict(_("%(name)s votes for you already.") % {"name": delegate.name})
    _require_room(held, actor, delegate, tag)
    mine.delete()
    given = Delegation(space=held, tag=tag, giver=actor, delegate=delegate)
    given.save(force_insert=True)
    count_anew(decision__topic__space=held)
    _record(DELEGATION_GIVEN, actor, given, other=delegate)
    return given


@unlogged(because="the space has its own log, and says there what its stewards changed")
def follow_cap(*, actor: Actor, space: int) -> None:
    """One person votes for more or fewer others there than before."""
    count_anew(decision__topic__space=space)


@action
def end_delegation(*, actor: Actor, delegation: Delegation) -> None:
    """Who gave it takes it back; who was asked declines. Either is told of the other's act."""
    rows = Delegation.objects.select_for_update(of=("self",))
    held = rows.select_related("giver", "delegate").filter(id=delegation.id).first()
    if held is None:
        raise Conflict(_("This has ended already."))
    if actor.id not in {held.giver_id, held.delegate_id}:
        raise Refused(_("This is between two other people."))
    mine = actor.id == held.giver_id
    kind = DELEGATION_REVOKED if mine else DELEGATION_DECLINED
    Delegation.objects.filter(id=held.id).delete()
    count_anew(decision__topic__space=held.space_id)
    _record(kind, actor, held, other=held.delegate if mine else held.giver)


def _require_room(space: Space, giver: Actor, delegate: Actor, tag: Hashtag | None) -> None:
    """Nobody whom the vote comes to, at once or by others, has more votes than the space lets
    them have."""
    cap = space.delegate_cap
    if not cap:
        raise Conflict(_("In this space everybody votes themselves: nobody votes for others."))
    rows = Delegation.objects.filter(space=space, tag=None)
    if tag is not None:
        rows |= Delegation.objects.filter(space=space, tag=tag)
    chosen = {**chosen_of(rows), giver.id: Chosen(delegate.id, _LAST)}
    for person in chain(giver.id, chosen):
        if person == giver.id or len(gathered(person, chosen)) <= cap:
            continue
        told = (
            _(
                "%(name)s votes for as many as one may here, which is %(cap)s. Choose somebody "
                "else, or vote yourself."
            )
            if person == delegate.id
            else _(
                "%(name)s passes votes on to somebody who votes for as many as one may here, "
                "which is %(cap)s. Choose somebody else, or vote yourself."
            )
        )
        raise Conflict(told % {"name": delegate.name, "cap": cap})


def _record(kind: Kind, actor: Actor, delegation: Delegation, *, other: Actor) -> None:
    record(
        kind,
        actor=actor,
        space_id=delegation.space_id,
        target_actor_id=other.id,
        data={"delegation": str(delegation.id)},
    )
