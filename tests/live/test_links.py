"""Links that let somebody do one thing in one session, for a time, and the wall."""

import asyncio
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.conversations.actions import close_topic
from groundswell.core.clock import now
from groundswell.core.subscriptions import Grant, verify
from groundswell.live import projections
from groundswell.live.actions import (
    add_takeaway,
    begin_session,
    end_link,
    make_link,
    pause_room,
    take_question,
)
from groundswell.live.models import Question, Session, SessionLink, Wall
from groundswell.live.selectors.link import address_of
from groundswell.spaces.actions import leave_space, remove_member
from groundswell.spaces.models import Membership, Space
from groundswell.streaming import hub as hubs
from groundswell.streaming.hub import Hub
from tests import factories
from tests.live.acts import again, asks, came, guest, own, votes

Browser = Callable[..., Client]
HIGH = "How high is the dyke?"


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, guests=True)
    begin_session(actor=ada, session=session)
    return own(session)


def link(ada: Actor, evening: Session, kind: str, **fields) -> SessionLink:
    return make_link(actor=ada, session=own(evening), kind=kind, **fields)


def moved(browser: Client, found: SessionLink, question: Question, **given: str) -> int:
    address = f"{address_of(found)}questions/{question.id}/move/"
    return browser.post(address, given).status_code


def test_moderator_by_link_looks_after_questions_in_a_name_of_its_own(
    ada: Actor, evening: Session, as_: Browser
) -> None:
    found = link(ada, evening, "moderator", name="Renee")
    question = asks(guest(evening), evening, HIGH)
    browser = as_(None)
    page = browser.get(address_of(found))
    answers = [moved(browser, found, question, act=act) for act in ("open", "take", "answered")]

    assert (page.status_code, page.content.decode().count(HIGH)) == (200, 1)
    assert (answers, again(question).state) == ([303] * 3, "answered")
    acts = Activity.objects.filter(kind__startswith="live.question_").exclude(kind__endswith="held")
    assert {activity.actor.name for activity in acts} == {"Renee"}


@pytest.mark.parametrize(
    ("kind", "act", "status"),
    [
        ("presenter", "take", 303),
        ("presenter", "answered", 303),
        ("presenter", "dismiss", 403),
        ("presenter", "carry", 403),
        ("projector", "take", 403),
        ("moderator", "carry", 303),
    ],
)
def test_link_does_what_it_says_and_no_more(
    ada: Actor, evening: Session, as_: Browser, kind: str, act: str, status: int
) -> None:
    question = asks(came(ada, evening), evening, HIGH)
    before = again(question).state
    answer = moved(as_(None), link(ada, evening, kind), question, act=act, reason="double")

    assert answer == status
    assert (again(question).state == before) == (status == 403)


def test_link_of_one_session_opens_no_other(
    ada: Actor, meadow: Space, evening: Session, as_: Browser
) -> None:
    other = own(factories.session(ada, meadow))
    question = asks(came(ada, other), other, HIGH)

    assert moved(as_(None), link(ada, evening, "moderator"), question, act="take") == 404
    assert as_(None).get(f"/t/{evening.topic_id}/desk/").status_code == 303


@pytest.mark.parametrize("kind", ["moderator", "presenter", "projector"])
def test_ended_link_says_so_and_does_nothing(
    ada: Actor, evening: Session, as_: Browser, kind: str
) -> None:
    found, browser = link(ada, evening, kind, hours=3), as_(None)
    question = asks(came(ada, evening), evening, HIGH)
    open_page = browser.get(address_of(found)).status_code
    with time_machine.travel(now() + timedelta(hours=3)):
        late = browser.get(address_of(found))
        too_late = moved(browser, found, question, act="take")
    end_link(actor=ada, link=found)
    ended = browser.get(address_of(found))
    forged = browser.get(address_of(found).replace(":", ";", 1))

    assert (open_page, late.status_code, too_late, ended.status_code) == (200, 403, 403, 403)
    assert late.content.decode().count("time is over") >= 1
    assert ended.content.decode().count("was ended by those who lead") >= 1
    assert (forged.status_code, again(question).state) == (404, "open")


