"""Mail that invites to a space."""

from django.db import transaction
from django.utils import translation
from django_tasks import task

from groundswell.core.clock import now
from groundswell.people.tasks import post
from groundswell.spaces.models import Invitation


@task()
def mail_invitation(invitation_id: str) -> None:
    """Writes the one mail of an invitation, unless it went out or was withdrawn meanwhile."""
    invitation = (
        Invitation.objects.standing(now())
        .filter(id=int(invitation_id), mailed_at=None)
        .exclude(email="")
        .select_related("space__actor", "by")
        .first()
    )
    if invitation is None:
        return
    with translation.override(invitation.by.account.language or None), transaction.atomic():
        post("spaces/mail/invitation", invitation.email, {"invitation": invitation})
        Invitation.objects.filter(id=invitation.id).update(mailed_at=now())
