"""One guest a device, the limits of the door, and what a guest did moving into their account."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Conflict
from groundswell.core.subscriptions import verify
from groundswell.live.actions import (
    begin_session,
    claim_guest,
    hold_line,
    merge_questions,
    write_line,
)
from groundswell.live.models import HeldLine, LogItem, Participant, Session
from groundswell.live.selectors.desk import now_of
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, guest, own, votes

Browser = Callable[..., Client]
DYKE = "How high is the dyke at the mill?"
ROAD = "Which road stays open when it floods?"


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, guests=True, moderation="off")
    begin_session(actor=ada, session=session)
    return own(session)


def joins(browser: Client, session: Session, **told: str) -> int:
    door = f"/join/{session.code}/"
    browser.get(door)
    return browser.post(door, {"name": "Renee", **told}).status_code


def test_second_scan_of_a_device_makes_no_second_guest(evening: Session, as_: Browser) -> None:
    browser = as_(None)
    joins(browser, evening)
    scanned = browser.get(f"/join/{evening.code}/")
    del browser.cookies["gs-guest"]
    joins(browser, evening)
    room = browser.get(evening.room_url)

    assert (scanned.status_code, scanned["Location"]) == (303, evening.room_url)
    assert (Participant.objects.filter(guest=True).count(), room.status_code) == (1, 200)
    assert joins(as_(None), evening) == 303
    assert Participant.objects.filter(guest=True).count() == 2


def test_removed_guest_does_not_come_back_by_scanning_again(evening: Session, as_: Browser) -> None:
    browser = as_(None)
    joins(browser, evening)
    Participant.objects.update(removed_at=now())

    assert (joins(browser, evening), Participant.objects.count()) == (403, 1)


def test_hall_comes_in_by_one_address_and_guessing_is_slowed(
    evening: Session, as_: Browser, settings: object
) -> None:
    settings.RATE_LIMITS = True
    hall = [joins(as_(None), evening) for _seat in range(70)]
    guessed = [as_(None).get("/join/222222/").status_code for _try in range(101)]

    assert hall == [303] * 70
    assert (guessed[0], guessed[-1]) == (404, 429)


def test_questions_of_a_guest_move_into_an_account(
    ben: Actor, evening: Session, as_: Browser
) -> None:
    browser = as_(None)
    joins(browser, evening)
    who = Participant.objects.get(guest=True)
    first, second = asks(who, evening, DYKE), asks(who, evening, ROAD)
    write_line(actor=who.actor, session=evening, participant=who, text="Zqline")
    browser.force_login(ben.account)
    offered = browser.get(evening.room_url).content.decode()
    taken = browser.post(f"{evening.get_absolute_url()}claim/")
    after = browser.get(evening.room_url).content.decode()

    assert offered.count("2 questions you asked as a guest are yours.") == 1
    assert (taken.status_code, after.count("asked as a guest")) == (303, 0)
    assert [again(one).message.author for one in (first, second)] == [ben, ben]
    assert [again(one).asker.actor for one in (first, second)] == [ben, ben]
    assert evening.topic.messages.filter(author=who.actor).count() == 0
    assert LogItem.objects.filter(key=f"q{first.id}").last().html.count("Renee") == 0
    assert now_of(evening).present == 1
    assert Activity.objects.filter(kind="live.guest_claimed", actor=ben).count() == 1
    assert browser.post(f"{evening.get_absolute_url()}claim/").status_code == 303


def test_votes_of_both_count_once(ada: Actor, ben: Actor, evening: Session) -> None:
    host, who, mine = came(ada, evening), guest(evening), came(ben, evening)
    both, one = asks(host, evening, DYKE), asks(host, evening, ROAD)
    other = asks(host, evening, "When does the pump start by itself?")
    votes(who, both)
    votes(mine, other)
    merge_questions(actor=ada, source=again(other), into=again(both))
    votes(who, one)
    asked = asks(who, evening, "Who pays for the new pump house?")
    votes(mine, asked)
    before = [again(it).vote_count for it in (both, one, asked)]
    claim_guest(actor=ben, session=evening, guest=who)

    assert before == [2, 1, 1]
    assert [again(it).vote_count for it in (both, one, asked)] == [1, 1, 0]
    with pytest.raises(Conflict):
        claim_guest(actor=ben, session=evening, guest=who)


def test_line_that_waits_goes_along(ben: Actor, evening: Session) -> None:
    who = guest(evening)
    hold_line(actor=who.actor, session=evening, participant=who, text="In five seconds")
    mine = claim_guest(actor=ben, session=evening, guest=who)
    [line] = HeldLine.objects.all()

    assert (line.participant, line.actor) == (mine, ben)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time.")
def test_questions_are_held_before_votes_are_read(ada: Actor, ben: Actor, evening: Session) -> None:
    who = guest(evening)
    votes(who, asks(came(ada, evening), evening, DYKE))
    with CaptureQueriesContext(connection) as queries:
        claim_guest(actor=ben, session=evening, guest=who)
    said = [query["sql"] for query in queries.captured_queries]
    held = [at for at, sql in enumerate(said) if "live_question" in sql and "FOR NO KEY" in sql]
    read = [at for at, sql in enumerate(said) if 'FROM "live_questionvote"' in sql]

    # The first names those to hold; counts are read afterwards.
    assert held[0] < min(at for at in read if "IN (SELECT" not in said[at])


@pytest.mark.usefixtures("evening")
def test_guest_of_another_device_is_not_claimed(ben: Actor, evening: Session, as_: Browser) -> None:
    joins(as_(None), evening)

    assert as_(ben).post(f"{evening.get_absolute_url()}claim/").status_code == 303
    assert as_(None).post(f"{evening.get_absolute_url()}claim/")["Location"].count("login") == 1
    assert Participant.objects.filter(claimed_by__isnull=False).count() == 0


def test_guest_hears_nothing_of_before_guests_were_let_in(
    ada: Actor, meadow: Space, as_: Browser
) -> None:
    session = own(factories.session(ada, meadow, moderation="off"))
    with time_machine.travel(now() - timedelta(hours=1)):
        asks(came(ada, session), session, DYKE)
    last = own(session).log_number
    Session.objects.filter(topic=session.topic_id).update(guests_at=now(), code="23FHMX")
    asks(came(ada, session), session, ROAD)
    browser = as_(None)
    joins(browser, own(session))

    def since(page: str) -> int:
        token = page.split('src="/live/room?token=')[1].split("&amp;", maxsplit=1)[0]
        return verify(token.replace("%3A", ":")).since

    assert since(browser.get(session.room_url).content.decode()) == last > 0
    assert since(as_(ada).get(session.room_url).content.decode()) == 0


def test_members_come_in_by_the_page_of_the_session(
    ben: Actor, evening: Session, as_: Browser
) -> None:
    browser, door = as_(ben), f"{evening.get_absolute_url()}enter/"
    page = browser.get(evening.get_absolute_url()).content.decode()
    looked = browser.get(door)
    before = Participant.objects.count()
    entered = browser.post(door)

    assert page.count(f'action="{door}"') == 1
    assert [looked["Location"], entered["Location"]] == [evening.room_url] * 2
    assert (before, Participant.objects.filter(actor=ben).count()) == (0, 1)
    assert as_(None).post(door).status_code in {302, 303}
