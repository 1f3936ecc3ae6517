"""Polls, signs and series of sessions go out with their space and come back equal."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import DomainError
from groundswell.exchange.actions._arriving_series import DAY_TAKEN
from groundswell.exchange.exporters.archive import pack_space
from groundswell.exchange.importers.archive import open_archive
from groundswell.exchange.importers.archive.bring import bring
from groundswell.exchange.importers.shapes import SourceError
from groundswell.exchange.importers.tally import Tally
from groundswell.live.actions import (
    Asks,
    Rhythm,
    answer_poll,
    begin_series,
    begin_session,
    close_poll,
    close_session,
    give_sign,
    hold_word,
    open_poll,
    plan_day,
    prepare_poll,
)
from groundswell.live.models import Participant, Poll, PollOption, ReactionTick, Series, Session
from groundswell.live.selectors.export import whole
from groundswell.live.selectors.recap import recap_of, takeaways_of
from groundswell.live.tasks import announce_next_sessions
from groundswell.spaces.models import Space
from tests import factories
from tests.exchange.archives import content, empty_site, rewritten
from tests.live.acts import came, guest, own

FIRST = datetime(2093, 3, 19, 17, 30, tzinfo=UTC)
LEFT_OUT = {
    "polls that the room does not see": 1,
    "answers to polls that are the host's alone": 1,
}


def poll(ada: Actor, session: Session, kind: str, **asks: Any) -> Poll:
    found = prepare_poll(
        actor=ada, session=session, asks=Asks(words=f"A {kind} one?", kind=kind, **asks)
    )
    found.session = own(session)
    return open_poll(actor=ada, poll=found)


def says(who: Participant, found: Poll, *answers: str) -> None:
    texts = dict(found.options.values_list("text", "id"))
    given = [str(texts.get(answer, answer)) for answer in answers]
    found.session = own(found.session)
    answer_poll(actor=who.actor, poll=found, participant=who, answers=given)


def polls(ada: Actor, session: Session, people: list[Participant]) -> None:
    """One of each kind; a word is held back, one poll is a draft and one is the host's alone."""
    bridges, cloud, rating, pulse, number = (
        poll(ada, session, "multiple", options="North\nSouth\nMill", most=2),
        poll(ada, session, "words"),
        poll(ada, session, "scale", options="bad\ngood"),
        poll(ada, session, "pulse", results="voted"),
        poll(ada, session, "number"),
    )
    for at, who in enumerate(people):
        says(who, bridges, *("North", "Mill")[: at + 1])
        says(who, cloud, ("flood", "willows, bridge", "rude")[at])
        says(who, rating, "5: good")
        says(who, number, "2,50")
    says(people[0], pulse, "No")
    rude = PollOption.objects.get(text="rude")
    rude.poll.session = own(session)
    hold_word(actor=ada, option=rude)
    close_poll(actor=ada, poll=pulse)
    own_count = poll(ada, session, "single", options="Stay\nGo", results="host")
    says(people[0], own_count, "Go")
    prepare_poll(actor=ada, session=session, asks=Asks(words="A draft?", kind="pulse"))


@pytest.fixture
def river(ada: Actor, ben: Actor, meadow: Space) -> Session:
    """The first evening of a series, with polls and signs; the second is announced."""
    session = factories.session(
        ada, meadow, title="River", guests=True, starts_at=FIRST, zone="Europe/Madrid"
    )
    rhythm = Rhythm(title="River", weeks=2, hosts=[ben, ada], until=date(2093, 9, 1))
    series = begin_series(actor=ada, session=own(session), rhythm=rhythm)
    plan_day(actor=ada, series=series, day=date(2093, 4, 2), skipped=True)
    plan_day(actor=ada, series=series, day=date(2093, 4, 16), skipped=False, focus="Willows")
    with time_machine.travel(FIRST):
        begin_session(actor=ada, session=session)
        people = [came(ben, session), guest(session), guest(session, "Tom")]
        polls(ada, own(session), people)
        for seconds in (5, 5, 65):
            with time_machine.travel(FIRST + timedelta(seconds=seconds)):
                for who in people:
                    give_sign(actor=who.actor, session=own(session), participant=who, sign="clap")
        announce_next_sessions()
        close_session(actor=ada, session=own(session))
    return own(session)


