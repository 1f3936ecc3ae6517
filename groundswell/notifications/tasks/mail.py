"""Mail about alerts: letters are written when they are due, and kept until they were handed over.

Writing marks the alerts in the same transaction, row by row, so that several workers write one
letter. A letter that is sent twice, because a worker died, has the same Message-ID both times.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from groundswell.actors.models import Account
from groundswell.core.clock import now
from groundswell.core.schedule import every
from groundswell.notifications.letters import compose
from groundswell.notifications.models import DigestClock, Letter, Notification, NotificationQuerySet
from groundswell.notifications.rules import asleep, next_digest, zone_of
from groundswell.people.models import AlertPreference
from groundswell.people.tasks.mail import MOST_ATTEMPTS, hand_over

Mail = AlertPreference.Mail
SECOND_THOUGHTS: Final = timedelta(minutes=1)
TOO_LATE: Final = timedelta(days=3)
DIGEST_REACHES_BACK: Final = timedelta(days=8)
AT_ONCE_AT_A_TIME: Final = 500
DIGESTS_AT_A_TIME: Final = 200
IN_ONE_DIGEST: Final = 200
MOST_SINGLE_LETTERS: Final = 3
"""When more is due for one person at the same time, it comes as one letter."""
KEPT_FOR: Final = timedelta(days=30)


@every(seconds=20)
def write_letters() -> None:
    """Writes to those who are told at once: a minute after, and not in their quiet hours."""
    at = now()
    at_once = AlertPreference.objects.filter(mail=Mail.AT_ONCE)
    waiting = _unmailed(at - TOO_LATE).filter(recipient__in=at_once.values("actor_id"))
    # Who sleeps is left out here, or a night's worth of alerts would keep out whoever is awake.
    due = waiting.exclude(recipient__in=asleep(at_once, at))
    due = due.filter(created_at__lte=at - SECOND_THOUGHTS)
    by_person: dict[int, list[int]] = defaultdict(list)
    for alert_id, person in due.order_by("id").values_list("id", "recipient_id")[
        :AT_ONCE_AT_A_TIME
    ]:
        by_person[person].append(alert_id)
    for person, alerts in by_person.items():
        together = len(alerts) > MOST_SINGLE_LETTERS
        for letter in [alerts] if together else [[alert_id] for alert_id in alerts]:
            _write(person, letter)


@every(minutes=1)
def write_digests() -> None:
    """Writes the daily and weekly letters whose hour has come in their reader's zone."""
    _set_clocks()
    at = now()
    for clock in DigestClock.objects.filter(next_at__lte=at)[:DIGESTS_AT_A_TIME]:
        preference = _preference(clock.recipient_id)
        with transaction.atomic():
            # Whoever takes the clock away writes; the next alert sets it anew.
            taken, _rows = DigestClock.objects.filter(
                recipient=clock.recipient_id, next_at=clock.next_at
            ).delete()
            if taken and preference.mail in {Mail.DAILY, Mail.WEEKLY}:
                waiting = _unmailed(at - DIGEST_REACHES_BACK).filter(recipient=clock.recipient_id)
                ids = waiting.order_by("-id").values_list("id", flat=True)[:IN_ONE_DIGEST]
                _write(clock.recipient_id, list(ids), digest=True)


def _set_clocks() -> None:
    """Gives a clock to each person for whom something waits and who has none."""
    at = now()
    waiting = (
        _unmailed(at - DIGEST_REACHES_BACK)
        .exclude(recipient__in=DigestClock.objects.values("recipient_id"))
        .exclude(
            recipient__in=AlertPreference.objects.filter(
                mail__in=[Mail.AT_ONCE, Mail.NEVER]
            ).values("actor_id")
        )
    )
    people = waiting.order_by().values_list("recipient_id", flat=True).distinct()
    people_now = list(people[:DIGESTS_AT_A_TIME])
    zones = _zones(people_now)
    DigestClock.objects.bulk_create(
        [
            DigestClock(
                recipient_id=person,
                next_at=next_digest(_preference(person), zone_of(zones.get(person, "")), at),
            )
            for person in people_now
        ],
        ignore_conflicts=True,
    )


def _unmailed(since: datetime) -> NotificationQuerySet:
    return Notification.objects.unread().since(since).filter(mailed_at=None)


def _preference(person: int) -> AlertPreference:
    found = AlertPreference.objects.filter(actor=person).first()
    return found or AlertPreference(actor_id=person)


def _zones(people: Iterable[int]) -> dict[int, str]:
    accounts = Account.objects.filter(actor__in=list(people))
    return dict(accounts.values_list("actor_id", "time_zone"))


def _write(person: int, alerts: list[int], *, digest: bool = False) -> None:
    """One letter of those alerts that nobody else has put into one."""
    with transaction.atomic():
        mine = [
            alert_id
            for alert_id in alerts
            if Notification.objects.filter(id=alert_id, mailed_at=None).update(mailed_at=now())
        ]
        if mine:
            Letter.objects.create(recipient_id=person, alerts=mine, digest=digest)


@every(seconds=20, outside=True)
def send_letters() -> None:
    """Hands over the letters that are due; what fails is tried again, ever later."""
    waiting = Letter.objects.filter(sent_at=None).select_related("recipient")
    hand_over(waiting, compose, _sent)


def _sent(letter: Letter) -> None:
    Letter.objects.filter(id=letter.id).update(sent_at=now())


@every(days=1)
def forget_letters() -> None:
    """Letters that were sent long ago, or never will be, are not kept."""
    old = now() - KEPT_FOR
    Letter.objects.filter(sent_at__lt=old).delete()
    Letter.objects.filter(attempts__gte=MOST_ATTEMPTS, next_try_at__lt=old).delete()
