"""When what was planned comes: the prompts of a chat, and the next day of a series.

Everything that it reads is in the database, so that a restart changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F

from groundswell.actors.models import Account, Actor
from groundswell.live.models import Prompt, Series, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """The prompt that comes next. `at` is when it is put by itself; none while the host does."""

    prompt: Prompt
    at: datetime | None
    held: bool


def upcoming(session: Session, prompts: Iterable[Prompt]) -> Upcoming | None:
    """The first that was neither put nor left out; none before the session or after it. After
    another prompt introductions would take that one's answers: they come first or not at all."""
    plan = list(prompts)
    begun = any(one.message_id is not None for one in plan)
    left = [
        one
        for one in plan
        if one.message_id is None
        and one.skipped_at is None
        and not (begun and one.number == Prompt.INTRODUCTIONS)
    ]
    if not left or not session.is_on:
        return None
    first = min(left, key=lambda one: (one.minute, one.number))
    return Upcoming(
        prompt=first, at=due_at(session, first), held=session.prompts_held_at is not None
    )


def due_at(session: Session, prompt: Prompt) -> datetime | None:
    """When it is put by itself, as the plan stands now."""
    runs = session.prompts_run_at is not None and session.prompts_held_at is None
    if not runs or session.began_at is None:
        return None
    return session.began_at + timedelta(minutes=prompt.minute, seconds=session.prompts_late)


def next_day(series: Series, at: datetime) -> date | None:
    """The next day that takes place and has no session yet; none where the series is over."""
    made = Session.objects.filter(series=series, series_day__isnull=False)
    last = made.order_by("-series_day").values_list("series_day", flat=True).first()
    today = at.astimezone(ZoneInfo(series.zone)).date()
    yesterday = today - timedelta(days=1)
    out = set(series.exceptions.filter(skipped=True).values_list("day", flat=True))
    days = series.days(max(last or yesterday, yesterday))
    return next((day for day in days if day not in out and series.moment(day) > at), None)


def last_of(series: Series) -> Session | None:
    """The latest of its sessions, which the next one is made like."""
    made = Session.objects.with_topic().filter(series=series)
    return made.order_by(F("series_day").desc(nulls_last=True)).first()


def in_turn(series: Series, last: Session) -> list[Actor]:
    """Whose turn it is after this session, and then whose."""
    hosts = [one.actor for one in series.hosts.select_related("actor")]
    places = [place for place, host in enumerate(hosts) if host.id == last.host_id]
    after = places[0] + 1 if places else 0
    return with_account([*hosts[after:], *hosts[:after]])


def with_account(people: list[Actor]) -> list[Actor]:
    """Nobody who cannot sign in, such as people of an archive whom nobody has claimed."""
    accounts = Account.objects.filter(actor__in=people, is_active=True)
    here = set(accounts.values_list("actor", flat=True))
    return [one for one in people if one.id in here]


def next_after(session: Session) -> int:
    """The next session of the series, where it carries into that and there is one."""
    series = session.series
    if series is not None and series.carry == Series.Carry.NEXT:
        ahead = Session.objects.filter(series=series, state=Session.State.ANNOUNCED)
        later = ahead.filter(starts_at__gt=session.starts_at, topic__closing=None)
        found = later.order_by("starts_at").values_list("topic", flat=True).first()
        return found or session.topic_id
    return session.topic_id
