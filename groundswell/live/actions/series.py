"""Sessions that come again: the series, its days, and the next session made ahead."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record, unlogged
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import one_line
from groundswell.live.activities import SERIES_BEGAN, SERIES_CHANGED, TURN_CAME, TURN_PASSED
from groundswell.live.models import Series, SeriesDay, SeriesHost, Session
from groundswell.live.models.series import MOST_WEEKS
from groundswell.live.rules import (
    require_host_belongs,
    require_may_host,
    require_may_lead_series,
)

MOST_HOSTS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How a series comes again, and who hosts it in turn."""

    title: str
    weeks: int
    hosts: list[Actor]
    until: date | None = None
    carry: str = Series.Carry.NEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDay:
    """A day to come as whoever changes it saw it: what it was about, and what it is to be about;
    none where it is only left out or taken in."""

    day: date
    was: str = ""
    focus: str | None = None


@action
def begin_series(*, actor: Actor, session: Session, rhythm: Rhythm) -> Series:
    """The session is the first of a series: the next ones come on its weekday, at its hour."""
    require_may_host(actor, session)
    held = Session.objects.select_for_update(of=("self",), no_key=True).get(topic=session.topic_id)
    if held.series_id is not None:
        raise Conflict(_("This session belongs to a series already."))
    wall = held.starts_at.astimezone(ZoneInfo(held.zone))
    series = Series(
        space=session.topic.space,
        by=actor,
        first_day=wall.date(),
        at=wall.time().replace(second=0, microsecond=0),
        zone=held.zone,
    )
    _set(series, rhythm)
    series.save(force_insert=True)
    _set_hosts(series, rhythm.hosts)
    held.series, held.series_day = series, series.first_day
    held.save(update_fields=["series", "series_day"])
    _record(actor, series, session, began=True)
    return series


@action
def change_series(*, actor: Actor, series: Series, rhythm: Rhythm) -> Series:
    """Says anew how it comes again; sessions that are announced stay as they are."""
    held = _held(actor, series)
    _set(held, rhythm)
    held.save(update_fields=["title", "weeks", "until", "carry"])
    _set_hosts(held, rhythm.hosts)
    _record(actor, held, None)
    return held


@action
def end_series(*, actor: Actor, series: Series) -> Series:
    """No session is made any more; those that are announced take place."""
    held = _held(actor, series)
    held.ended_at = moment()
    held.save(update_fields=["ended_at"])
    _record(actor, held, None)
    return held


@action
def tell_turn(*, actor: Actor, session: Session) -> None:
    """The next session was made without its host, who hears of it."""
    record(
        TURN_CAME,
        actor=actor,
        space_id=session.topic.space_id,
        topic_id=session.topic_id,
        target_actor_id=session.host_id,
    )


@action
def pass_turn(*, actor: Actor, host: Actor, series: Series, day: date) -> None:
    """Somebody cannot host yet whose turn it is: the next in turn does, and they hear why."""
    record(
        TURN_PASSED,
        actor=actor,
        space_id=series.space_id,
        target_actor_id=host.id,
        data={"series": str(series.id), "day": day.isoformat()},
    )


@unlogged(because="days to come are a plan; each session that is made of it is told")
def plan_day(
    *, actor: Actor, series: Series, day: date, skipped: bool, focus: str | None = None
) -> SeriesDay:
    """Leaves a day out, takes it in again, or says what it is about; with no focus it keeps its."""
    held = _held(actor, series)
    if day not in _coming(held, day):
        raise Invalid(_("The series has no session on this day."), "day")
    found, _made = SeriesDay.objects.get_or_create(series=held, day=day)
    found.skipped = skipped
    if focus is not None:
        found.focus = one_line(focus, most=100, field="focus")
    found.save(update_fields=["skipped", "focus"])
    return found


@unlogged(because="days to come are a plan; each session that is made of it is told")
def plan_day_as_seen(
    *, actor: Actor, series: Series, seen: SeenDay, skipped: bool | None = None
) -> SeriesDay:
    """The same by somebody who saw the day as it was: what another wrote or left out meanwhile
    stays. Neither left out nor taken in, it is given its focus alone."""
    held = _held(actor, series)
    if Session.objects.filter(series=held, series_day=seen.day).exists():
        raise Conflict(_("This day is announced already. Change its session on its own page."))
    noted = held.exceptions.filter(day=seen.day).first() or SeriesDay(day=seen.day)
    if skipped is None and noted.skipped:
        raise Conflict(_("This day is left out. If it takes place after all, take it in again."))
    if seen.focus is not None and noted.focus not in {seen.was, seen.focus}:
        raise Conflict(_("Somebody else wrote meanwhile what this day is about. Look again."))
    return plan_day(actor=actor, series=held, day=seen.day, skipped=bool(skipped), focus=seen.focus)


def _coming(series: Series, day: date) -> list[date]:
    return [found for found in (next(series.days(_before(day)), None),) if found]


def _before(day: date) -> date:
    return date.fromordinal(max(1, day.toordinal() - 1))


def _held(actor: Actor, series: Series) -> Series:
    rows = Series.objects.select_for_update(of=("self",), no_key=True).select_related("space")
    held = rows.get(id=series.id)
    require_may_lead_series(actor, held)
    if held.ended_at is not None:
        raise Conflict(_("This series has ended."))
    return held


def _set(series: Series, rhythm: Rhythm) -> None:
    if not 1 <= rhythm.weeks <= MOST_WEEKS:
        raise Invalid(_("A session comes again every one to eight weeks."), "weeks")
    if rhythm.until and series.first_day and rhythm.until < series.first_day:
        raise Invalid(_("The series would end before it begins."), "until")
    series.title = one_line(rhythm.title, most=150, least=1, field="title")
    series.weeks, series.until, series.carry = rhythm.weeks, rhythm.until, rhythm.carry


def _set_hosts(series: Series, hosts: list[Actor]) -> None:
    if not hosts or len(hosts) > MOST_HOSTS:
        raise Invalid(_("Name one to thirty hosts."), "hosts")
    for host in hosts:
        require_host_belongs(host, series.space)
    series.hosts.all().delete()
    for position, host in enumerate(dict.fromkeys(hosts)):
        SeriesHost(series=series, position=position, actor=host).save(force_insert=True)


def _record(actor: Actor, series: Series, session: Session | None, *, began: bool = False) -> None:
    record(
        SERIES_BEGAN if began else SERIES_CHANGED,
        actor=actor,
        space_id=series.space_id,
        topic_id=session.topic_id if session else None,
        data={"series": str(series.id)},
    )
