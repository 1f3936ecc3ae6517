"""Alerts as a person reads them: grouped, latest first, each with its reason."""

from dataclasses import dataclass
from typing import Final

from groundswell.activity.declarations import Reason
from groundswell.actors.models import Actor
from groundswell.core.pagination import keyset
from groundswell.notifications import sentences
from groundswell.notifications.grouping import AlertGroup, grouped
from groundswell.notifications.models import Notification, NotificationQuerySet

ALERTS_PER_PAGE: Final = 60
SHOWN: Final = ("all", "unread", "mentions")


@dataclass(frozen=True, kw_only=True)
class AlertsPage:
    """One page of grouped alerts."""

    groups: list[AlertGroup]
    next_cursor: str | None
    shown: str
    first: bool


def alerts_page(viewer: Actor, *, after: str | None = None, shown: str = "all") -> AlertsPage:
    """The viewer's alerts, latest first, those of one kind and topic on a page as one."""
    rows = _shown(Notification.objects.of(viewer), shown)
    page = keyset(rows, ("-id",), after=after, limit=ALERTS_PER_PAGE)
    return AlertsPage(
        groups=grouped(page.items, viewer),
        next_cursor=page.next_cursor,
        shown=shown,
        first=not after,
    )


def _shown(rows: NotificationQuerySet, shown: str) -> NotificationQuerySet:
    if shown == "unread":
        return rows.unread()
    return rows.filter(reason=Reason.MENTION) if shown == "mentions" else rows


def alert_group(viewer: Actor, alert_id: int) -> AlertGroup | None:
    """The viewer's alert of this id with those that stand in one line with it."""
    alert = Notification.objects.of(viewer).filter(id=alert_id).first()
    if alert is None:
        return None
    together = Notification.objects.of(viewer).filter(id=alert.id)
    if sentences.groups(alert.kind):
        together = Notification.objects.of(viewer).filter(
            kind=alert.kind, reason=alert.reason, topic_id=alert.topic_id, id__lte=alert.id
        )
        together = together if alert.topic_id else together.filter(about=alert.about)
        together = together.unread() if alert.read_at is None else together.filter(id=alert.id)
    rows = together.order_by("-id")[:ALERTS_PER_PAGE]
    groups = grouped(rows, viewer)
    return groups[0] if groups else None