@pytest.fixture
def packed(river: Session, tmp_path: Path) -> Path:
    """Its archive, and a site that has forgotten it."""
    path = tmp_path / "first.zip"
    pack_space(river.topic.space, path)
    empty_site()
    return path


def brought(path: Path, **options: Any) -> Tally:
    tally = Tally()
    with open_archive(path) as archive:
        bring(archive, tally, **options)
    return tally


def taken(session: Session) -> Any:
    return json.loads(json.dumps(whole(recap_of(session), takeaways_of(session, None))))


def test_polls_signs_and_series_come_back_equal(river: Session, tmp_path: Path) -> None:
    before = taken(river)
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    left_out = pack_space(river.topic.space, first).left_out
    empty_site()
    once, twice = brought(first), brought(first)
    pack_space(Space.objects.get(), second)
    session = Session.objects.with_topic().get(state="recapped")
    series = Series.objects.get()
    told = {one["text"]: one for one in before["polls"]}

    assert content(second) == content(first)
    assert taken(session) == before
    assert (once.counts["created"]["series"], twice.counts["unchanged"]["series"]) == (1, 1)
    assert [one.actor.handle for one in series.hosts.all()] == ["ben", "ada"]
    assert [(one.skipped, one.focus) for one in series.exceptions.all()] == [
        (True, ""),
        (False, "Willows"),
    ]
    assert list(series.sessions.order_by("starts_at").values_list("series_day", flat=True)) == [
        date(2093, 3, 19),
        date(2093, 4, 16),
    ]
    assert left_out == LEFT_OUT
    assert "rude" not in str(content(first))
    assert told["A words one?"]["people"] == 3
    assert before["moments"] == [
        {"second": 0, "signs": 6, "most": "Applause"},
        {"second": 60, "signs": 3, "most": "Applause"},
    ]


def test_every_answer_is_a_row_that_the_rules_allow(packed: Path) -> None:
    brought(packed)
    cloud = Poll.objects.get(kind="words")

    assert sorted(cloud.options.values_list("text", "held_at")) == [
        ("bridge", None),
        ("flood", None),
        ("willows", None),
    ]
    assert Participant.objects.filter(session=cloud.session).count() == 3


def test_people_of_an_archive_whom_nobody_claimed_announce_nothing(packed: Path) -> None:
    brought(packed)
    Session.objects.filter(state="announced").update(state="recapped", began_at=now(),
        closed_at=now())  # fmt: skip
    announce_next_sessions()

    assert Session.objects.count() == 2


def test_running_poll_whose_answers_show_later_stays_behind(
    ada: Actor, meadow: Space, tmp_path: Path
) -> None:
    session = factories.session(ada, meadow)
    begin_session(actor=ada, session=session)
    for results in ("voted", "live"):
        poll(ada, own(session), "pulse", results=results)
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    left_out = pack_space(meadow, first).left_out
    empty_site()
    brought(first)
    pack_space(Space.objects.get(), second)

    assert left_out == {"polls whose answers nobody may see yet": 1}
    assert Poll.objects.values_list("results", "state").get() == ("live", "open")
    assert content(second) == content(first)


