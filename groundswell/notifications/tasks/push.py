"""Web push: what nobody has looked at yet, to the browsers that asked, outside of quiet hours.

An alert is marked before it is posted, so it is pushed at most once; the list on the site is what
counts.
"""

import logging
from collections import defaultdict
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from groundswell.actors.models import Account, Actor, Organisation
from groundswell.core.clock import now
from groundswell.core.fetching import FetchRefused
from groundswell.core.schedule import every
from groundswell.notifications.grouping import AlertGroup, grouped
from groundswell.notifications.models import Notification, PushSubscription
from groundswell.notifications.push import Note, deliver
from groundswell.notifications.rules import asleep
from groundswell.people.models import AlertPreference

TOO_LATE: Final = timedelta(hours=14)
AT_A_TIME: Final = 300
MOST_SINGLE_NOTES: Final = 3
MOST_FAILURES: Final = 10
GONE: Final = frozenset({404, 410})

log: Final = logging.getLogger("groundswell.push")


@every(seconds=10, outside=True)
def push_alerts() -> None:
    """Posts what waits, for each person in their language; more than three as one note."""
    if settings.HELD:
        # A restored copy is silent until its operator says that it is the site.
        return
    at = now()
    subscribed = PushSubscription.objects.values("actor_id")
    due = (
        Notification.objects.unread()
        .since(at - TOO_LATE)
        .filter(recipient__in=subscribed, pushed_at=None)
        .exclude(recipient__in=asleep(AlertPreference.objects.filter(actor__in=subscribed), at))
    )
    by_person: dict[int, list[int]] = defaultdict(list)
    rows = due.order_by("id").values_list("id", "recipient_id")
    for alert_id, person in rows[:AT_A_TIME]:
        by_person[person].append(alert_id)
    for account in Account.objects.filter(actor__in=list(by_person)):
        _push(account, by_person[account.actor_id])


def _push(account: Account, alerts: list[int]) -> None:
    mine = [
        alert_id
        for alert_id in alerts
        if Notification.objects.filter(id=alert_id, pushed_at=None).update(pushed_at=now())
    ]
    with translation.override(account.language or "en"):
        rows = Notification.objects.filter(id__in=mine).order_by("-id")
        groups = [group for group in grouped(rows, account.actor) if not group.hidden]
        notes = [note_of(group) for group in reversed(groups)]
        if len(notes) > MOST_SINGLE_NOTES:
            notes = [_summary(len(mine))]
    for note in notes:
        _post(account.actor, note)


def note_of(group: AlertGroup) -> Note:
    """What a locked screen may show: nothing of spaces that only members can read."""
    url = f"/alerts/{group.ids[0]}/"
    tag = f"alert-{group.ids[0]}"
    if group.among_members:
        body = _("There is something new for you among members.")
        return Note(title=Organisation.current().name, body=body, url=url, tag=tag)
    return Note(title=group.sentence, body=group.excerpt, url=url, tag=tag)


def _summary(count: int) -> Note:
    body = _("%(count)s new alerts") % {"count": count}
    return Note(title=Organisation.current().name, body=body, url="/alerts/", tag="alerts")


def _post(person: Actor, note: Note) -> None:
    for subscription in PushSubscription.objects.filter(actor=person):
        try:
            status = deliver(subscription, note)
        except FetchRefused as error:
            log.info("A push service was not reached: %s %s", error.reason, error.detail)
            status = 0
        _learn(subscription, status)


def _learn(subscription: PushSubscription, status: int) -> None:
    """Forgets browsers that are gone, and those that could not be reached for long."""
    row = PushSubscription.objects.filter(id=subscription.id)
    if status in GONE:
        row.delete()
    elif 200 <= status < 300:
        row.exclude(failures=0).update(failures=0)
    elif subscription.failures + 1 >= MOST_FAILURES:
        row.delete()
    else:
        row.update(failures=F("failures") + 1)
