"""What follows from coming and going: streams that end, mail that goes out, an invitation kept
until its bearer has signed in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from groundswell.activity.log import once
from groundswell.activity.models import Activity
from groundswell.activity.projector import eventual, immediate
from groundswell.actors.models import Account, Actor, Organisation
from groundswell.core.errors import DomainError
from groundswell.core.subscriptions import revoke, revoke_for_all
from groundswell.people import bearers
from groundswell.people.activities import ACCOUNT_ERASED, ORGANISATION_CHANGED
from groundswell.spaces.actions import accept_invitation, inherit_space
from groundswell.spaces.actions._members import end_membership
from groundswell.spaces.actions._places import give_back, hold_place, stands
from groundswell.spaces.activities import (
    MEMBER_LEFT,
    MEMBER_REMOVED,
    PERSON_INVITED,
    SPACE_CHANGED,
)
from groundswell.spaces.models import (
    Acceptance,
    Invitation,
    JoinRequest,
    Membership,
    Removal,
    Space,
    SpaceClosing,
    SpaceFollow,
)
from groundswell.spaces.tasks import keep_among_members, mail_invitation


@immediate
def end_streams(activity: Activity) -> None:
    """Who no longer belongs to a private space hears no more of it, on any open page."""
    if activity.kind not in {MEMBER_LEFT.name, MEMBER_REMOVED.name}:
        return
    space = Space.objects.filter(id=activity.space_id or 0).first()
    if space is not None and not space.is_public:
        # The pages of its topics listen to channels of their own, so all streams end; each page
        # opens its next one with what its reader may still see.
        revoke(activity.target_actor_id or activity.actor_id)


@immediate
def end_streams_of_a_space(activity: Activity) -> None:
    """Fewer see in than before: every stream that rests on the space ends, strangers' too."""
    if activity.kind == SPACE_CHANGED.name and "visibility" in activity.data.get("changed", []):
        revoke_for_all(f"space-{activity.space_id}")


@eventual
def erase_person(activity: Activity) -> None:
    """Somebody erased themself: they belong nowhere any longer, and nothing says they did."""
    if activity.kind != ACCOUNT_ERASED.name:
        return
    for membership in Membership.objects.filter(actor=activity.actor):
        end_membership(membership, erased=True)
        hand_on(activity.actor, membership.space_id)
    own = Invitation.objects.filter(by=activity.actor)
    own.filter(withdrawn_at=None).update(withdrawn_at=activity.published_at)
    own.update(email="")
    gone = _("Removed with the account of who wrote it.")
    for model in (SpaceClosing, Removal):
        model.objects.filter(by=activity.actor).update(reason=gone)
    give_back(activity.actor)
    Acceptance.objects.filter(actor=activity.actor).delete()
    JoinRequest.objects.filter(actor=activity.actor).delete()
    Removal.objects.filter(actor=activity.actor).delete()
    SpaceFollow.objects.filter(actor=activity.actor).delete()


def hand_on(actor: Actor, space_id: int) -> None:
    """A space that loses its only steward with them passes to who has been a member longest. With
    no member left, the stewards of the organisation look after it where everyone sees it."""
    members = Membership.objects.filter(space=space_id)
    if members.stewards().exists():
        return
    here = members.filter(
        role=Membership.Role.MEMBER,
        actor__account__is_active=True,
        actor__account__approved_at__isnull=False,
    )
    heir = here.order_by("since", "id").first()
    if heir is not None:
        inherit_space(actor=actor, membership=heir)


@eventual
def send_invitation(activity: Activity) -> None:
    """Hands the mail to the worker, outside the transaction of the projection."""
    if activity.kind == PERSON_INVITED.name and activity.is_local:
        mail_invitation.enqueue(activity.data["invitation"])


@eventual
def follow_organisation(activity: Activity) -> None:
    """What the organisation no longer allows, no space keeps."""
    if activity.kind != ORGANISATION_CHANGED.name or not activity.is_local:
        return
    if not Organisation.current().public_spaces_allowed:
        keep_among_members.enqueue(activity.actor_id)


bearers.register(stands=stands, take=hold_place)


@receiver(user_logged_in)
def accept_kept_invitation(request: HttpRequest, user: Account, **_options: Any) -> None:
    """Somebody said yes to an invitation before they had an account; now they have one."""
    token = str(request.session.pop(bearers.SESSION_KEY, ""))
    kept = Invitation.objects.filter(held_places__actor=user.actor)
    if not kept.exists():
        # Nearly everybody has none: what follows is asked for those who brought one.
        kept = Invitation.objects.with_token(token) if token else kept.none()
    invitation = kept.select_related("space__actor", "by").first()
    if invitation is None:
        return
    try:
        # The sign-in's own form may have left its nonce with another act of this person.
        with once(None):
            accept_invitation(actor=user.actor, invitation=invitation)
    except DomainError as error:
        messages.warning(request, str(error), fail_silently=True)
    else:
        request.session["landing"] = invitation.space.get_absolute_url()
        name = invitation.space.name
        sentence = _("You belong to %(space)s now.") % {"space": name}
        messages.success(request, sentence, fail_silently=True)
