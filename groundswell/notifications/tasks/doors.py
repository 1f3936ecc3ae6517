"""The two ways by which replies come in, kept open by the worker when they are set."""

import imaplib
import logging
from typing import TYPE_CHECKING, Final

from django.conf import settings

from groundswell.core.later import later
from groundswell.core.schedule import every
from groundswell.notifications.pickup import pick_up

if TYPE_CHECKING:
    from aiosmtpd.controller import Controller

    from groundswell.notifications import listener
else:
    listener = later("groundswell.notifications.listener")

log: Final = logging.getLogger("groundswell.mail")
_open: "Final[list[Controller]]" = []


@every(seconds=15)
def keep_listening() -> None:
    """Opens the mail server in this worker; another worker that has it keeps the port."""
    if not settings.INCOMING_SMTP or _open:
        return
    door = listener.listening(settings.INCOMING_SMTP)
    try:
        door.start()
    except OSError as error:
        log.debug("Another listens at %s: %s", settings.INCOMING_SMTP, error)
        return
    log.info("Replies by mail are taken at %s.", settings.INCOMING_SMTP)
    _open.append(door)


@every(minutes=1, outside=True)
def look_into_the_mailbox() -> None:
    """Picks up what came into the mailbox."""
    if not settings.INCOMING_IMAP:
        return
    try:
        pick_up(settings.INCOMING_IMAP)
    except (OSError, imaplib.IMAP4.error) as error:
        log.warning("The mailbox for replies could not be read: %s", error)
