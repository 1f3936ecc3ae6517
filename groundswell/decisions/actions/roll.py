"""Who votes: naming people, inviting guests, taking back."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from groundswell.activity.log import action
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Conflict
from groundswell.core.text.clean import one_line
from groundswell.decisions.actions._holding import hold, record_of
from groundswell.decisions.activities import GUEST_INVITED, VOTER_NAMED, VOTER_WITHDRAWN
from groundswell.decisions.models import Decision, Group, RollEntry, Shape
from groundswell.decisions.rules import require_may_run


@action
def name_voter(*, actor: Actor, decision: Decision, voter: Actor, group: str = "") -> RollEntry:
    """Puts a person on the roll, or into a stakeholder group if they are on it."""
    held = _held(actor, decision)
    entry = RollEntry.objects.filter(decision=held, actor=voter).first()
    if entry is None:
        entry = RollEntry(decision=held, actor=voter, added_by=actor)
    entry.group, entry.withdrawn_at = _group(held, group), None
    entry.save()
    record_of(VOTER_NAMED, actor, held, target=voter.id)
    return entry


@action
def invite_guest(*, actor: Actor, decision: Decision, name: str, group: str = "") -> RollEntry:
    """Puts somebody without an account on the roll; they vote by a signed link."""
    held = _held(actor, decision)
    if held.shape == Shape.STANCE:
        raise Conflict(_("People without an account cannot take part in an opinion map yet."))
    called = one_line(name, most=120, least=1, field="guest")
    entry = RollEntry(decision=held, guest=called, added_by=actor, group=_group(held, group))
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        told = _("A guest called “%(name)s” is on the roll already. Add what tells them apart.")
        raise Conflict(told % {"name": called}) from error
    record_of(GUEST_INVITED, actor, held)
    return entry


@action
def withdraw_voter(*, actor: Actor, entry: RollEntry) -> RollEntry:
    """Takes somebody off the roll who has not voted; a guest's link stops working."""
    held = _held(actor, entry.decision)
    fresh = RollEntry.objects.filter(id=entry.id, voted=0, withdrawn_at=None)
    if not fresh.update(withdrawn_at=now()):
        raise Conflict(_("They have voted already, so they stay on the roll."))
    record_of(VOTER_WITHDRAWN, actor, held, target=entry.actor_id)
    return entry


def _held(actor: Actor, decision: Decision) -> Decision:
    held = hold(decision)
    require_may_run(actor, held)
    if held.is_over:
        raise Conflict(_("Voting has ended, and the roll stays as it was."))
    return held


def _group(decision: Decision, name: str) -> Group | None:
    called = one_line(name, most=80, field="group")
    if not called:
        return None
    return Group.objects.get_or_create(decision=decision, name=called)[0]
