"""Alerts as lines: those of one kind about one topic together, as their reader may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from groundswell.activity.declarations import KINDS, REASONS, Reason, no_details
from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.conversations.models import Case, Message, Topic
from groundswell.conversations.selectors.window import plain_start
from groundswell.notifications import sentences
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space


@dataclass(kw_only=True)
class AlertGroup:
    """Alerts of one kind about one topic for one reason, as one line with faces."""

    kind: str
    reason: Reason
    about: int | None
    at: datetime
    unread: bool
    reader_id: int
    ids: list[int] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    topic: Topic | None = None
    space: Space | None = None
    message: Message | None = None
    target: Actor | None = None
    lost: bool = False
    """What it is about has since been removed, or closed to the reader."""
    own: bool = False
    """The news is the reader's own, or theirs to see to: they hear it all the same."""
    left: str = ""
    """The name of the space that was theirs, where they hear of that."""
    place: str = ""
    detail: str = ""
    """What its kind says below the sentence."""

    @property
    def hidden(self) -> bool:
        """Whether the reader learns no more than that something happened."""
        return self.lost and not self.own

    @property
    def among_members(self) -> bool:
        """Whether it happened where only members read."""
        space = self.space
        return self.lost or (space is not None and space.visibility != Space.Visibility.PUBLIC)

    @property
    def because(self) -> Promise:
        """Why the person is told, to be read after "because"."""
        return REASONS[self.reason]

    @property
    def event(self) -> sentences.Event:
        """What happened, ready to be said."""
        lost = _("something you can no longer see") if self.lost else ""
        if self.lost and KINDS[self.kind].beyond:
            lost = _("a conversation among members")
        return sentences.Event(
            kind=self.kind,
            reason=self.reason,
            actors=self.actors,
            topic=self.topic.title if self.topic else lost,
            space=self.space.name if self.space else self.left or lost,
            target=self.target,
            reader_id=self.reader_id,
        )

    @property
    def sentence(self) -> str:
        """What happened, as text."""
        return sentences.plain(self.event)

    @property
    def sentence_html(self) -> SafeString:
        """What happened, as HTML that leads there and marks the alerts as read."""
        return sentences.linked(self.event, f"/alerts/{self.ids[0]}/")

    @property
    def excerpt(self) -> str:
        """What its kind says of it, or the beginning of the words; empty when they are gone."""
        if self.lost or self.detail:
            return "" if self.hidden else self.detail
        return plain_start(self.message.text) if self.message else ""

    @property
    def url(self) -> str:
        """Where it happened."""
        if self.lost or self.place:
            return self.place or "/alerts/"
        if self.message is not None:
            return self.message.get_absolute_url()
        if self.topic is not None:
            return self.topic.get_absolute_url()
        return (self.space or self.actors[0]).get_absolute_url()


def grouped(alerts: Iterable[Notification], reader: Actor) -> list[AlertGroup]:
    """The alerts as lines, in their order, by six queries however many they are, and one for each
    kind among them that says more of itself."""
    alerts = list(alerts)
    found = _Found(alerts, reader)
    groups: dict[tuple[object, ...], AlertGroup] = {}
    for alert in alerts:
        group = groups.setdefault(_group_key(alert), found.group_of(alert))
        group.ids.append(alert.id)
        actor = found.actor_of(alert)
        if actor not in group.actors:
            group.actors.append(actor)
    return list(groups.values())


def line_of(
    kind: str, reason: str, *, topic_id: int | None, about: int | None
) -> tuple[object, ...]:
    """What alerts of one line have in common, where their kind says how several of it read."""
    return (kind, reason, topic_id, None if topic_id else about)


def _group_key(alert: Notification) -> tuple[object, ...]:
    """Alerts with an equal key become one line; those of kinds that do not group stay apart."""
    if not sentences.groups(alert.kind):
        return (alert.id,)
    line = line_of(alert.kind, alert.reason, topic_id=alert.topic_id, about=alert.about)
    return (*line, alert.read_at is None)


class _Found:
    """What the alerts of a page speak of, as far as their reader may see it today."""

    def __init__(self, alerts: Sequence[Notification], reader: Actor) -> None:
        self.reader = reader
        self.activities = Activity.objects.in_bulk({alert.activity_id for alert in alerts})
        acts = list(self.activities.values())
        self.topics = (
            Topic.objects.visible_to(reader)
            .select_related("space__actor")
            .in_bulk({alert.topic_id for alert in alerts if alert.topic_id})
        )
        self.spaces = (
            Space.objects.visible_to(reader)
            .select_related("actor")
            .in_bulk({act.space_id for act in acts if act.space_id})
        )
        self.messages = (
            Message.objects.standing()
            .filter(topic__in=list(self.topics))
            .in_bulk({act.message_id for act in acts if act.message_id})
        )
        people = {act.actor_id for act in acts} | {
            act.target_actor_id for act in acts if act.target_actor_id
        }
        self.people = Actor.objects.in_bulk(people)
        self.cases = self._cases(acts)
        self.left = self._left(acts)
        self.details = self._details(acts)

    def _left(self, acts: Sequence[Activity]) -> dict[int, str]:
        """Names of spaces that the reader no longer sees, and has news of that is their own."""
        mine = {act.space_id for act in acts if act.space_id and self._is_own(act)}
        gone = Space.objects.filter(id__in=mine - set(self.spaces)).select_related("actor")
        return {space.id: space.name for space in gone}

    def _cases(self, acts: Sequence[Activity]) -> set[int]:
        """Messages that are the reader's to see to, where they may see nothing else."""
        told = {act.message_id for act in acts if act.message_id and KINDS[act.kind].beyond}
        unseen = told - set(self.messages)
        if not unseen:
            return set()
        cases = Case.objects.visible_to(self.reader).filter(message__in=unseen)
        return set(cases.values_list("message_id", flat=True))

    def _is_own(self, act: Activity) -> bool:
        if KINDS[act.kind].beyond:
            return act.message_id in self.cases
        return KINDS[act.kind].own and act.target_actor_id == self.reader.id

    def _details(self, acts: Sequence[Activity]) -> dict[int, str]:
        found: dict[int, str] = {}
        for name in sorted({act.kind for act in acts}):
            if KINDS[name].details is not no_details:
                mine = [a for a in acts if a.kind == name and a.target_actor_id == self.reader.id]
                found.update(KINDS[name].details(mine))
        return found

    def actor_of(self, alert: Notification) -> Actor:
        return self.people[self.activities[alert.activity_id].actor_id]

    def group_of(self, alert: Notification) -> AlertGroup:
        act = self.activities[alert.activity_id]
        topic = self.topics.get(alert.topic_id or 0)
        space = topic.space if topic else self.spaces.get(act.space_id or 0)
        lost = bool((alert.topic_id and topic is None) or (act.space_id and space is None))
        own = self._is_own(act)
        return AlertGroup(
            kind=alert.kind,
            reason=Reason(alert.reason),
            about=alert.about,
            at=alert.created_at,
            unread=alert.read_at is None,
            reader_id=self.reader.id,
            topic=topic,
            space=space,
            message=self.messages.get(act.message_id or 0),
            target=self.people.get(act.target_actor_id or 0),
            lost=lost,
            own=own,
            left=self.left.get(act.space_id or 0, ""),
            place="" if lost and not own else KINDS[alert.kind].place(act),
            detail=self.details.get(act.id, ""),
        )
