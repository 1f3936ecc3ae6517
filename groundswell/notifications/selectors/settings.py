"""What the settings of alerts show: the reasons, the browsers, and everything that is followed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Model, QuerySet

from groundswell.activity.declarations import REASONS, Reason
from groundswell.actors.models import Actor
from groundswell.conversations.models import TagFollow, Topic, TopicFollow
from groundswell.core.pagination import keyset
from groundswell.people.models import AlertPreference, PersonFollow
from groundswell.spaces.models import Space, SpaceFollow

KINDS_FOLLOWED: Final = ("topics", "tags", "people", "spaces")


@dataclass(frozen=True, kw_only=True)
class Followed:
    """One thing a person follows, and how much they hear of it."""

    id: int | str
    name: str
    url: str
    level: str


@dataclass(frozen=True, kw_only=True)
class FollowsPage:
    """A page of what a person follows, of one kind."""

    kind: str
    items: list[Followed]
    next_cursor: str | None


def preference_of(person: Actor) -> AlertPreference:
    """How the person wants to be told, with the defaults until they choose."""
    found = AlertPreference.objects.filter(actor=person).first()
    return found or AlertPreference(actor=person)


def wanted_reasons(preference: AlertPreference) -> list[tuple[Reason, Any, bool]]:
    """Every reason for an alert, its words, and whether the person wants it."""
    return [(code, words, code not in preference.silenced) for code, words in REASONS.items()]


def follows_page(person: Actor, kind: str, *, after: str | None = None) -> FollowsPage:
    """What the person follows, latest first, as far as they still see it."""
    rows, shown = _FOLLOWED[kind](person)
    page = keyset(rows, ("-id",), after=after)
    return FollowsPage(
        kind=kind, items=[shown(row) for row in page.items], next_cursor=page.next_cursor
    )


def what_it_is(person: Actor, reason: str, about: int | None) -> str:
    """The name of the topic, space, person or tag that a mail was about, while one may see it."""
    if about is None:
        return ""
    if reason in {Reason.SPACE, Reason.STEWARD, Reason.MEMBERSHIP, Reason.INVITED}:
        spaces = Space.objects.visible_to(person).filter(id=about)
        return spaces.values_list("actor__name", flat=True).first() or ""
    if reason in {Reason.PERSON, Reason.FOLLOWER}:
        return Actor.objects.filter(id=about).values_list("name", flat=True).first() or ""
    if reason == Reason.TAG:
        tags = TagFollow.objects.filter(actor=person, id=about)
        tag = tags.values_list("tag__name", flat=True).first()
        return f"#{tag}" if tag else ""
    topics = Topic.objects.visible_to(person).filter(id=about)
    return topics.values_list("title", flat=True).first() or ""


Rows = tuple[QuerySet[Any], Callable[[Any], Followed]]


def _topics(person: Actor) -> Rows:
    visible = Topic.objects.visible_to(person)
    rows = TopicFollow.objects.filter(actor=person, topic__in=visible).select_related("topic")
    return rows, lambda row: _of(row.topic, row.topic.title, row.level)


def _tags(person: Actor) -> Rows:
    rows = TagFollow.objects.filter(actor=person).annotate(name=F("tag__name"))
    return rows, lambda row: Followed(
        id=row.tag_id, name=f"#{row.name}", url=f"/tags/{row.tag_id}/", level=row.level
    )


def _people(person: Actor) -> Rows:
    rows = PersonFollow.objects.filter(actor=person).select_related("followed")
    return rows, lambda row: _of(row.followed, row.followed.name, row.level)


def _spaces(person: Actor) -> Rows:
    visible = Space.objects.visible_to(person)
    rows = SpaceFollow.objects.filter(actor=person, space__in=visible)
    return rows.select_related("space__actor"), lambda row: _of(
        row.space, row.space.name, row.level
    )


def _of(thing: Model, name: str, level: str) -> Followed:
    url: str = thing.get_absolute_url()  # type: ignore[attr-defined]
    return Followed(id=thing.pk, name=name, url=url, level=level)


_FOLLOWED: Final[dict[str, Callable[[Actor], Rows]]] = {
    "topics": _topics,
    "tags": _tags,
    "people": _people,
    "spaces": _spaces,
}
