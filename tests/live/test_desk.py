"""The desk: order by hand, and who looks at what."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.live.actions import (
    begin_session,
    close_session,
    open_question,
    order_unheard,
    put_back_question,
    take_question,
    the_anonymous,
)
from groundswell.live.models import LogItem, Question, Session
from groundswell.live.selectors.desk import now_of, open_list
from groundswell.live.selectors.link import presenting
from groundswell.live.selectors.recap import recap_of
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, own, votes

Browser = Callable[..., Client]


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, moderation="off", most_unanswered=10)
    begin_session(actor=ada, session=session)
    return own(session)


def acts(browser: Client, question: Question, act: str) -> None:
    move = f"/t/{question.session_id}/questions/{question.id}/move/"
    assert browser.post(move, {"act": act, "back": "host"}).status_code == 303


def test_host_orders_by_hand_and_new_questions_come_last(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    who, host = came(ben, evening), as_(ada)
    one, two, three = (asks(who, evening, f"Question number {n}?") for n in "123")

    def line() -> list[str]:
        return [it.text[-2] for it in open_list(evening, "host").questions]

    orders = [line()]
    for question, act in ((three, "first"), (one, "down"), (two, "up")):
        acts(host, question, act)
        orders.append(line())
    asks(who, evening, "Question number 4?")
    room = as_(None).get(f"{evening.room_url}?order=host").content.decode()

    assert orders == [list("123"), list("312"), list("321"), list("231")]
    assert line() == list("2314")
    assert [room.index(f"Question number {n}?") for n in "2314"] == sorted(
        room.index(f"Question number {n}?") for n in "2314"
    )


def test_desks_say_who_looks_at_a_question_for_a_while(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    evening.topic.space.memberships.filter(actor=ben).update(role="steward")
    question = asks(came(ada, evening), evening, "Who holds the key of the sluice?")
    sign = "Ada is looking at this"

    def seen(person: Actor) -> int:
        return as_(person).get(evening.desk_url).content.decode().count(sign)

    acts(as_(ada), question, "look")
    looked = [seen(ada), seen(ben)]
    with time_machine.travel(now() + timedelta(minutes=5)):
        later = seen(ben)
    acts(as_(ben), question, "leave")
    others = seen(ben)
    acts(as_(ada), question, "leave")

    assert (looked, later, others, seen(ben)) == ([0, 1], 0, 1, 0)


def test_time_in_the_queue_stands_in_the_recap(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    Session.objects.update(moderation="all")
    at_once = came(ada, evening)
    assert asks(at_once, evening, "Who paints the sluice this year?").opened_at is not None
    at_first = now_of(own(evening)).median_queue
    question = asks(came(ben, evening), evening, "Who holds the key of the sluice?")
    with time_machine.travel(question.asked_at + timedelta(minutes=2), tick=False):
        anonymous = the_anonymous(actor=ada)
        open_question(actor=ada, question=again(question), anonymous=anonymous)
    close_session(actor=ada, session=own(evening))

    assert (at_first, recap_of(own(evening)).median_queue) == (None, timedelta(minutes=2))
    page = as_(None).get(evening.get_absolute_url()).content.decode()
    assert page.count("Half of the questions that waited were let in within") == 1


def test_pinned_question_stands_before_the_others_however_one_reads_them(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    who, host = came(ben, evening), as_(ada)
    one, two, three = (asks(who, evening, f"Question number {n}?") for n in "123")
    votes(came(ada, evening), one)
    acts(host, three, "pin")
    found = [
        [open_list(evening, order).questions[0].id for order in ("top", "new", "fair", "host")],
        presenting(evening).coming[0].id,
    ]
    room = as_(None).get(evening.room_url).content.decode()
    acts(host, three, "unpin")

    assert found == [[three.id] * 4, three.id]
    assert (room.count("data-pinned"), room.count("Pinned")) == (1, 1)
    assert open_list(evening, "top").questions[0].id == one.id
    assert again(two).pinned_at is None


def test_people_not_yet_heard_come_first_among_equals(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    cyn = factories.member(factories.person("dot"), evening.topic.space).actor
    heard, fresh, host = came(ben, evening), came(cyn, evening), as_(ada)
    before, hidden = (
        asks(heard, evening, f"Question number {n}?", **voice)
        for n, voice in ((1, {}), (2, {"voice": "hidden"}))
    )
    again_asked, theirs = (
        asks(heard, evening, "Question three?"),
        asks(fresh, evening, "Four here?"),
    )
    wanted = asks(heard, evening, "Question five?")
    votes(fresh, wanted)
    acts(host, before, "take")

    def line(order: str) -> list[int]:
        return [it.id for it in open_list(own(evening), order).questions]

    orders = [line("top"), line("new")]
    sent = host.post(f"/t/{evening.topic_id}/desk/room/", {"act": "unheard"})
    orders += [line("top"), line("new")]
    room = host.get(f"{evening.room_url}?order=top").content.decode()
    fair = host.get(evening.room_url).content.decode()
    host.post(f"/t/{evening.topic_id}/desk/room/", {"act": "anybody"})

    usual, newest = [wanted, hidden, again_asked, theirs], [wanted, theirs, again_asked, hidden]
    assert sent.status_code == 303
    assert orders == [
        [it.id for it in found]
        for found in (usual, newest, [wanted, hidden, theirs, again_asked], newest)
    ]
    places = [room.index(f'id="q{it.id}"') for it in (wanted, hidden, theirs, again_asked)]
    assert places == sorted(places)
    assert (room.count("data-heard"), room.count("data-unheard")) == (2, 1)
    mixed = [fair.index(f'id="q{it.id}"') for it in (hidden, theirs, wanted, again_asked)]
    assert max(mixed[:2]) < min(mixed[2:])
    assert line("top") == [it.id for it in usual]


def test_who_is_heard_stands_elsewhere_at_once(ada: Actor, ben: Actor, evening: Session) -> None:
    who = came(ben, evening)
    one, two = asks(who, evening, "Question one?"), asks(who, evening, "Question two?")
    order_unheard(actor=ada, session=evening, first=True)

    def told() -> bool:
        return "data-heard" in LogItem.objects.filter(key=f"q{two.id}").latest("number").html

    found = [told()]
    take_question(actor=ada, question=again(one))
    found.append(told())
    put_back_question(actor=ada, question=again(one))

    assert [*found, told()] == [False, True, False]


def test_three_open_questions_are_pinned_at_most(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    who, host = came(ben, evening), as_(ada)
    asked = [asks(who, evening, f"Question number {n}?") for n in range(5)]
    acts(host, asked[0], "take")
    for question in asked:
        acts(host, question, "pin")
    told = host.get(evening.desk_url).content.decode()

    assert [bool(again(question).pinned_at) for question in asked] == [0, 1, 1, 1, 0]
    assert told.count("Only an open question can be pinned.") == 1
    assert told.count("3 questions are pinned already. Let one of them go first.") == 1


def test_script_is_told_what_became_of_a_question_and_stays_on_its_page(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    question, host = asks(came(ben, evening), evening, "Who holds the key?"), as_(ada)
    move = f"/t/{evening.topic_id}/questions/{question.id}/move/"
    answers = [
        host.post(move, {"act": act}, headers={"HX-Request": "true"})
        for act in ("take", "take", "dance")
    ]

    assert [answer.status_code for answer in answers] == [200, 409, 422]
    assert answers[0].json() == {"state": "current", "says": "On now"}
    assert answers[1].headers["HX-Trigger"].count("somebody else was faster") == 1
