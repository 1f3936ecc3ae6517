"""What was written to people, once the worker has been at it."""

from django.core import mail
from django.core.mail import EmailMessage

from groundswell.people.tasks import send_outgoing


def sent() -> list[EmailMessage]:
    """Sends what waits, and gives every mail of this test so far."""
    send_outgoing()
    return mail.outbox
