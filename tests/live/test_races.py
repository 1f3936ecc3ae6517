"""Votes and merges at the same instant, each on a connection of its own: every count is exact."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict
from groundswell.live.actions import (
    Asks,
    Typed,
    answer_poll,
    begin_session,
    claim_guest,
    close_poll,
    enter_as_guest,
    merge_questions,
    open_poll,
    plan_prompts,
    prepare_poll,
    put_prompt,
    run_prompts,
    take_question,
    the_anonymous,
    undo_question,
    vote_together,
    withdraw_vote,
)
from groundswell.live.models import (
    LogItem,
    Participant,
    Poll,
    PollOption,
    PollVote,
    Prompt,
    Question,
    QuestionVote,
    Session,
)
from groundswell.live.tallying import tally
from groundswell.live.tasks import put_due_prompts
from tests import factories
from tests.live.acts import again, asks, came, guest, own, votes
from tests.racing import together, while_it_waits

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("real_database"),
]
CROWD = 20


@pytest.fixture
def ada(real_database: None) -> Actor:
    return factories.person("ada")


@pytest.fixture
def evening(ada: Actor) -> Session:
    return own(factories.session(ada, factories.space(ada, "meadow"), guests=True))


def question(ada: Actor, session: Session, words: str) -> Question:
    return asks(came(ada, session), session, words)


def voting(who: object, asked: Question) -> Callable[[], Question]:
    return lambda: votes(who, asked)


def test_two_clicks_each_of_a_crowd_count_everybody_once(ada: Actor, evening: Session) -> None:
    asked = question(ada, evening, "How high is the dyke?")
    crowd = [guest(evening) for _ in range(CROWD)]

    done = together([voting(who, asked) for who in crowd for _click in range(2)])

    assert {type(one) for one in done} == {Question}
    assert (again(asked).vote_count, QuestionVote.objects.count()) == (CROWD, CROWD)


def test_votes_and_their_withdrawal_at_once_leave_an_exact_count(
    ada: Actor, evening: Session
) -> None:
    asked = question(ada, evening, "How high is the dyke?")
    crowd = [guest(evening) for _ in range(CROWD // 2)]
    for who in crowd[:5]:
        votes(who, asked)

    def taking_back(who: object) -> Callable[[], Question]:
        return lambda: withdraw_vote(actor=ada, question=again(asked), participant=who)

    together([*[taking_back(who) for who in crowd[:5]], *[voting(who, asked) for who in crowd]])

    assert again(asked).vote_count == QuestionVote.objects.filter(question=asked).count()


def test_voice_during_a_merge_is_neither_lost_nor_doubled(ada: Actor, evening: Session) -> None:
    one, two = (question(ada, evening, f"How high is dyke {name}?") for name in ("A", "B"))
    crowd = [guest(evening) for _ in range(CROWD // 2)]
    both = [voting(who, asked) for who in crowd for asked in (one, two)]

    def merging() -> Question:
        return merge_questions(actor=ada, source=again(two), into=again(one))

    done = together([*both[: len(both) // 2], merging, *both[len(both) // 2 :]])
    merged = again(one).vote_count
    undo_question(actor=ada, question=again(two), anonymous=the_anonymous(actor=ada))

    assert {type(found) for found in done} <= {Question, Conflict}
    assert merged == len(crowd)
    for asked in (one, two):
        assert again(asked).vote_count == QuestionVote.objects.filter(question=asked).count()


def test_halls_that_are_counted_in_one_go_are_exact_beside_a_merge(
    ada: Actor, evening: Session
) -> None:
    one, two = (question(ada, evening, f"How high is dyke {name}?") for name in ("A", "B"))
    crowd = [guest(evening) for _ in range(CROWD)]

    def hall(asked: Question, some: list[Participant]) -> Callable[[], tuple[int, list[bool]]]:
        voters = [(who, "") for who in [*some, some[0]]]
        return lambda: vote_together(actor=None, question=again(asked), participants=voters)

    def merging() -> Question:
        return merge_questions(actor=ada, source=again(two), into=again(one))

    halves = crowd[: CROWD // 2], crowd[CROWD // 2 :]
    halls = [hall(asked, some) for asked in (one, two) for some in (*halves, crowd)]
    done = together([*halls, merging, *[voting(who, one) for who in crowd[:4]]])
    votes(crowd[0], one)

    assert [found for found in done if isinstance(found, Exception)] == []
    assert again(one).vote_count == CROWD
    undo_question(actor=ada, question=again(two), anonymous=the_anonymous(actor=ada))
    for asked in (one, two):
        assert again(asked).vote_count == QuestionVote.objects.filter(question=asked).count()


def test_two_questions_put_on_at_once_leave_one_on(ada: Actor, evening: Session) -> None:
    asked = [question(ada, evening, f"How high is dyke {name}?") for name in "ABC"]

    done = together([lambda it=it: take_question(actor=ada, question=again(it)) for it in asked])

    assert {type(one) for one in done} == {Question}
    on = Question.objects.filter(state="current")
    assert on.count() == 1
    assert Question.objects.filter(state="answered").count() == 2


def test_log_numbers_are_dense_when_many_ask_at_once(ada: Actor, evening: Session) -> None:
    Session.objects.update(moderation="off")
    crowd = [guest(evening) for _ in range(CROWD // 2)]

    done = together(
        [lambda who=who: asks(who, evening, f"How high is dyke {who.id}?") for who in crowd]
    )

    assert {type(one) for one in done} == {Question}
    numbers = LogItem.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, len(crowd) + 1))


def test_crowd_changes_its_answers_while_the_poll_closes_and_each_counts_once(
    ada: Actor, evening: Session
) -> None:
    asks = Asks(words="Which bridge?", options="North\nSouth")
    poll = open_poll(actor=ada, poll=prepare_poll(actor=ada, session=evening, asks=asks))
    north, south = (str(option.id) for option in poll.options.all())
    crowd = [guest(evening) for _ in range(CROWD // 2)]

    def fresh() -> Poll:
        found = Poll.objects.get(id=poll.id)
        found.session = own(evening)
        return found

    def saying(who: object, option: str) -> Callable[[], object]:
        return lambda: answer_poll(actor=who.actor, poll=fresh(), participant=who, answers=[option])

    both = [saying(who, option) for who in crowd for option in (north, south)]
    done = together([*both, lambda: close_poll(actor=ada, poll=fresh())])

    found = tally(fresh())
    assert {type(one) for one in done} == {list, Poll}
    assert (found.people, sum(row.count for row in found.rows)) == (len(crowd), len(crowd))
    assert PollVote.objects.count() == len(crowd)


def opened(ada: Actor, session: Session, kind: str = "single", options: str = "") -> Poll:
    found = prepare_poll(
        actor=ada, session=session, asks=Asks(words="Which bridge?", kind=kind, options=options)
    )
    return open_poll(actor=ada, poll=found)


def read(poll: Poll) -> Poll:
    """As each request reads it."""
    found = Poll.objects.get(id=poll.id)
    found.session = own(poll.session)
    return found


def answers(who: Participant, poll: Poll, said: str) -> list[PollOption]:
    return answer_poll(actor=who.actor, poll=read(poll), participant=who, answers=[said])


def test_who_answers_does_not_wait_for_others_who_answer(ada: Actor, evening: Session) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: there answers share a commit.")
    poll = opened(ada, evening, options="North\nSouth")
    north = str(poll.options.first().id)
    slow, quick, closes = threading.Event(), threading.Event(), threading.Event()

    def taking_long() -> None:
        with transaction.atomic():
            answers(guest(evening, "Slow"), poll, north)
            slow.set()
            quick.wait(10)
            closes.wait(0.2)  # it is not let through while this is not done

    def meanwhile() -> list[PollOption]:
        slow.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '500ms'")
        try:
            return answers(guest(evening, "Quick"), poll, north)
        finally:
            quick.set()

    def closing() -> datetime | None:
        quick.wait(10)
        found = close_poll(actor=ada, poll=read(poll)).closed_at
        closes.set()
        return found

    done = together([taking_long, meanwhile, closing])

    assert [type(one).__name__ for one in done] == ["NoneType", "list", "datetime"]
    assert tally(read(poll)).people == 2


def test_crowd_that_says_the_same_words_in_any_order_is_counted(
    ada: Actor, evening: Session
) -> None:
    poll = opened(ada, evening, "words")
    words = ["river, willow, dyke", "dyke, willow, river", "willow, river, dyke"]
    crowd = [guest(evening) for _ in range(CROWD)]

    together([lambda it=it: answers(it[1], poll, words[it[0] % 3]) for it in enumerate(crowd)])
    done = together(
        [lambda who=who: answers(who, poll, "river") for who in crowd for _twice in "ab"]
    )

    assert {type(one) for one in done} == {list}
    found = tally(read(poll))
    assert (found.people, [(row.option.text, row.count) for row in found.rows]) == (
        CROWD,
        [("river", CROWD)],
    )
    assert list(poll.options.values_list("key", flat=True)) == [found.rows[0].option.key]


def test_what_a_guest_answers_while_it_moves_into_an_account_counts_once(
    ada: Actor, evening: Session
) -> None:
    poll = opened(ada, evening, options="North\nSouth")
    north = str(poll.options.first().id)
    renee, mine = guest(evening), came(ada, evening)

    done = together(
        [
            lambda: answers(renee, poll, north),
            lambda: answers(mine, poll, north),
            lambda: claim_guest(actor=ada, session=own(evening), guest=renee),
        ]
    )

    assert {type(one) for one in done} <= {list, Participant, Conflict}
    assert list(PollVote.objects.values_list("participant", flat=True)) == [mine.id]


def test_answer_that_cannot_be_counted_is_given_back_with_the_choice(
    ada: Actor, evening: Session
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite waits for its one writer, and says so by its own page.")
    poll = opened(ada, evening, options="North\nSouth")
    north, held, browser = poll.options.first(), threading.Event(), Client()
    browser.post(f"/join/{evening.code}/", {})
    address, given = f"{evening.room_url}polls/{poll.id}/", threading.Event()

    def holding() -> None:
        with transaction.atomic():
            list(Poll.objects.select_for_update().filter(id=poll.id))
            held.set()
            given.wait(10)

    def answering() -> list[HttpResponse]:
        held.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        sent = {"answer": str(north.id)}
        try:
            plain = browser.post(address, sent)
            return [plain, browser.post(address, sent, headers={"HX-Request": "true"})]
        finally:
            given.set()

    _none, told = together([holding, answering])

    for one in told:
        page = one.content.decode()
        assert (one.status_code, page.count("yours was not counted")) == (422, 1)
        assert page.count(f'value="{north.id}" checked') == 1
    assert PollVote.objects.count() == 0


def test_fifty_joins_of_one_device_are_one_guest(evening: Session) -> None:
    joins = [
        lambda: enter_as_guest(actor=None, session=own(evening), name="Renee", device="d" * 64)
        for _click in range(50)
    ]

    done = together(joins)

    assert {type(one) for one in done} == {Participant}
    assert {one.id for one in done} == {Participant.objects.get().id}
    assert Actor.objects.filter(host="guest").count() == 1


def test_what_a_guest_did_is_taken_by_one_of_two_accounts(ada: Actor, evening: Session) -> None:
    Session.objects.update(moderation="off")
    renee = guest(evening)
    asked, wanted = (
        asks(renee, evening, "How high is the dyke?"),
        question(ada, evening, "Where?" * 3),
    )
    votes(renee, wanted)
    people = [factories.person(name) for name in ("ben", "cyn")]
    for one in people:
        factories.member(one, evening.topic.space)

    done = together(
        [
            lambda who=who: claim_guest(actor=who, session=own(evening), guest=renee)
            for who in people
        ]
    )
    [mine] = [one for one in done if isinstance(one, Participant)]

    assert sorted(type(one).__name__ for one in done) == ["Conflict", "Participant"]
    assert (again(asked).asker_id, again(asked).message.author_id) == (mine.id, mine.actor_id)
    assert (again(wanted).vote_count, QuestionVote.objects.get().participant_id) == (1, mine.id)
    assert Participant.objects.get(id=renee.id).claimed_by_id == mine.actor_id


@pytest.mark.parametrize("begins", [False, True], ids=["due", "begins"])
def test_no_prompt_comes_by_itself_in_the_instant_after_one_put_by_hand(
    ada: Actor, evening: Session, begins: bool
) -> None:
    plan_prompts(actor=ada, session=evening, typed=Typed(lines="Who?\nWhat?", welcome="Hello."))
    begin_session(actor=ada, session=evening)
    run_prompts(actor=ada, session=own(evening), runs=not begins)

    while_it_waits(
        lambda: put_prompt(actor=ada, session=own(evening), number=1),
        project_pending if begins else put_due_prompts,
    )

    put = Prompt.objects.filter(message__isnull=False).values_list("number", flat=True)
    assert list(put) == [1]
