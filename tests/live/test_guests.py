"""What a session's code lets guests read, and for how long."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.conversations.actions import post_reply
from groundswell.core.clock import now
from groundswell.core.subscriptions import verify
from groundswell.live.actions import begin_session, close_session
from groundswell.live.models import Session
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import own

Browser = Callable[..., Client]
PLAN = {
    "purpose": "Know what to do",
    "starts": "2093-06-03T18:30",
    "zone": "Europe/Madrid",
    "minutes": "75",
    "host": "@ada",
    "recording": "none",
    "naming": "choose",
    "moderation": "first",
    "totals": "open",
    "most_unanswered": "3",
}


@pytest.fixture
def closed_door(ada: Actor, burrow: Space) -> Session:
    """A session that takes guests, of a space that only members see."""
    session = factories.session(ada, burrow, guests=True)
    begin_session(actor=ada, session=own(session))
    return own(session)


def guest_browser(as_: Browser, session: Session, person: Actor | None = None) -> Client:
    browser = as_(person)
    browser.post(f"/join/{session.code}/", {"name": "Renee"})
    return browser


def text(answer: object) -> str:
    return answer.content.decode()


def said(page: str) -> list[int]:
    """Which of the lines are shown."""
    return [page.count(words) for words in ("Zqbefore", "Zqduring", "Zqafter")]


@pytest.mark.parametrize("with_account", [False, True])
def test_guests_of_a_private_session_read_its_own_time_alone(
    ada: Actor, cyn: Actor, closed_door: Session, as_: Browser, with_account: bool
) -> None:
    topic = closed_door.topic
    with time_machine.travel(closed_door.guests_at - timedelta(hours=1)):
        post_reply(actor=ada, topic=topic, text="Zqbefore")
    browser = guest_browser(as_, closed_door, cyn if with_account else None)
    browser.get(closed_door.room_url)
    post_reply(actor=ada, topic=topic, text="Zqduring")
    close_session(actor=ada, session=own(closed_door))
    with time_machine.travel(now() + timedelta(hours=1)):
        post_reply(actor=ada, topic=topic, text="Zqafter")
        page = text(browser.get(closed_door.room_url))
        members = text(as_(ada).get(closed_door.room_url))
        conversation = text(as_(ada).get(topic.get_absolute_url()))

    assert said(page) == [0, 1, 0]
    assert said(members) == [1, 1, 0]
    assert conversation.count("Zqafter") == 1


def test_guests_are_out_when_none_are_let_in_any_more(
    ada: Actor, closed_door: Session, as_: Browser
) -> None:
    browser = guest_browser(as_, closed_door)
    before = browser.get(closed_door.room_url).status_code
    as_(ada).post(f"{closed_door.get_absolute_url()}session/", PLAN)

    assert before == 200
    assert browser.get(closed_door.room_url).status_code == 404
    assert as_(ada).get(closed_door.room_url).status_code == 200


@pytest.mark.parametrize("place", ["burrow", "meadow"])
def test_stream_of_a_guest_rests_on_guests_being_let_in(
    ada: Actor, burrow: Space, meadow: Space, as_: Browser, place: str
) -> None:
    space = {"burrow": burrow, "meadow": meadow}[place]
    session = own(factories.session(ada, space, guests=True))
    page = text(guest_browser(as_, session).get(session.room_url))
    token = page.split('src="/live/room?token=')[1].split("&amp;")[0]

    assert verify(token.replace("%3A", ":")).within == (
        f"guests-{session.topic_id}",
        f"space-{space.id}",
    )


def test_account_that_came_by_code_takes_part_as_the_guest_it_is(
    cyn: Actor, closed_door: Session, as_: Browser
) -> None:
    browser, room = guest_browser(as_, closed_door, cyn), closed_door.room_url
    said = browser.post(f"{room}lines/", {"text": "Zqhello"})
    asked = browser.post(
        f"{room}questions/", {"words": "How high is the dyke at the mill?", "voice": "named"}
    )

    assert (said.status_code, asked.status_code) == (303, 303)
    assert list(closed_door.participants.values_list("guest", "name")) == [(True, "Renee")]


@pytest.mark.parametrize("place", ["lines", "questions"])
def test_form_that_is_refused_shows_guests_nothing_from_before(
    ada: Actor, closed_door: Session, as_: Browser, place: str
) -> None:
    with time_machine.travel(closed_door.guests_at - timedelta(hours=1)):
        post_reply(actor=ada, topic=closed_door.topic, text="Zqbefore")
    refused = guest_browser(as_, closed_door).post(f"{closed_door.room_url}{place}/", {})

    assert (refused.status_code, said(text(refused))) == (422, [0, 0, 0])
