"""Adding and ending a membership, with the count of the space beside it. Called by actions."""

from django.db.models import F
from django.utils.translation import gettext as _

from groundswell.activity.log import moment
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict
from groundswell.spaces.models import JoinRequest, Membership, Space, SpaceFollow


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


def end_membership(membership: Membership) -> None:
    """Deletes the membership and the wish to hear of the space; a second time is a conflict."""
    _rows, by_model = Membership.objects.filter(id=membership.id).delete()
    if not by_model.get("spaces.Membership"):
        raise Conflict(_("This membership has ended already."))
    Space.objects.filter(id=membership.space_id).update(member_count=F("member_count") - 1)
    SpaceFollow.objects.filter(space=membership.space_id, actor=membership.actor_id).delete()