HOSTILE: list[tuple[str, dict[str, Any], str]] = [
    ("answers", {"context": "https://example.org/m/1"}, "context is not a poll of the archive"),
    ("answers", {"name": "South"}, "a poll in which each answer stands once"),
    ("answers", {"count": 9}, "count is not a whole number from 0 to 3"),
    ("answers", {"count": 0}, "people is not the number of those who can have given its answers"),
    ("polls", {"people": 1}, "count is not a whole number from 0 to 1"),
    ("polls", {"people": 10**9}, "people is not a whole number"),
    ("polls", {"most": 1}, "people is not the number of those who can have given its answers"),
    ("polls", {"kind": "number", "most": 1}, "Write a number"),
    ("polls", {"kind": "pulse", "most": 2}, "most is not a whole number from 1 to 1"),
    ("polls", {"kind": "scale", "most": 1}, "kind is not that of a poll with so many answers"),
    ("polls", {"closed": None}, "closed is not a date"),
    ("polls", {"context": "https://example.org/t/1"}, "context is not a session of the archive"),
    ("signs", {"given": [[5, 1], [5, 2]]}, "a list in which each second stands once"),
    ("signs", {"given": [[5, -1]]}, "a list of seconds, each with how many gave the sign"),
    ("signs", {"given": "often"}, "a list of seconds, each with how many gave the sign"),
    ("series", {"weeks": 0}, "weeks is not a whole number from 1 to 8"),
    ("series", {"clock": "noon"}, "clock is not an hour and a minute"),
    ("series", {"clock": "18:00:00+02:00"}, "clock is not an hour and a minute, without a zone"),
    ("series", {"zone": "Mars/Olympus"}, "zone is not one of"),
    ("series", {"until": "2093-01-01"}, "until is not a day after its first"),
    ("series", {"firstDay": "9999-12-31"}, "firstDay is not a day from 1970 to 2200"),
    ("series", {"days": [{"day": "2093-04-02"}] * 2}, "a list in which each day stands once"),
    ("sessions", {"series": 7}, "series is not one of the archive"),
    ("sessions", {"seriesDay": "2093-04-16"}, "a day that no other session of its series has"),
    ("sessions", {"startTime": "9999-12-31T23:59:00+00:00"}, "a moment before the year 2201"),
]


def refusal(path: Path) -> str:
    try:
        brought(path)
    except (SourceError, DomainError) as refused:
        return str(refused)
    empty_site()
    return "nothing was refused"


def test_untrue_rows_are_refused_and_nothing_is_left(packed: Path) -> None:
    told = [
        refusal(rewritten(packed, noun, lambda rows, new=fields: rows[0].update(new)))
        for noun, fields, _says in HOSTILE
    ]

    pairs = zip(told, HOSTILE, strict=True)
    assert [(one, row) for one, row in pairs if row[2] not in one] == []
    assert (Space.objects.count(), Actor.objects.count()) == (0, 0)


def test_rows_that_stand_twice_are_refused(packed: Path) -> None:
    polls = rewritten(packed, "polls", lambda rows: rows.append(rows[0]), name="polls")
    sessions = rewritten(packed, "sessions", lambda rows: rows.append(rows[0]), name="sessions")

    assert "object is not a message of its own" in refusal(polls)
    assert "id is not the name of a session of its own" in refusal(sessions)


def test_what_is_not_known_here_is_left_out_with_a_sentence(packed: Path) -> None:
    path = rewritten(packed, "signs", lambda rows: rows[0].update(name="cartwheel"))
    path = rewritten(path, "series", lambda rows: rows.append(rows[0]), name="both")
    tally = brought(path)

    assert list(tally.lines())[-2:] == [
        "skipped 1 of series: no session of the archive belongs to it",
        "1 of sessions: signs that are not known here",
    ]
    assert (ReactionTick.objects.count(), Series.objects.count()) == (0, 1)


def test_later_archive_adds_a_session_to_the_series_that_is_here(packed: Path) -> None:
    def without_the_second(rows: list[dict[str, Any]]) -> None:
        rows[:] = [one for one in rows if one["state"] == "recapped"]

    brought(rewritten(packed, "sessions", without_the_second))
    first = Series.objects.get().sessions.count()
    Session.objects.update(series_day=date(2093, 4, 16))
    tally = brought(packed)

    assert (first, Series.objects.get().sessions.count()) == (1, 2)
    assert tally.remarks["sessions", DAY_TAKEN] == 1
