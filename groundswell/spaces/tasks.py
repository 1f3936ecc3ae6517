"""Mail that invites to a space."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from groundswell.actors.models import Organisation
from groundswell.core.clock import now
from groundswell.spaces.models import Invitation


@task()
def mail_invitation(invitation_id: str) -> None:
    """Sends the one mail of an invitation, unless it went out or was withdrawn meanwhile."""
    invitation = (
        Invitation.objects.standing(now())
        .filter(id=int(invitation_id), mailed_at=None)
        .exclude(email="")
        .select_related("space__actor", "by")
        .first()
    )
    if invitation is None:
        return
    with translation.override(invitation.by.account.language or None):
        context = {
            "invitation": invitation,
            "organisation": Organisation.current(),
            "site_url": settings.SITE_URL,
        }
        subject = render_to_string("spaces/mail/invitation_subject.txt", context)
        text = render_to_string("spaces/mail/invitation_message.txt", context)
        send_mail(" ".join(subject.split()), text, None, [invitation.email])
    Invitation.objects.filter(id=invitation.id).update(mailed_at=now())
