"""Using an invitation up: at once, or when an account is opened with it and its bearer is not in
yet. Called by actions."""

from django.db.models import F

from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.spaces.models import HeldPlace, Invitation
from groundswell.spaces.rules import lets_in, may_invite


def stands(token: str) -> bool:
    """Whether the invitation of this token still lets somebody in."""
    invitation = Invitation.objects.with_token(token).first()
    return invitation is not None and lets_in(invitation)


def use_up(invitation: Invitation) -> bool:
    """Takes one use, or none where none is left or who made it could not invite any longer."""
    if not may_invite(invitation.by, invitation.space):
        return False
    standing = Invitation.objects.standing(now()).filter(id=invitation.id)
    return bool(standing.update(uses_left=F("uses_left") - 1))


def hold_place(token: str, actor: Actor) -> bool:
    """Takes one use for somebody who is opening an account."""
    invitation = Invitation.objects.with_token(token).first()
    if invitation is None or not use_up(invitation):
        return False
    HeldPlace(actor=actor, invitation=invitation).save(force_insert=True)
    return True


def take_place(invitation: Invitation, actor: Actor) -> bool:
    """The place that was kept, unless the invitation was withdrawn since; or a new one."""
    held, _rows = HeldPlace.objects.filter(actor=actor, invitation=invitation).delete()
    if held:
        return Invitation.objects.filter(id=invitation.id, withdrawn_at=None).exists()
    return use_up(invitation)


def give_back(actor: Actor) -> None:
    """Lets somebody else have the place of who never came."""
    for place in HeldPlace.objects.filter(actor=actor):
        place.delete()
        Invitation.objects.filter(id=place.invitation_id).update(uses_left=F("uses_left") + 1)
