"""What was put to a session's room, as its conversation shows it afterwards."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.actors.models import Actor
from groundswell.live.actions import (
    Asks,
    Typed,
    answer_poll,
    begin_session,
    close_poll,
    open_poll,
    plan_prompts,
    prepare_poll,
    put_away_poll,
    put_prompt,
)
from groundswell.live.models import Poll, Session
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import came, own

Browser = Callable[..., Client]


@pytest.fixture
def evening(ada: Actor, ben: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow)
    lines = "\n".join(f"What about dyke {number}?" for number in range(1, 5))
    plan_prompts(actor=ada, session=session, typed=Typed(lines=lines, welcome="Say who you are."))
    begin_session(actor=ada, session=session)
    return own(session)


def polled(ada: Actor, session: Session, words: str = "Which bridge first?", **asks: str) -> Poll:
    kind = {"kind": "single", "options": "North\nSouth", **asks}
    poll = prepare_poll(actor=ada, session=own(session), asks=Asks(words=words, **kind))
    return open_poll(actor=ada, poll=poll)


def closed(ada: Actor, poll: Poll) -> Poll:
    return close_poll(actor=ada, poll=Poll.objects.select_related("session__topic").get(id=poll.id))


def test_conversation_names_prompts_and_shows_what_polls_came_to(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    put_prompt(actor=ada, session=evening, number=0)
    put_prompt(actor=ada, session=evening, number=1)
    poll = polled(ada, evening)
    north = str(poll.options.get(text="North").id)
    answer_poll(actor=ben, poll=poll, participant=came(ben, evening), answers=[north])
    during = as_(None).get(evening.get_absolute_url()).content.decode()
    put_away = closed(ada, polled(ada, evening, "Which one never?"))
    put_away_poll(actor=ada, poll=put_away)
    closed(ada, polled(ada, evening, "Between us?", results="host"))
    closed(ada, poll)
    page, hosts = (as_(who).get(evening.get_absolute_url()).content.decode() for who in (None, ada))

    labels = ["</svg>Introductions</p>", "</svg>Q1</p>", "</svg>Poll</p>"]
    assert [page.count(label) for label in labels] == [1, 1, 3]
    assert during.count("poll-table") == 0
    assert (page.count("1 person answered"), page.count('class="poll-table"')) == (1, 1)
    assert hosts.count('class="poll-table"') == 2


def test_conversation_asks_the_same_for_one_and_three(
    ada: Actor, evening: Session, as_: Browser
) -> None:
    asked = []
    for number in (1, 2, 3):
        put_prompt(actor=ada, session=evening, number=number)
        closed(ada, polled(ada, evening, f"Which bridge in year {number}?"))
        with CaptureQueriesContext(connection) as counted:
            as_(None).get(evening.get_absolute_url())
        asked.append(len(counted))

    assert asked[0] == asked[2]
