"""What follows for a decision from what happens in its conversation."""

from django.db.models import Q

from groundswell.activity.models import Activity
from groundswell.activity.projector import eventual
from groundswell.conversations.activities import MESSAGE_EDITED
from groundswell.core.errors import DomainError
from groundswell.decisions.actions import follow_cap, follow_membership, mark_version
from groundswell.decisions.models import Decision, Delegation
from groundswell.people.activities import ACCOUNT_ERASED
from groundswell.spaces.activities import (
    JOIN_APPROVED,
    MEMBER_JOINED,
    MEMBER_LEFT,
    MEMBER_REMOVED,
    ROLE_CHANGED,
    SPACE_CHANGED,
)

_GOING = {MEMBER_LEFT.name, MEMBER_REMOVED.name, ACCOUNT_ERASED.name}
_MOVING = _GOING | {JOIN_APPROVED.name, MEMBER_JOINED.name, ROLE_CHANGED.name}
_BEFORE_THE_END = (Decision.State.DRAFT, Decision.State.SCHEDULED, Decision.State.OPEN)


@eventual
def mark_new_version(activity: Activity) -> None:
    """The proposal was edited: ballots before are marked, and their voters told. Twice is once."""
    if activity.kind != MESSAGE_EDITED.name:
        return
    edited = Decision.objects.filter(topic__messages=activity.message_id)
    for decision in edited.filter(topic__messages__number=1).select_related("topic"):
        try:
            mark_version(actor=activity.actor, decision=decision)
        except DomainError:
            return


@eventual
def count_by_new_cap(activity: Activity) -> None:
    """The stewards changed for how many one may vote: counts that are shown follow."""
    if activity.kind == SPACE_CHANGED.name and "delegate_cap" in activity.data.get("changed", ()):
        follow_cap(actor=activity.actor, space=activity.space_id or 0)


@eventual
def follow_members(activity: Activity) -> None:
    """Who comes to a space is on the rolls of its open decisions, and who goes is on none; nobody
    votes for whoever went, or is voted for by them."""
    if activity.kind not in _MOVING:
        return
    person = activity.target_actor_id or activity.actor_id
    open_ones = Decision.objects.filter(state__in=_BEFORE_THE_END)
    delegations = Delegation.objects.filter(Q(giver=person) | Q(delegate=person))
    if activity.kind == ACCOUNT_ERASED.name:
        open_ones = open_ones.filter(roll__actor=person)
    else:
        open_ones = open_ones.filter(topic__space=activity.space_id or 0)
        delegations = delegations.filter(space=activity.space_id or 0)
    if activity.kind in _GOING:
        delegations.delete()
    for decision in open_ones.filter(electorate=Decision.Electorate.SPACE):
        follow_membership(actor=activity.actor, decision=decision, person=person)
