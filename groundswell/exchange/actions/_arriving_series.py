"""The series of an archive: each comes with the first of its sessions that is not here."""

from collections import defaultdict
from datetime import date, time

from groundswell.conversations.models import Topic
from groundswell.core.text.clean import one_line
from groundswell.exchange.actions._arrival import Arrival
from groundswell.exchange.actions._arriving_shapes import Grown
from groundswell.exchange.importers.archive.fields import Fields
from groundswell.live.actions.series import MOST_HOSTS
from groundswell.live.models import Series, SeriesDay, SeriesHost, Session
from groundswell.live.models.series import MOST_WEEKS
from groundswell.live.rules import ZONES

FIRST_YEAR, LAST_YEAR = 1970, 2200
DAY_TAKEN = "another session stands on its day of the series here: it came without a day"
ALONE = "no session of the archive belongs to it"


class Rhythms:
    """The series that sessions name by their place in the archive.

    A series has no name of its own: it is here if one of its sessions is.
    """

    def __init__(self, arrival: Arrival, sessions: list[tuple[Fields, Topic]]) -> None:
        self.arrival = arrival
        self.lines = list(arrival.archive.lines("series"))
        named = {topic.id: self._place(it) for it, topic in sessions}
        rows = Session.objects.filter(topic__in=list(named)).exclude(series=None)
        self.found: dict[int, Series] = {}
        for one in rows.select_related("series"):
            place = named[one.topic_id]
            if place is not None and one.series is not None:
                self.found[place] = one.series
        self.taken: defaultdict[int, set[date]] = defaultdict(set)
        """Days that a session of each series has."""
        self.ready: dict[int, list[SeriesHost | SeriesDay]] = {}
        """What is written with the series that come with this archive."""
        self.written = set[int]()
        for place, it in enumerate(self.lines):
            self._note(place, it, named=place in named.values())

    def _place(self, it: Fields) -> int | None:
        place = it.maybe_number("series")
        if place is not None and place >= len(self.lines):
            raise it.wrong("series", "one of the archive")
        return place

    def _note(self, place: int, it: Fields, *, named: bool) -> None:
        tally, here = self.arrival.tally, self.found.get(place)
        if not named:
            tally.skip("series", ALONE)
        elif here is not None:
            tally.add("unchanged", "series")
            days = Session.objects.filter(series=here).exclude(series_day=None)
            self.taken[place] = {day for day in days.values_list("series_day", flat=True) if day}
        else:
            tally.add("created", "series")
            self.found[place] = made = _series(self.arrival, it)
            self.ready[place] = [*_hosts(self.arrival, it, made), *_days(it, made)]

    def give(self, it: Fields, session: Session, grown: Grown) -> None:
        """Puts the session into its series, which is written with the first of them."""
        place = self._place(it)
        if place is None:
            return
        session.series = self.found[place]
        session.series_day = self._day(it, place)
        if place in self.ready and place not in self.written:
            self.written.add(place)
            grown.rows[Series].append(self.found[place])
            for row in self.ready[place]:
                grown.rows[type(row)].append(row)

    def _day(self, it: Fields, place: int) -> date | None:
        day = _maybe_day(it, "seriesDay")
        if day is None or day not in self.taken[place]:
            self.taken[place] |= {day} if day else set()
            return day
        if place in self.ready:
            raise it.wrong("seriesDay", "a day that no other session of its series has")
        self.arrival.tally.remark("sessions", DAY_TAKEN)
        return None


def _hosts(arrival: Arrival, it: Fields, series: Series) -> list[SeriesHost]:
    people = [arrival.actor(one, "actor") for one in it.children("hosts")]
    if len({one.id or id(one) for one in people}) != len(people) or len(people) > MOST_HOSTS:
        raise it.wrong("hosts", f"a list of at most {MOST_HOSTS}, each once")
    return [SeriesHost(series=series, position=at, actor=one) for at, one in enumerate(people)]


def _days(it: Fields, series: Series) -> list[SeriesDay]:
    days = [
        SeriesDay(
            series=series,
            day=within_reach(one, "day"),
            skipped=one.values.get("skipped") is True,
            focus=one_line(one.text("summary", ""), most=100),
        )
        for one in it.children("days")
    ]
    if len({one.day for one in days}) != len(days):
        raise it.wrong("days", "a list in which each day stands once")
    return days


def _series(arrival: Arrival, it: Fields) -> Series:
    first, until = _maybe_day(it, "firstDay"), _maybe_day(it, "until")
    if first and until and until < first:
        raise it.wrong("until", "a day after its first")
    return Series(
        space=arrival.space,
        title=one_line(it.text("name"), most=150, least=1),
        by=arrival.actor(it, "attributedTo"),
        weeks=it.number("weeks", least=1, most=MOST_WEEKS),
        first_day=first,
        at=_clock(it),
        zone=it.one_of("zone", sorted(ZONES)),
        until=until,
        carry=it.one_of("carry", Series.Carry.values),
        ended_at=it.maybe_moment("ended"),
    )


def within_reach(it: Fields, name: str) -> date:
    """A day at which other people's clocks can be reckoned."""
    found = it.day(name)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise it.wrong(name, f"a day from {FIRST_YEAR} to {LAST_YEAR}")
    return found


def _maybe_day(it: Fields, name: str) -> date | None:
    return None if it.values.get(name) is None else within_reach(it, name)


def _clock(it: Fields) -> time:
    try:
        found = time.fromisoformat(it.text("clock"))
    except ValueError as error:
        raise it.wrong("clock", "an hour and a minute") from error
    if found.tzinfo is not None:
        raise it.wrong("clock", "an hour and a minute, without a zone")
    return found
