"""Mail leaves by the worker: no page waits for a mail server, and no mail is lost when it is away.

A mail is taken for ten minutes by a conditional update, so one worker sends it; should that worker
die, another sends it then. What fails is tried again, ever later.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any, Final, TypeVar

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet

from groundswell.core.bus import publish
from groundswell.core.clock import now
from groundswell.core.schedule import every
from groundswell.people.mail import Composed, addressed, compose
from groundswell.people.models import OutgoingMail, Waiting

AT_A_TIME: Final = 50
TAKEN_FOR: Final = timedelta(minutes=10)
MOST_ATTEMPTS: Final = 12
LONGEST_PAUSE: Final = timedelta(hours=6)

Row = TypeVar("Row", bound=Waiting)

log: Final = logging.getLogger("groundswell.mail")


def post(template: str, email: str, context: dict[str, Any]) -> None:
    """Renders `<template>_subject.txt` and `<template>_message.txt` for the worker to send."""
    mail = compose(template, context)
    row = OutgoingMail(address=email, subject=mail.subject, text=mail.text, html=mail.html)
    row.save(force_insert=True)
    transaction.on_commit(partial(publish, "worker"))


@every(seconds=1)
def send_outgoing() -> None:
    """Sends what is due, and forgets it: such mail holds codes and links."""
    hand_over(OutgoingMail.objects.all(), _composed, OutgoingMail.delete)


@every(days=1)
def forget_outgoing() -> None:
    """Nor is kept what could not be sent."""
    old = now() - LONGEST_PAUSE
    OutgoingMail.objects.filter(attempts__gte=MOST_ATTEMPTS, next_try_at__lt=old).delete()


def _composed(row: OutgoingMail) -> EmailMultiAlternatives:
    return addressed(Composed(subject=row.subject, text=row.text, html=row.html), row.address)


def hand_over(
    rows: QuerySet[Row],
    composed: Callable[[Row], EmailMultiAlternatives | None],
    done: Callable[[Row], object],
) -> None:
    """Sends what is due among `rows`; `done` is called for each that went, or needed not to."""
    due = rows.filter(next_try_at__lte=now(), attempts__lt=MOST_ATTEMPTS)
    taken_in_order = list(due.order_by("next_try_at")[:AT_A_TIME])
    if not taken_in_order:
        return
    connection = get_connection()
    try:
        for row in taken_in_order:
            if take(row, rows):
                _send(row, composed, done, connection)
    finally:
        connection.close()


def take(row: Row, rows: QuerySet[Row]) -> bool:
    """True for one worker only."""
    mine = rows.filter(pk=row.pk, next_try_at=row.next_try_at)
    return bool(mine.update(next_try_at=now() + TAKEN_FOR, attempts=row.attempts + 1))


def _send(
    row: Row,
    composed: Callable[[Row], EmailMultiAlternatives | None],
    done: Callable[[Row], object],
    connection: BaseEmailBackend,
) -> None:
    try:
        mail = composed(row)
        if mail is not None:
            mail.connection = connection
            mail.send()
    except (SMTPException, OSError) as error:
        _try_again(row, error)
        connection.close()
    else:
        done(row)


def _try_again(row: Waiting, error: Exception) -> None:
    attempts = row.attempts + 1
    pause = min(timedelta(seconds=30) * 2**attempts, LONGEST_PAUSE)
    if _is_final(error):
        attempts = MOST_ATTEMPTS
    if attempts >= MOST_ATTEMPTS:
        log.error("The mail %s could not be handed over: %s", row.pk, error)
    type(row)._default_manager.filter(pk=row.pk).update(
        attempts=attempts, next_try_at=now() + pause
    )


def _is_final(error: Exception) -> bool:
    """The mail server said no for good."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, SMTPResponseException) and 550 <= error.smtp_code < 560