def test_link_ends_with_the_right_of_who_made_it(
    ada: Actor, ben: Actor, meadow: Space, evening: Session, as_: Browser
) -> None:
    Session.objects.update(host=ben)
    found = make_link(actor=ben, session=own(evening), kind="moderator")
    question = asks(came(ada, evening), evening, HIGH)
    Membership.objects.filter(space=meadow, actor=ben).delete()

    assert moved(as_(None), found, question, act="take") == 403


def stream_of(page: str) -> str:
    found = re.search(r"token=([^&\"]+)", page)
    return unquote(found[1])


@pytest.mark.parametrize("kind", ["moderator", "presenter", "projector"])
def test_streams_of_a_link_end_with_it(
    ada: Actor, evening: Session, as_: Browser, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = link(ada, evening, kind, hours=3)
    grant = verify(stream_of(as_(None).get(address_of(found)).content.decode()))

    async def story() -> tuple[bool, bool]:
        hub = Hub()
        ended, over = hub.join(grant), hub.join(grant)
        ended.slot = over.slot = -1
        hub.revoke(0, found.channel)
        refused = hub.is_revoked(grant)
        hub.revoked.clear()
        monkeypatch.setattr(hubs.time, "time", lambda: found.expires_at.timestamp() + 1)
        return ended.closed and refused, hub.is_revoked(grant)

    assert grant.rests_on(found.channel)
    assert grant.until == found.expires_at.timestamp()
    assert asyncio.run(story()) == (True, True)


def test_stream_ends_by_itself_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> tuple[bool, bool]:
        hub = Hub()
        short = hub.join(Grant(None, ("desk-1",), time.time(), until=time.time() + 100))
        long = hub.join(Grant(None, ("desk-1",), time.time()))
        late = time.time() + 101
        monkeypatch.setattr(hubs.time, "time", lambda: late)
        hub.tell_time()
        return short.closed, long.closed

    assert asyncio.run(story()) == (True, False)


def test_list_of_links_is_on_the_desk(ada: Actor, evening: Session, as_: Browser) -> None:
    browser, page = as_(ada), f"/t/{evening.topic_id}/links/"
    browser.post(page, {"kind": "presenter", "name": "Jo", "hours": "3"})
    found = SessionLink.objects.get()
    listed = browser.get(page).content.decode()
    browser.post(f"{page}end/", {"link": str(found.id)})
    ended = browser.get(page).content.decode()

    assert (listed.count('value="http'), ended.count('value="http')) == (1, 0)
    assert (ended.count("Ended"), browser.get(evening.desk_url).content.decode().count(page)) == (
        1,
        1,
    )


def scene(browser: Client, found: SessionLink) -> str:
    answer = browser.get(address_of(found), headers={"HX-Request": "true"})
    return answer.content.decode()


def test_wall_shows_each_scene_and_only_what_is_approved(
    ada: Actor, evening: Session, as_: Browser
) -> None:
    found, browser, host = link(ada, evening, "projector"), as_(None), as_(ada)
    asks(guest(evening), evening, "Waiting for a moderator?")
    one = asks(came(ada, evening), evening, HIGH)
    votes(guest(evening), one)
    take_question(actor=ada, question=again(one))
    add_takeaway(actor=ada, session=evening, text="Bring a spade")
    shown = {}
    for name in Wall.Scene.values:
        host.post(f"/t/{evening.topic_id}/wall/", {"scene": name})
        shown[name] = scene(browser, found)

    assert evening.code in shown["join"]
    assert shown["join"].count("<svg") == 1
    assert [shown[name].count(HIGH) for name in ("current", "top", "blank")] == [1, 1, 0]
    assert shown["takeaways"].count("Bring a spade") == 1
    assert sum(page.count("Waiting for a moderator?") for page in shown.values()) == 0


def test_still_wall_keeps_what_it_shows_until_it_moves(
    ada: Actor, evening: Session, as_: Browser
) -> None:
    found, browser, host = link(ada, evening, "projector"), as_(None), as_(ada)
    wall = f"/t/{evening.topic_id}/wall/"
    one, two = (asks(came(ada, evening), evening, f"{HIGH} {name}") for name in "AB")
    take_question(actor=ada, question=again(one))
    host.post(wall, {"scene": "current"})
    host.post(wall, {"still": "on"})
    take_question(actor=ada, question=again(two))
    still = scene(browser, found)
    host.post(wall, {"still": "off"})
    moving = scene(browser, found)
    host.post(wall, {"still": "on"})
    pause_room(actor=ada, session=own(evening))
    closed = scene(browser, found)

    assert [page.count(f"{HIGH} A") for page in (still, moving, closed)] == [1, 0, 0]
    assert [page.count(f"{HIGH} B") for page in (still, moving, closed)] == [0, 1, 0]


def test_presenter_has_what_is_on_three_more_and_how_many_wait(
    ada: Actor, evening: Session, as_: Browser
) -> None:
    Session.objects.update(most_unanswered=10)
    asked = [asks(came(ada, evening), evening, f"{HIGH} {name}") for name in "ABCDE"]
    take_question(actor=ada, question=again(asked[0]))
    page = as_(None).get(address_of(link(ada, evening, "presenter"))).content.decode()

    assert [page.count(f"{HIGH} {name}") for name in "ABCDE"] == [1, 1, 1, 1, 0]
    assert page.count("4 questions wait") == 1
    assert page.count("<gs-countdown") == 1


@pytest.mark.parametrize("kind", ["moderator", "presenter", "projector"])
def test_link_is_read_no_longer_than_who_made_it_may_lead(
    ada: Actor, ben: Actor, meadow: Space, evening: Session, as_: Browser, kind: str
) -> None:
    Session.objects.update(host=ben)
    found, browser = make_link(actor=ben, session=own(evening), kind=kind), as_(None)
    close_topic(actor=ada, topic=evening.topic, summary="It is done.")
    closed = browser.get(address_of(found)).status_code
    remove_member(
        actor=ada, membership=Membership.objects.get(space=meadow, actor=ben), reason="Rude"
    )

    assert (closed, browser.get(address_of(found)).status_code) == (200, 403)


def test_streams_of_a_link_end_when_who_made_it_goes(
    ada: Actor,
    ben: Actor,
    meadow: Space,
    evening: Session,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    Session.objects.update(host=ben)
    found, ended = make_link(actor=ben, session=own(evening), kind="projector"), []
    make_link(actor=ada, session=own(evening), kind="projector")
    monkeypatch.setattr(projections, "revoke_for_all", ended.append)
    with django_capture_on_commit_callbacks(execute=True):
        leave_space(actor=ben, space=meadow)

    assert ended == [found.channel]


def test_hidden_asker_is_named_to_people_who_lead_and_to_no_link(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    asks(guest(evening), evening, HIGH, voice="hidden")
    page = as_(None).get(address_of(link(ada, evening, "moderator"))).content.decode()
    desk = as_(ada).get(evening.desk_url).content.decode()

    assert [text.count("Renee") for text in (page, desk)] == [0, 1]
    assert [text.count("Asked without a name") for text in (page, desk)] == [1, 0]


def test_wall_is_told_that_the_room_moved_and_not_what_was_said(
    ada: Actor, evening: Session, as_: Browser
) -> None:
    grants = [
        verify(stream_of(as_(who).get(page).content.decode()))
        for who, page in (
            (None, address_of(link(ada, evening, "projector"))),
            (ada, evening.room_url),
        )
    ]

    assert [grant.hears_words for grant in grants] == [False, True]
