"""Adding and ending a membership, with the count of the space beside it. Called by actions."""

from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext as _

from groundswell.activity.log import moment
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Refused
from groundswell.spaces.models import Invitation, JoinRequest, Membership, Space, SpaceFollow


def add_member(space: Space, person: Actor, role: str = Membership.Role.MEMBER) -> Membership:
    """The new membership; whoever asked to join no longer asks."""
    membership, made = Membership.objects.get_or_create(
        space=space, actor=person, defaults={"role": role, "since": moment()}
    )
    if not made:
        raise Conflict(_("You already belong to %(space)s.") % {"space": space.name})
    Space.objects.filter(id=space.id).update(member_count=F("member_count") + 1)
    JoinRequest.objects.filter(space=space, actor=person).delete()
    return membership


@dataclass(frozen=True, slots=True)
class Held:
    """A membership as it is now, and whether the space has a steward besides."""

    membership: Membership
    others_steward: bool

    def require_another_steward(self) -> None:
        """A space is never without a steward."""
        if self.membership.role == Membership.Role.STEWARD and not self.others_steward:
            raise Refused(_("Name another steward first: a space is never without one."))


def hold(membership: Membership) -> Held:
    """Locks the membership and the stewards' until the action ends, so that nobody becomes or
    ceases to be a steward meanwhile. All in one order: no two actions wait for each other."""
    rows = Membership.objects.select_for_update().filter(
        Q(id=membership.id) | Q(role=Membership.Role.STEWARD), space=membership.space_id
    )
    by_id = {row.id: row for row in rows.select_related("actor").order_by("id")}
    if membership.id not in by_id:
        raise Conflict(_("This membership has ended already."))
    stewards = {row.id for row in by_id.values() if row.role == Membership.Role.STEWARD}
    return Held(by_id[membership.id], bool(stewards - {membership.id}))


def end_membership(membership: Membership, *, erased: bool = False) -> None:
    """Deletes the membership, the wish to hear of the space and the ways in that the person made
    for others, unless it is the last steward's: they stay, but when their account is
    `erased`."""
    held = hold(membership)
    if not erased:
        held.require_another_steward()
    Invitation.objects.standing(now()).filter(
        space=membership.space_id, by=membership.actor_id
    ).update(withdrawn_at=now())
    Membership.objects.filter(id=membership.id).delete()
    Space.objects.filter(id=membership.space_id).update(member_count=F("member_count") - 1)
    SpaceFollow.objects.filter(space=membership.space_id, actor=membership.actor_id).delete()
