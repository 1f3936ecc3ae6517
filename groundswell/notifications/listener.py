"""A small mail server for replies alone: it takes mail to reply addresses and passes none on."""

import asyncio
import logging
from typing import Any, Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from groundswell.core.errors import Refused
from groundswell.core.signing import Expired, unsign_reply
from groundswell.notifications.postbag import LARGEST_MAIL, token_in
from groundswell.notifications.tasks.incoming import Taken, take

MOST_RECIPIENTS: Final = 5
PATIENCE: Final = 60.0
START: Final = 30.0  # seconds; a busy machine is no reason to give up

log: Final = logging.getLogger("groundswell.mail")


class ReplyDoor:
    """What aiosmtpd asks: whether it takes mail to an address, and what becomes of it."""

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not _is_ours(address):
            return "550 5.1.1 There is nobody at this address."
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients."
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        raw = envelope.original_content or b""
        try:
            taken = [
                await asyncio.to_thread(_taken, raw, address)
                for address in dict.fromkeys(envelope.rcpt_tos)
            ]
        except DatabaseError:
            log.exception("A reply by mail waits for the database.")
            return "451 4.3.0 Please try again later."
        log.info("A mail came in: %s", ", ".join(one.value for one in taken))
        return "250 2.0.0 Taken."


def _is_ours(address: str) -> bool:
    try:
        unsign_reply(token_in(address))
    except Expired:
        return True
    except Refused:
        return False
    return True


def _taken(raw: bytes, address: str) -> Taken:
    try:
        return take(raw, [address])
    finally:
        # The thread is the loop's and may not be asked again.
        connections.close_all()


def listening(place: str) -> Controller:
    """A mail server at `HOST:PORT`, in a thread of its own once it is started."""
    host, _colon, port = place.rpartition(":")
    if not host or not port.isdecimal():
        raise ImproperlyConfigured(f"{place!r} must look like 127.0.0.1:2525.")
    options: dict[str, Any] = {
        "data_size_limit": LARGEST_MAIL,
        "enable_SMTPUTF8": True,
        "timeout": PATIENCE,
        "ready_timeout": START,
        "ident": "Groundswell",
        "server_hostname": settings.REPLY_DOMAIN or settings.SITE_HOST,
    }
    return Controller(ReplyDoor(), hostname=host.strip("[]"), port=int(port), **options)
