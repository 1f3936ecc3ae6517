"""Mail that invites to a space, and what the organisation's decisions mean for each space."""

from contextlib import suppress

from django.db import transaction
from django.utils import translation
from django_tasks import task

from groundswell.actors.models import Actor, Organisation
from groundswell.core.clock import now
from groundswell.core.errors import DomainError
from groundswell.people.tasks import post
from groundswell.spaces.actions import change_space
from groundswell.spaces.models import Invitation, Space
from groundswell.spaces.rules import lets_in


@task()
def mail_invitation(invitation_id: str) -> None:
    """Writes the one mail of an invitation, unless it went out or was withdrawn meanwhile."""
    waiting = Invitation.objects.filter(id=int(invitation_id), mailed_at=None).exclude(email="")
    invitation = waiting.select_related("space__actor", "by").first()
    if invitation is None or not lets_in(invitation):
        return
    with translation.override(invitation.by.account.language or None), transaction.atomic():
        post("spaces/mail/invitation", invitation.email, {"invitation": invitation})
        Invitation.objects.filter(id=invitation.id).update(mailed_at=now())


@task()
def keep_among_members(organiser_id: int) -> None:
    """The organisation lets no space be open to everyone: those that are become members' own."""
    organiser = Actor.objects.select_related("account").get(id=organiser_id)
    for space in Space.objects.filter(visibility=Space.Visibility.PUBLIC).order_by("id"):
        if Organisation.current().public_spaces_allowed:
            return
        with suppress(DomainError):  # changed by its steward a moment ago
            change_space(actor=organiser, space=space, visibility=Space.Visibility.MEMBERS)
