"""Picking replies up from a mailbox by IMAP, for those whose mail goes there anyway."""

import imaplib
import ipaddress
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError

from groundswell.notifications.postbag import LARGEST_MAIL
from groundswell.notifications.tasks.incoming import take

AT_A_TIME: Final = 50
PATIENCE: Final = 20.0
READ: Final = "\\Seen"
FLAGGED: Final = "\\Flagged"

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
            box.store(name, "+FLAGS", _marks_after(raw))
        return len(numbers)


def _marks_after(raw: bytes) -> str:
    """Takes a mail and gives how it is marked: one that cannot be read must not stop the others."""
    if not raw:
        return READ
    try:
        log.info("A mail was picked up: %s", take(raw).value)
    except (OperationalError, InterfaceError):
        raise  # The database is away: the mail waits, and so do the others.
    except Exception:
        log.exception("A mail could not be read. It stays in the mailbox, marked with a flag.")
        return f"({READ} {FLAGGED})"
    return READ


def _mail(box: imaplib.IMAP4, number: str) -> bytes:
    """The mail, without marking it; of one that is too large, enough to see that it is."""
    _answer, parts = box.fetch(number, f"(BODY.PEEK[]<0.{LARGEST_MAIL + 1}>)")
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")


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
        _hide(box, parts.hostname, trusted)
    try:
        box.login(unquote(parts.username), unquote(parts.password or ""))
        box.select(unquote(parts.path.lstrip("/")) or "INBOX")
        yield box
    finally:
        box.logout()


def _hide(box: imaplib.IMAP4, host: str, trusted: ssl.SSLContext) -> None:
    """The password goes over no wire in the clear; inside this machine there is no wire."""
    if "STARTTLS" in box.capabilities:
        box.starttls(trusted)
    elif not _is_here(host):
        box.shutdown()
        raise ConnectionError("it offers no encryption; use imaps://, or another server")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
