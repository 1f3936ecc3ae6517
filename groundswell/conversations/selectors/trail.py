"""What happened to a topic, as sentences with faces, as far as the reader may know."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from groundswell.activity.declarations import KINDS, Audience, kind_of
from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.conversations.kinds import OWNED, untold_of
from groundswell.conversations.models import Message, Topic
from groundswell.core.pagination import keyset
from groundswell.spaces.models import Space

EVENTS_PER_PAGE = 40
TALK = (
    "conversations.reply_posted",
    "conversations.reacted",
    "conversations.asked_too",
    "conversations.message_edited",
)
"""What makes up a conversation anyway: shown on request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, in words."""

    activity: Activity
    sentence: SafeString
    href: str
    other: Topic | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """A page of a topic's history, latest first."""

    events: list[Event]
    next_cursor: str | None
    previous_cursor: str | None


def history_page(
    topic: Topic,
    viewer: Actor | None,
    *,
    steward: bool,
    everything: bool = False,
    kinds: Collection[str] = (),
    after: str | None = None,
    before: str | None = None,
) -> HistoryPage:
    """A page of what happened to the topic, or of these kinds alone: a fixed number of queries."""
    rows = visible_activities(viewer, steward=steward).filter(topic_id=topic.id)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    elif not everything:
        rows = rows.exclude(kind__in=TALK)
    if not kinds and (untold := untold_of(topic, viewer)):
        rows = rows.exclude(~Q(actor=viewer), kind__in=untold)
    page = keyset(rows.select_related("actor"), after=after, before=before, limit=EVENTS_PER_PAGE)
    return HistoryPage(
        events=_events(list(page.items), viewer, _named(topic)),
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
    )


def visible_activities(viewer: Actor | None, *, steward: bool) -> QuerySet[Activity]:
    """The activities whose audience the viewer belongs to; the topic is looked after elsewhere."""
    kinds: dict[Audience, list[str]] = {audience: [] for audience in Audience}
    for name, kind in KINDS.items():
        kinds[kind.audience].append(name)
    told = Q(kind__in=kinds[Audience.SPACE] + kinds[Audience.PUBLIC])
    if steward:
        told |= Q(kind__in=kinds[Audience.STEWARDS])
    if viewer is not None:
        told |= Q(actor=viewer) | Q(target_actor_id=viewer.id)
    spaces = Space.objects.visible_to(viewer).values("id")
    return Activity.objects.filter(told, Q(space_id=None) | Q(space_id__in=spaces))


def _named(topic: Topic) -> str:
    """What the sentences call it. Those of a kind with an owner say what it is: "the idea ..."."""
    if topic.kind in OWNED:
        return format_html('<bdi class="strong">{}</bdi>', topic.title)
    return _("this topic")


def _events(activities: list[Activity], viewer: Actor | None, named: str) -> list[Event]:
    people = Actor.objects.in_bulk([a.target_actor_id for a in activities if a.target_actor_id])
    spaces = Space.objects.visible_to(viewer).select_related("actor")
    space_by_id = spaces.in_bulk([a.space_id for a in activities if a.space_id])
    messages = Message.objects.visible_to(viewer)
    message_by_id = messages.in_bulk([a.message_id for a in activities if a.message_id])
    others = Topic.objects.visible_to(viewer)
    into = {a.id: int(a.data["into"]) for a in activities if _leads_to_topic(a)}
    other_by_id = others.in_bulk(list(into.values()))
    return [
        Event(
            activity=a,
            sentence=_sentence(a, named, people, space_by_id),
            href=message_by_id[a.message_id].get_absolute_url()
            if a.message_id in message_by_id
            else "",
            other=other_by_id.get(into.get(a.id, 0)),
        )
        for a in activities
    ]


def _leads_to_topic(activity: Activity) -> bool:
    return activity.kind in {"conversations.topic_split", "conversations.topic_merged"}


def _sentence(
    activity: Activity, named: str, people: dict[int, Actor], spaces: dict[int, Space]
) -> SafeString:
    space = spaces.get(activity.space_id or 0)
    target = people.get(activity.target_actor_id or 0)
    return format_html(
        str(kind_of(activity).sentence),
        actor=_linked(activity.actor),
        topic=named,
        space=format_html('<bdi class="strong">{}</bdi>', space.name) if space else _("a space"),
        target=_linked(target) if target else _("somebody"),
    )


def _linked(actor: Actor) -> SafeString:
    return format_html(
        '<a class="actor" href="{}" dir="auto">{}</a>', actor.get_absolute_url(), actor.name
    )
