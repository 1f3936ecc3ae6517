"""Picking replies up from a mailbox by IMAP, for those whose mail goes there anyway."""

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from groundswell.notifications.postbag import LARGEST_MAIL
from groundswell.notifications.tasks.incoming import take

AT_A_TIME: Final = 50
PATIENCE: Final = 20.0

log: Final = logging.getLogger("groundswell.mail")


def pick_up(url: str) -> int:
    """Takes the mails that nobody has read yet and marks them as read; gives how many.

    A mail is marked after it was taken: when the worker dies between, it is taken again, and
    posted once all the same.
    """
    with _mailbox(url) as box:
        _answer, found = box.search(None, "UNSEEN")
        numbers = (found[0] or b"").split()[:AT_A_TIME]
        for number in numbers:
            name = number.decode("ascii")
            raw = _mail(box, name)
            if raw:
                log.info("A mail was picked up: %s", take(raw).value)
            box.store(name, "+FLAGS", "\\Seen")
        return len(numbers)


def _mail(box: imaplib.IMAP4, number: str) -> bytes:
    """The whole mail, without marking it; empty when it is larger than any reply."""
    _answer, parts = box.fetch(number, f"(BODY.PEEK[]<0.{LARGEST_MAIL + 1}>)")
    raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
    return raw if len(raw) <= LARGEST_MAIL else b""


@contextmanager
def _mailbox(url: str) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(url)
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
        raise ImproperlyConfigured("INCOMING_IMAP must look like imaps://user:password@host/INBOX.")
    trusted = ssl.create_default_context()
    box: imaplib.IMAP4
    if parts.scheme == "imaps":
        box = imaplib.IMAP4_SSL(
            parts.hostname, parts.port or 993, ssl_context=trusted, timeout=PATIENCE
        )
    else:
        box = imaplib.IMAP4(parts.hostname, parts.port or 143, timeout=PATIENCE)
        if "STARTTLS" in box.capabilities:
            box.starttls(trusted)
    try:
        box.login(unquote(parts.username), unquote(parts.password or ""))
        box.select(unquote(parts.path.lstrip("/")) or "INBOX")
        yield box
    finally:
        box.logout()
