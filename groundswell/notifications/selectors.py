"""Alerts as a person reads them: grouped, latest first, each with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

from groundswell.activity.declarations import KINDS, REASONS, Reason
from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Topic
from groundswell.core.pagination import keyset
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space

ALERTS_PER_PAGE = 60
FACES = 4


@dataclass(kw_only=True)
class AlertGroup:
    """Alerts of one kind about one topic, as one line with faces."""

    kind: str
    reason: Reason
    about: int | None
    at: datetime
    unread: bool
    ids: list[int] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    topic: Topic | None = None
    space: Space | None = None
    message: Message | None = None

    @property
    def because(self) -> Promise:
        """Why the person is told, to be read after "because"."""
        return REASONS[self.reason]

    @property
    def sentence(self) -> str:
        """What happened: one actor's sentence, or how many did it."""
        kind = KINDS[self.kind]
        template = kind.groups_as if len(self.actors) > 1 and kind.groups_as else kind.sentence
        return str(template).format(
            actor=self.actors[0].name,
            count=len(self.actors),
            topic=self.topic.title if self.topic else "",
            space=self.space.name if self.space else "",
            target="",
        )

    @property
    def url(self) -> str:
        """Where it happened."""
        if self.message is not None:
            return self.message.get_absolute_url()
        if self.topic is not None:
            return self.topic.get_absolute_url()
        return (self.space or self.actors[0]).get_absolute_url()


@dataclass(frozen=True, kw_only=True)
class AlertsPage:
    """One page of grouped alerts."""

    groups: list[AlertGroup]
    next_cursor: str | None


def unread_alerts(viewer: Actor | None) -> int:
    """How many alerts the viewer has not looked at; the bell shows it on every page."""
    if viewer is None:
        return 0
    return Notification.objects.of(viewer).unread().count()


def alerts_page(viewer: Actor, *, after: str | None = None) -> AlertsPage:
    """The viewer's alerts, latest first, those of one kind and topic on a page as one."""
    rows = Notification.objects.of(viewer).select_related("activity__actor")
    page = keyset(rows, ("-id",), after=after, limit=ALERTS_PER_PAGE)
    return AlertsPage(groups=_grouped(page.items, viewer), next_cursor=page.next_cursor)


def _grouped(alerts: Iterable[Notification], viewer: Actor) -> list[AlertGroup]:
    alerts = list(alerts)
    topics = Topic.objects.visible_to(viewer).select_related("space__actor")
    spaces = Space.objects.visible_to(viewer).select_related("actor")
    messages = Message.objects.visible_to(viewer)
    topic_by_id = topics.in_bulk([a.topic_id for a in alerts if a.topic_id])
    space_by_id = spaces.in_bulk([a.activity.space_id for a in alerts if a.activity.space_id])
    message_by_id = messages.in_bulk(
        [a.activity.message_id for a in alerts if a.activity.message_id]
    )
    groups: dict[tuple[object, ...], AlertGroup] = {}
    for alert in alerts:
        activity = alert.activity
        key = _group_key(alert)
        group = groups.get(key)
        if group is None:
            group = groups[key] = AlertGroup(
                kind=alert.kind,
                reason=Reason(alert.reason),
                about=alert.about,
                at=alert.created_at,
                unread=alert.read_at is None,
                topic=topic_by_id.get(activity.topic_id or 0),
                space=space_by_id.get(activity.space_id or 0),
                message=message_by_id.get(activity.message_id or 0),
            )
        group.ids.append(alert.id)
        if activity.actor not in group.actors:
            group.actors.append(activity.actor)
    return list(groups.values())


def _group_key(alert: Notification) -> tuple[object, ...]:
    """Alerts with an equal key become one line; those of kinds that do not group stay apart."""
    if not KINDS[alert.kind].groups_as:
        return (alert.id,)
    return (alert.kind, alert.topic_id, alert.read_at is None)
