"""Who votes: naming people, inviting guests, taking back."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from groundswell.activity.log import action, unlogged
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Conflict
from groundswell.core.text.clean import one_line
from groundswell.decisions.actions._counting import count_anew
from groundswell.decisions.actions._holding import hold, record_of
from groundswell.decisions.actions._roll import count_stances, enrol_member, recount_ballots
from groundswell.decisions.activities import (
    GUEST_INVITED,
    LINK_RENEWED,
    VOTER_NAMED,
    VOTER_WITHDRAWN,
)
from groundswell.decisions.models import Decision, Group, RollEntry, Shape
from groundswell.decisions.rules import is_full_member, require_may_run


@action
def name_voter(*, actor: Actor, decision: Decision, voter: Actor, group: str = "") -> RollEntry:
    """Puts a person on the roll, or into a stakeholder group if they are on it."""
    held = _held(actor, decision)
    entry = RollEntry.objects.filter(decision=held, actor=voter).first()
    if entry is None:
        entry = RollEntry(decision=held, actor=voter, added_by=actor)
    back = entry.withdrawn_at is not None
    if not is_full_member(voter, held.topic.space):
        # Who was on the roll as a member has to be named now, or would have no ballot.
        entry.added_by = entry.added_by or actor
    entry.group, entry.withdrawn_at = _group(held, group), None
    entry.save()
    if back:
        count_stances(entry, by=1)
        recount_ballots(held)
    count_anew(decision=held)
    record_of(VOTER_NAMED, actor, held, target=voter.id)
    return entry


@action
def invite_guest(*, actor: Actor, decision: Decision, name: str, group: str = "") -> RollEntry:
    """Puts somebody without an account on the roll; they vote by a signed link."""
    held = _held(actor, decision)
    called = one_line(name, most=120, least=1, field="guest")
    entry = RollEntry(decision=held, guest=called, added_by=actor, group=_group(held, group))
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        told = _("A guest called “%(name)s” is on the roll already. Add what tells them apart.")
        raise Conflict(told % {"name": called}) from error
    count_anew(decision=held)
    record_of(GUEST_INVITED, actor, held)
    return entry


@action
def renew_link(*, actor: Actor, entry: RollEntry) -> RollEntry:
    """Another link for a guest whose own was lost, or went astray: earlier ones do not work."""
    held = _held(actor, entry.decision)
    rows = RollEntry.objects.filter(id=entry.id, actor=None, withdrawn_at=None)
    if not rows.exclude(added_by=None).update(link=F("link") + 1):
        raise Conflict(_("Only guests who were invited here have a link of their own."))
    entry.refresh_from_db(fields=["link"])
    record_of(LINK_RENEWED, actor, held)
    return entry


@action
def withdraw_voter(*, actor: Actor, entry: RollEntry) -> RollEntry:
    """Takes somebody off the roll who has not voted; a guest's link stops working. Off the roll of
    an opinion map goes also who has answered, and what they answered with them."""
    held = _held(actor, entry.decision)
    rows = RollEntry.objects.filter(id=entry.id, withdrawn_at=None)
    fresh = rows if held.shape == Shape.STANCE else rows.filter(voted=0)
    voted = rows.filter(voted=1).select_related("decision").first()
    if not fresh.update(withdrawn_at=now()):
        raise Conflict(_("They have voted already, so they stay on the roll."))
    if voted is not None:
        count_stances(voted, by=-1)
    count_anew(decision=held)
    record_of(VOTER_WITHDRAWN, actor, held, target=entry.actor_id)
    return entry


@unlogged(because="the roll follows who belongs to the space, and the space has its own log")
def follow_membership(*, actor: Actor, decision: Decision, person: int) -> Decision:
    """Who joined the space has a ballot; who left has none, and theirs is not counted."""
    held = hold(decision)
    if not held.is_over:
        enrol_member(held, person)
        recount_ballots(held)
        count_anew(decision=held)
    return held


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
