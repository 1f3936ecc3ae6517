"""A series on its page: what is to come, what was, what is carried over, how many come again."""

from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice

from django.db.models import Count, QuerySet

from groundswell.actors.models import Actor
from groundswell.conversations.models import Topic
from groundswell.core.clock import now
from groundswell.live.models import Participant, Question, Series, SeriesDay, Session
from groundswell.live.pacing import in_turn, last_of
from groundswell.live.rules import may_lead_series
from groundswell.spaces.rules import who_accepted

MOST = 200
MOST_DAYS = 8
MOST_CHALLENGES = 20
LATEST = 5
REGULAR = 3
"""Sessions of the latest five that a regular came to."""
State = Question.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day to come that has no session yet."""

    day: date
    skipped: bool
    focus: str
    host: Actor | None
    """Whose turn it will be."""
    next: bool
    """It is the next one that will be announced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPage:
    """A series for one viewer. People are numbers here, never names."""

    series: Series
    leads: bool
    hosts: list[Actor]
    waits: list[Actor]
    """Hosts who have not accepted the space's guidelines, for whoever leads it."""
    ahead: list[Session]
    past: list[Session]
    days: list[Day]
    carried: list[Question]
    regulars: int
    newcomers: int


def series_seen(series_id: int, viewer: Actor | None) -> Series | None:
    """The series, or None for those who may not see it."""
    rows = Series.objects.visible_to(viewer).select_related("space__actor", "by")
    return rows.filter(id=series_id).first()


def series_page(series: Series, viewer: Actor | None) -> SeriesPage:
    """The page as it is now."""
    seen = Session.objects.visible_to(viewer).with_topic().filter(series=series)
    past = list(seen.past()[:MOST])
    hosts, leads = hosts_of(series), may_lead_series(viewer, series)
    ready = who_accepted(hosts, series.space)
    return SeriesPage(
        series=series,
        leads=leads,
        hosts=hosts,
        waits=[host for host in hosts if host.id not in ready] if leads else [],
        ahead=list(seen.ahead(now()).filter(topic__closing=None)),
        past=past,
        days=days_of(series),
        carried=list(_carried(series)),
        regulars=_regulars(past),
        newcomers=_newcomers(past),
    )


def hosts_of(series: Series) -> list[Actor]:
    """Who hosts it, in turn."""
    return [one.actor for one in series.hosts.select_related("actor")]


def days_of(series: Series) -> list[Day]:
    """The next days that have no session yet, the ones left out too, and whose turn each is."""
    last = last_of(series)
    if series.ended_at is not None or last is None or last.series_day is None:
        return []
    after = last.series_day
    noted = {one.day: one for one in SeriesDay.objects.filter(series=series, day__gt=after)}
    hosts = in_turn(series, last)
    ready = who_accepted(hosts, series.space)
    turns = cycle([host for host in hosts if host.id in ready] or [series.by])
    days = (day for day in series.days(after) if series.moment(day) > now())
    found, coming = [], True
    for day in islice(days, MOST_DAYS):
        note = noted.get(day)
        skipped = note is not None and note.skipped
        found.append(
            Day(
                day=day,
                skipped=skipped,
                focus=note.focus if note else "",
                host=None if skipped else next(turns),
                next=coming and not skipped,
            )
        )
        coming = coming and skipped
    return found


def taken_over(session: Session) -> list[Question]:
    """What sessions before left open, and this one has taken over: open still, or answered here.
    What is asked again here stands among the questions of this one."""
    rows = Question.objects.shown().select_related("session__topic")
    found = rows.filter(carried_to=session.topic_id, state__in=[State.CARRIED, State.ANSWERED])
    others = found.filter(taken_up=None).exclude(session=session)
    return list(others.order_by("-vote_count", "id")[:MOST])


def taken_over_one(session: Session, question_id: int) -> Question | None:
    """One of these."""
    rows = Question.objects.shown().select_related("asker__actor", "session__topic__space__actor")
    found = rows.filter(carried_to=session.topic_id, state=State.CARRIED, id=question_id)
    found = found.filter(taken_up=None)
    return found.exclude(session=session).first()


def places_to_carry(session: Session) -> list[tuple[int, str]]:
    """Where a question can go on besides its own conversation: a later session of the series, or
    a challenge of the space."""
    space = session.topic.space_id
    rows = Session.objects.filter(series__isnull=False, series=session.series_id)
    later = rows.filter(state=Session.State.ANNOUNCED, topic__closing=None)
    ahead = later.exclude(topic=session.topic_id).order_by("starts_at")
    challenges = Topic.objects.filter(
        space=space, kind=Topic.Kind.CHALLENGE, removed_at=None, closing=None
    )
    return [
        *ahead.values_list("topic", "topic__title"),
        *challenges.order_by("-last_message_at").values_list("id", "title")[:MOST_CHALLENGES],
    ]


def _carried(series: Series) -> QuerySet[Question]:
    rows = Question.objects.shown().select_related("session__topic", "carried_to")
    found = rows.filter(session__series=series, state=State.CARRIED, taken_up=None)
    return found.order_by("-vote_count", "id")[:MOST]


def _came(sessions: list[Session]) -> QuerySet[Participant]:
    return Participant.objects.filter(session__in=sessions, guest=False, removed_at=None)


def _regulars(past: list[Session]) -> int:
    """How many came to three of the latest five."""
    came = _came(past[:LATEST]).values("actor").annotate(times=Count("session"))
    return came.filter(times__gte=REGULAR).count()


def _newcomers(past: list[Session]) -> int:
    """How many came to the latest for the first time, where there was one before."""
    if len(past) < 2:
        return 0
    before = _came(past[1:]).values("actor")
    return _came(past[:1]).exclude(actor__in=before).count()
