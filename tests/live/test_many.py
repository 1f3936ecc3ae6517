"""A storm of votes, chains of merges, and rooms with more questions than are shown."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.actors.models import Actor
from groundswell.live.actions import (
    merge_questions,
    take_question,
    the_anonymous,
    undo_question,
    vote,
    withdraw_vote,
)
from groundswell.live.models import Question, Session
from groundswell.live.selectors import open_ones
from groundswell.live.selectors.desk import now_of
from groundswell.live.selectors.open_ones import in_order
from groundswell.live.selectors.question import nearest
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, guest, own, votes

Browser = Callable[..., Client]


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, guests=True)
    Session.objects.update(most_unanswered=10)
    return own(session)


def asked(ben: Actor, evening: Session, many: int) -> list[Question]:
    who = came(ben, evening)
    return [asks(who, evening, f"How high is dyke {number}?") for number in range(many)]


def counts(*questions: Question) -> list[int]:
    return [again(one).vote_count for one in questions]


def merged(ada: Actor, source: Question, into: Question) -> None:
    merge_questions(actor=ada, source=again(source), into=again(into))


def unmerged(ada: Actor, question: Question) -> None:
    undo_question(actor=ada, question=again(question), anonymous=the_anonymous(actor=ada))


def test_undoing_a_merge_counts_the_question_that_stands_at_the_end(
    ada: Actor, ben: Actor, evening: Session
) -> None:
    one, two, three = asked(ben, evening, 3)
    votes(guest(evening), one)
    votes(guest(evening), one)
    votes(guest(evening), two)
    merged(ada, one, two)
    merged(ada, two, three)
    together = counts(three)
    unmerged(ada, one)
    apart = counts(one, three)
    unmerged(ada, two)

    assert (together, apart, counts(one, two, three)) == ([3], [2, 1], [2, 1, 0])


def test_undoing_a_merge_counts_what_was_taken_back_meanwhile(
    ada: Actor, ben: Actor, evening: Session
) -> None:
    one, two = asked(ben, evening, 2)
    who = guest(evening)
    votes(who, one)
    merged(ada, one, two)
    withdraw_vote(actor=ada, question=again(one), participant=who)
    unmerged(ada, one)

    assert counts(one, two) == [0, 0]


def test_vote_of_a_guest_is_three_statements(ben: Actor, evening: Session) -> None:
    [one] = asked(ben, evening, 1)
    who, question = guest(evening), again(one)

    with CaptureQueriesContext(connection) as first:
        vote(actor=who.actor, question=question, participant=who)
    with CaptureQueriesContext(connection) as second:
        vote(actor=who.actor, question=question, participant=who)

    def kinds(asked: CaptureQueriesContext) -> list[str]:
        words = [query["sql"].split()[0] for query in asked.captured_queries]
        return [word for word in words if word not in {"SAVEPOINT", "RELEASE"}]

    assert kinds(first) == ["SELECT", "INSERT", "UPDATE"]
    assert kinds(second) == ["SELECT", "INSERT"]
    assert counts(one) == [1]


def test_vote_anywhere_in_a_chain_of_merges_counts_once(
    ada: Actor, ben: Actor, evening: Session
) -> None:
    one, two, three = asked(ben, evening, 3)
    who = guest(evening)
    votes(who, one)
    merged(ada, one, two)
    merged(ada, two, three)
    standing = [votes(who, question).id for question in (one, two, three)]

    assert (standing, counts(three)) == ([three.id] * 3, [1])


def test_who_only_votes_has_said_something(ben: Actor, evening: Session) -> None:
    [one] = asked(ben, evening, 1)
    guest(evening)
    votes(guest(evening), one)

    assert (now_of(evening).present, now_of(evening).spoke) == (3, 2)


@pytest.mark.parametrize(
    ("order", "shown"), [("top", [3, 0]), ("new", [4, 3]), ("host", [2, 0]), ("fair", [0, 3])]
)
def test_full_room_shows_the_first_in_its_order_and_what_is_on(
    ada: Actor,
    ben: Actor,
    evening: Session,
    as_: Browser,
    monkeypatch: pytest.MonkeyPatch,
    order: str,
    shown: list[int],
) -> None:
    monkeypatch.setattr(open_ones, "MOST_QUESTIONS", 2)
    monkeypatch.setattr(open_ones, "_ROWS", open_ones.open_queries())
    questions = asked(ben, evening, 6)
    for number, one in enumerate(questions):
        draw = [1, 9, 8, 2, 7, 6][number]
        place = [1, 3, 0, 2, 4, 5][number]
        Question.objects.filter(id=one.id).update(draw=draw, place=place)
    votes(guest(evening), questions[3])
    take_question(actor=ada, question=again(questions[5]))

    page = as_(None).get(f"{evening.room_url}?order={order}").content.decode()
    places = {at: page.find(f'id="q{one.id}"') for at, one in enumerate(questions)}
    seen = sorted((at for at in places if places[at] >= 0), key=places.__getitem__)

    assert seen == [5, *shown]


@pytest.mark.parametrize("seed", [0, 1, 2**54 + 12345])
def test_lot_is_the_same_on_every_database(ben: Actor, evening: Session, seed: int) -> None:
    questions = asked(ben, evening, 3)
    for one, draw in zip(questions, [2**31 - 1, 86_975, 5], strict=True):
        Question.objects.filter(id=one.id).update(draw=draw)
    found = in_order(Question.objects.all(), "fair", seed=seed)

    expected = {0: [2, 1, 0], 1: [2, 1, 0], 2**54 + 12345: [1, 2, 0]}
    assert [questions.index(one) for one in found] == expected[seed]


def test_typing_reads_words_and_loads_no_room(ben: Actor, evening: Session, as_: Browser) -> None:
    asked(ben, evening, 5)
    browser = as_(ben)
    address = f"{evening.room_url}similar/"
    browser.get(address, {"words": "How high is dyke 3?"})

    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address, {"words": "How high is dyke 3?"})
    page = answer.content.decode()

    assert nearest(evening, "How high is dyke 3?")[0].text == "How high is dyke 3?"
    assert (page.count("<li"), page.count("Add my voice")) == (3, 0)
    asked_questions = [q for q in queries.captured_queries if "live_question" in q["sql"]]
    assert len(asked_questions) == 3
