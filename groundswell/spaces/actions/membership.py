"""Joining, leaving, removing, and what a member is in the space."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import one_line
from groundswell.spaces.actions._accepting import accept_shown
from groundswell.spaces.actions._members import add_member, end_membership, hold
from groundswell.spaces.activities import (
    AFFILIATION_CHANGED,
    MEMBER_JOINED,
    MEMBER_LEFT,
    MEMBER_REMOVED,
    REMOVAL_LIFTED,
    ROLE_CHANGED,
    STEWARD_APPOINTED,
    STEWARD_STEPPED_DOWN,
)
from groundswell.spaces.models import Affiliation, Membership, Removal, Space
from groundswell.spaces.rules import (
    membership_of,
    require_may_change_role,
    require_may_join,
    require_may_remove,
    require_own_membership,
    require_steward,
)


@action
def join_space(*, actor: Actor, space: Space, accepted: int | None = None) -> Membership:
    """Makes the actor a member of a space that anyone may join.

    `accepted` is the version of the guidelines they accept in the same breath, if any.
    """
    require_may_join(actor, space)
    accept_shown(actor, space, accepted)
    membership = add_member(space, actor)
    record(MEMBER_JOINED, actor=actor, space_id=space.id)
    return membership


@action
def leave_space(*, actor: Actor, space: Space) -> None:
    """Ends the actor's membership. The last steward stays until there is another."""
    membership = membership_of(actor, space)
    if membership is None:
        raise Conflict(_("You do not belong to %(space)s.") % {"space": space.name})
    end_membership(membership)
    record(MEMBER_LEFT, actor=actor, space_id=space.id)


@action
def remove_member(*, actor: Actor, membership: Membership, reason: str) -> Removal:
    """Ends somebody's membership; they are told why, and stay out until this is lifted."""
    # Looked at once nobody can become or cease to be a steward meanwhile.
    require_may_remove(actor, hold(membership).membership)
    end_membership(membership)
    removal = Removal(
        space=membership.space,
        actor=membership.actor,
        by=actor,
        reason=one_line(reason, most=500, least=1, field="reason"),
        at=moment(),
    )
    removal.save(force_insert=True)
    record(
        MEMBER_REMOVED,
        actor=actor,
        space_id=membership.space_id,
        target_actor_id=membership.actor_id,
        data={"removal": str(removal.id)},
    )
    return removal


@action
def lift_removal(*, actor: Actor, removal: Removal) -> Removal:
    """The person may come back by the ways open to everyone."""
    require_steward(actor, removal.space)
    lifted = Removal.objects.standing().filter(id=removal.id)
    if not lifted.update(lifted_at=moment(), lifted_by=actor):
        raise Conflict(_("This removal was lifted already."))
    record(REMOVAL_LIFTED, actor=actor, space_id=removal.space_id, target_actor_id=removal.actor_id)
    removal.refresh_from_db()
    return removal


@action
def change_role(*, actor: Actor, membership: Membership, role: str) -> Membership:
    """Makes somebody a steward, a member or a guest; a steward steps down by themself."""
    if role not in Membership.Role.values:
        raise Invalid(_("Choose steward, member or guest."), "role")
    held = hold(membership)
    locked = held.membership
    require_may_change_role(actor, locked, role)
    if locked.role == role:
        raise Conflict(_("Nothing was changed."))
    held.require_another_steward()
    was_steward = locked.role == Membership.Role.STEWARD
    locked.role = role
    locked.save(update_fields=["role"])
    kind = ROLE_CHANGED
    if role == Membership.Role.STEWARD:
        kind = STEWARD_APPOINTED
    elif was_steward and actor.id == locked.actor_id:
        kind = STEWARD_STEPPED_DOWN
    record(
        kind,
        actor=actor,
        space_id=locked.space_id,
        target_actor_id=None if kind is STEWARD_STEPPED_DOWN else locked.actor_id,
        data={"role": str(role)},
    )
    return locked


@action
def inherit_space(*, actor: Actor, membership: Membership) -> Membership:
    """The only steward, `actor`, is gone for good: the member looks after the space from now on."""
    held = hold(membership)
    if actor.left_at is None or held.others_steward:
        raise Conflict(_("This space has a steward, who can name another."))
    heir = held.membership
    heir.role = Membership.Role.STEWARD
    heir.save(update_fields=["role"])
    record(
        STEWARD_APPOINTED,
        actor=actor,
        space_id=heir.space_id,
        target_actor_id=heir.actor_id,
        data={"role": str(heir.role)},
    )
    return heir


@action
def set_affiliation(
    *, actor: Actor, membership: Membership, organisation: str, department: str, sector: str
) -> Membership:
    """On whose behalf the actor speaks in this space; all empty: as on the profile."""
    require_own_membership(actor, membership)
    said = {
        "organisation": one_line(organisation, most=150, field="organisation"),
        "department": one_line(department, most=150, field="department"),
        "sector": one_line(sector, most=80, field="sector"),
    }
    if any(said.values()):
        Affiliation.objects.update_or_create(membership=membership, defaults=said)
    else:
        Affiliation.objects.filter(membership=membership).delete()
    record(AFFILIATION_CHANGED, actor=actor, space_id=membership.space_id)
    return membership
