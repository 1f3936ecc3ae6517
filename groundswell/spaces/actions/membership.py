"""Joining and leaving."""

from django.db.models import F
from django.utils.translation import gettext as _

from groundswell.activity.log import action, record
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Refused
from groundswell.spaces.activities import MEMBER_JOINED, MEMBER_LEFT
from groundswell.spaces.models import Membership, Space
from groundswell.spaces.rules import membership_of


@action
def join_space(*, actor: Actor, space: Space) -> Membership:
    """Makes the actor a member of a space that anyone may join."""
    if space.joining != Space.Joining.OPEN:
        raise Refused(_("%(space)s is not open to join at once.") % {"space": space.name})
    membership, made = Membership.objects.get_or_create(space=space, actor=actor)
    if not made:
        raise Conflict(_("You already belong to %(space)s.") % {"space": space.name})
    Space.objects.filter(id=space.id).update(member_count=F("member_count") + 1)
    record(MEMBER_JOINED, actor=actor, space_id=space.id)
    return membership


@action
def leave_space(*, actor: Actor, space: Space) -> None:
    """Ends the actor's membership. The last steward stays until there is another."""
    membership = membership_of(actor, space)
    if membership is None:
        raise Conflict(_("You do not belong to %(space)s.") % {"space": space.name})
    stewards = Membership.objects.select_for_update().filter(space=space).stewards()
    if membership.role == Membership.Role.STEWARD and len(stewards) == 1:
        raise Refused(_("Name another steward first: you are the only one."))
    membership.delete()
    Space.objects.filter(id=space.id).update(member_count=F("member_count") - 1)
    record(MEMBER_LEFT, actor=actor, space_id=space.id)
