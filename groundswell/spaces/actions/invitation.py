"""Inviting by link or by e-mail, and coming in by an invitation."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.ids import new_id
from groundswell.core.text.clean import one_line
from groundswell.people.rules import require_approved
from groundswell.spaces.actions._accepting import accept_shown
from groundswell.spaces.actions._members import add_member
from groundswell.spaces.actions._places import take_place
from groundswell.spaces.activities import (
    INVITATION_WITHDRAWN,
    LINK_MADE,
    MEMBER_JOINED,
    PERSON_INVITED,
)
from groundswell.spaces.models import Invitation, Membership, Space
from groundswell.spaces.models.way_in import hash_of
from groundswell.spaces.rules import (
    lets_in,
    require_invitations_left,
    require_may_invite,
    require_may_withdraw,
    require_no_membership,
    require_not_removed,
    require_open,
)

DAYS = 10
MOST_DAYS = 90
MOST_USES = 500


@action
def make_invitation_link(
    *,
    actor: Actor,
    space: Space,
    uses: int = 1,
    days: int = DAYS,
    role: str = Membership.Role.MEMBER,
) -> Invitation:
    """A link that lets in as many people as it has uses, until it expires."""
    require_may_invite(actor, space)
    require_invitations_left(actor, by_mail=False)
    if not 1 <= uses <= MOST_USES:
        raise Invalid(
            _("A link lets in between 1 and %(most)d people.") % {"most": MOST_USES}, "uses"
        )
    invitation = _invitation(actor, space, days=days, role=role)
    invitation.uses = invitation.uses_left = uses
    invitation.save(force_insert=True)
    record(LINK_MADE, actor=actor, space_id=space.id, data={"invitation": str(invitation.id)})
    return invitation


@action
def invite_by_email(
    *, actor: Actor, space: Space, email: str, role: str = Membership.Role.MEMBER
) -> Invitation:
    """An invitation for one address; the mail goes out after the commit."""
    require_may_invite(actor, space)
    require_invitations_left(actor, by_mail=True)
    address = _address(email)
    standing = Invitation.objects.standing(now()).filter(space=space, email__iexact=address)
    if any(map(lets_in, standing.select_related("space", "by"))):
        raise Conflict(_("%(email)s has an invitation that still stands.") % {"email": address})
    invitation = _invitation(actor, space, days=DAYS, role=role)
    invitation.email = address
    invitation.save(force_insert=True)
    record(PERSON_INVITED, actor=actor, space_id=space.id, data={"invitation": str(invitation.id)})
    return invitation


@action
def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> None:
    """Nobody comes in by it any more."""
    require_may_withdraw(actor, invitation)
    standing = Invitation.objects.filter(id=invitation.id, withdrawn_at=None)
    if not standing.update(withdrawn_at=now()):
        raise Conflict(_("This invitation was withdrawn already."))
    record(
        INVITATION_WITHDRAWN,
        actor=actor,
        space_id=invitation.space_id,
        data={"invitation": str(invitation.id)},
    )


@action
def accept_invitation(
    *, actor: Actor, invitation: Invitation, accepted: int | None = None
) -> Membership:
    """Brings the actor in and uses the invitation up by one, or not at all."""
    space = invitation.space
    require_approved(actor)
    require_no_membership(actor, space)
    require_not_removed(actor, space)
    require_open(space)
    accept_shown(actor, space, accepted)
    if not take_place(invitation, actor):
        raise Conflict(
            _("This invitation has been used, withdrawn or has expired. Ask for a new one.")
        )
    # Whose address it was is known by now, and erased with their account.
    Invitation.objects.filter(id=invitation.id).update(email="")
    membership = add_member(space, actor, invitation.role)
    record(
        MEMBER_JOINED,
        actor=actor,
        space_id=space.id,
        data={"invitation": str(invitation.id)},
    )
    return membership


def _invitation(actor: Actor, space: Space, *, days: int, role: str) -> Invitation:
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(_("An invitation lasts 1 to %(most)d days.") % {"most": MOST_DAYS}, "days")
    if role not in {Membership.Role.MEMBER, Membership.Role.GUEST}:
        raise Invalid(_("An invitation makes somebody a member or a guest."), "role")
    invitation = Invitation(
        id=new_id(),
        space=space,
        by=actor,
        role=role,
        created_at=moment(),
        expires_at=moment() + timedelta(days=days),
    )
    invitation.token_hash = hash_of(invitation.token)
    return invitation


def _address(email: str) -> str:
    address = one_line(email, most=254, least=1, field="email").lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Invalid(
            _("This is not an e-mail address. One looks like renee@example.org."), "email"
        ) from error
    return address
