"""The open questions of a room, read once for all who come in and as they stand for each."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.actors.models import Actor
from groundswell.conversations.actions import edit_message
from groundswell.live.actions import begin_session, dismiss_question, pin_question
from groundswell.live.drawing import question_card
from groundswell.live.models import Session
from groundswell.live.selectors import open_ones
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, guest, own, votes


@pytest.fixture(autouse=True)
def evening(ada: Actor, meadow: Space) -> Session:
    open_ones._rooms.clear()
    session = factories.session(ada, meadow, guests=True, moderation="off")
    begin_session(actor=ada, session=session)
    return own(session)


def reads(evening: Session) -> tuple[str, int]:
    """The room as a stranger sees it, and how many queries it took."""
    with CaptureQueriesContext(connection) as asked:
        page = Client().get(evening.room_url).content.decode()
    return page, len(asked)


def test_questions_are_read_once_for_all_who_come_in_and_counts_each_time(
    ben: Actor, evening: Session
) -> None:
    Session.objects.update(totals=Session.Totals.OPEN)
    one = asks(came(ben, evening), evening, "How high is the dyke?")
    reads(evening)
    open_ones._rooms.clear()

    first, many = reads(evening)
    votes(guest(evening), one)
    second, fewer = reads(evening)

    assert many - fewer == 1
    counts = [re.findall(r'data-votes="(\d+)"', page) for page in (first, second)]
    assert counts == [["0"], ["1"]]


def test_new_words_and_what_is_set_aside_or_pinned_show_at_once(
    ada: Actor, ben: Actor, evening: Session
) -> None:
    one, two = (asks(came(ben, evening), evening, f"How high is dyke {name}?") for name in "AB")
    reads(evening)
    edit_message(actor=ben, message=again(one).message, text="How broad is dyke A?")
    edited, _read = reads(evening)
    pin_question(actor=ada, question=again(two))
    pinned, _read = reads(evening)
    dismiss_question(actor=ada, question=again(one), reason="double")
    fewer, _read = reads(evening)

    assert ("How high is dyke A?" in edited, "How broad is dyke A?" in edited) == (False, True)
    assert pinned.find("dyke B?") < pinned.find("dyke A?")
    assert ("dyke A?" in fewer, "dyke B?" in fewer) == (False, True)


def test_card_is_drawn_by_several_threads_at_once(ben: Actor, evening: Session) -> None:
    asked = asks(came(ben, evening), evening, "How high is the dyke?")
    kept = next(
        one for one in open_ones.open_ones(own(evening), "new", seed=0) if one.id == asked.id
    )

    def draw(first: int) -> set[bool]:
        drawn = set()
        for count in range(first, first + 4_000):
            kept.vote_count = count % 40
            drawn.add("How high is the dyke?" in question_card(kept, counted=True))
        return drawn

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(draw, (0, 17))) == [{True}, {True}]
