"""Questions from asked to answered: every state, every transition, and who is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.actions import post_reply
from groundswell.conversations.models import Message
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.live.actions import (
    Answered,
    answer_question,
    begin_session,
    carry_question,
    close_session,
    dismiss_question,
    merge_questions,
    open_question,
    put_back_question,
    take_question,
    the_anonymous,
    undo_question,
    withdraw_question,
    withdraw_vote,
)
from groundswell.live.models import LogItem, Question, Session
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, guest, own, votes

DYKE = "How high is the dyke at the mill?"
ROAD = "Which road stays open when it floods?"


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    return factories.session(ada, meadow, guests=True)


def waiting(session: Session) -> Question:
    return asks(guest(session), session, DYKE)


def test_member_asks_and_everybody_reads_it(ben: Actor, evening: Session) -> None:
    question = asks(came(ben, evening), evening, DYKE)

    assert (question.state, question.words) == ("open", "")
    assert question.message is not None
    assert (question.message.kind, question.message.text) == ("question", DYKE)
    assert (question.message.author, question.message.number) == (ben, 2)
    assert list(LogItem.objects.values_list("number", "part", "key")) == [
        (1, "questions", f"q{question.id}")
    ]


def test_first_question_of_a_guest_waits_unseen(ada: Actor, evening: Session) -> None:
    renee = guest(evening)
    first = asks(renee, evening, DYKE)
    hidden = (Message.objects.filter(text=DYKE).count(), LogItem.objects.count())
    open_question(actor=ada, question=again(first), anonymous=the_anonymous(actor=ada))
    renee.refresh_from_db()
    second = asks(renee, evening, ROAD)

    assert (first.state, hidden) == ("pending", (0, 0))
    assert [again(one).state for one in (first, second)] == ["open", "open"]
    assert again(first).message.author.name == "Renee"


@pytest.mark.parametrize(
    ("moderation", "states"),
    [("off", ["open", "open"]), ("first", ["open", "pending"]), ("all", ["pending", "pending"])],
)
def test_moderation_holds_whom_it_says(
    ben: Actor, evening: Session, moderation: str, states: list[str]
) -> None:
    Session.objects.update(moderation=moderation)
    people = [came(ben, evening), guest(evening)]

    assert [asks(who, evening, DYKE).state for who in people] == states


@pytest.mark.parametrize("words", ["Why?", "x" * 501])
def test_question_is_neither_too_short_nor_too_long(
    ben: Actor, evening: Session, words: str
) -> None:
    with pytest.raises(Invalid):
        asks(came(ben, evening), evening, words)
    assert Question.objects.count() == 0


def test_one_person_has_three_unanswered_questions(ben: Actor, evening: Session) -> None:
    who = came(ben, evening)
    first = asks(who, evening, DYKE)
    for number in range(2):
        asks(who, evening, f"{ROAD} {number}")

    with pytest.raises(Conflict, match="3 questions"):
        asks(who, evening, "And one more question")
    withdraw_question(actor=ben, question=again(first))
    assert asks(who, evening, "And one more question").state == "open"


@pytest.mark.parametrize(
    ("naming", "voice", "author", "asker"),
    [
        ("named", "named", "Ben", True),
        ("choose", "hidden", "Anonymous", True),
        ("hidden", "hidden", "Anonymous", True),
        ("unknown", "unknown", "Anonymous", False),
    ],
)
def test_names_are_shown_to_whom_the_form_said(
    ben: Actor, evening: Session, naming: str, voice: str, author: str, asker: bool
) -> None:
    Session.objects.update(naming=naming)
    question = asks(came(ben, evening), evening, DYKE, voice=voice, key="a" * 64)
    told = Activity.objects.get(kind="live.question_asked")

    assert again(question).message.author.name == author
    assert (question.asker is not None, bool(question.key)) == (asker, not asker)
    assert (told.actor.name, told.target_actor_id) == (author, None)


def test_unknown_asker_takes_it_back_by_the_key_of_their_device(
    ben: Actor, evening: Session
) -> None:
    Session.objects.update(naming="unknown")
    question = asks(came(ben, evening), evening, DYKE, voice="unknown", key="a" * 64)
    voice = the_anonymous(actor=ben)

    with pytest.raises(Refused):
        withdraw_question(actor=voice, question=again(question), key="b" * 64)
    withdraw_question(actor=voice, question=again(question), key="a" * 64)
    assert (again(question).state, again(question).text) == ("withdrawn", "")


def test_votes_count_each_person_once_and_are_taken_back(
    ada: Actor, ben: Actor, evening: Session
) -> None:
    question = asks(came(ben, evening), evening, DYKE)
    people = [came(ada, evening), guest(evening), guest(evening)]
    for who in [*people, *people]:
        votes(who, question)
    withdraw_vote(actor=ada, question=again(question), participant=people[0])
    withdraw_vote(actor=ada, question=again(question), participant=people[0])

    assert (again(question).vote_count, question.votes.count()) == (2, 2)


def test_own_question_is_not_voted_for(ben: Actor, evening: Session) -> None:
    who = came(ben, evening)
    question = asks(who, evening, DYKE)

    with pytest.raises(Refused, match="your own"):
        votes(who, question)


def test_dismissed_question_is_read_by_its_asker_alone(
    ada: Actor, ben: Actor, evening: Session
) -> None:
    question = asks(came(ben, evening), evening, DYKE)
    dismiss_question(actor=ada, question=again(question), reason="unclear", note="Which mill?")
    project_pending()
    told = Notification.objects.get(recipient=ben)

    assert (again(question).state, again(question).text) == ("dismissed", DYKE)
    assert Message.objects.filter(text=DYKE).count() == 0
    assert (told.activity.kind, told.reason) == ("live.question_dismissed", "answer")
    assert LogItem.objects.order_by("number").last().html == ""
    with pytest.raises(Invalid):
        dismiss_question(actor=ada, question=again(waiting(evening)), reason="because")


def test_one_question_is_on_and_the_one_before_is_answered_or_goes_back(
    ada: Actor, ben: Actor, evening: Session
) -> None:
    begin_session(actor=ada, session=evening)
    first, second = (asks(came(ben, evening), evening, words) for words in (DYKE, ROAD))
    take_question(actor=ada, question=again(first))
    take_question(actor=ada, question=again(second))
    answered = [again(one).state for one in (first, second)]
    put_back_question(actor=ada, question=again(first))
    take_question(actor=ada, question=again(first), answered=False)

    assert answered == ["answered", "current"]
    assert [again(one).state for one in (first, second)] == ["current", "open"]
    assert again(first).answered_offset is not None


@pytest.mark.parametrize(
    ("answered", "how"),
    [
        (Answered(), "live"),
        (Answered(how="writing", words="Four metres."), "writing"),
        (Answered(how="link", url="https://example.org/dyke"), "link"),
    ],
)
def test_question_is_answered_live_in_writing_or_by_a_link(
    ada: Actor, ben: Actor, evening: Session, answered: Answered, how: str
) -> None:
    question = asks(came(ben, evening), evening, DYKE)
    answer_question(actor=ada, question=again(question), answered=answered)
    project_pending()
    found = again(question)

    assert (found.state, found.how) == ("answered", how)
    assert (found.answer.text if found.answer else "") == answered.words
    assert (found.answer_url, found.answer and found.answer.parent) == (
        answered.url,
        found.message if answered.words else None,
    )
    assert Notification.objects.get(recipient=ben).activity.kind == "live.question_answered"


def test_link_that_no_browser_opens_is_refused(ada: Actor, ben: Actor, evening: Session) -> None:
    question = asks(came(ben, evening), evening, DYKE)

    with pytest.raises(Invalid, match="https"):
        answer_question(
            actor=ada,
            question=again(question),
            answered=Answered(how="link", url="javascript:alert(1)"),
        )


def test_merged_questions_count_the_union_of_people(
    ada: Actor, ben: Actor, evening: Session
) -> None:
    one, two = (asks(came(ben, evening), evening, words) for words in (DYKE, ROAD))
    people = [guest(evening) for _ in range(4)]
    for who in people[:3]:
        votes(who, one)
    for who in people[1:]:
        votes(who, two)
    merge_questions(actor=ada, source=again(two), into=again(one))
    together = again(one).vote_count
    votes(people[3], two)
    undo_question(actor=ada, question=again(two), anonymous=the_anonymous(actor=ada))

    assert (together, again(two).state) == (4, "open")
    assert [again(one).vote_count, again(two).vote_count] == [3, 3]


def test_voice_for_a_merged_question_goes_to_the_one_that_stands(
    ada: Actor, ben: Actor, evening: Session
) -> None:
    one, two = (asks(came(ben, evening), evening, words) for words in (DYKE, ROAD))
    merge_questions(actor=ada, source=again(two), into=again(one))
    standing = votes(guest(evening), two)

    assert (standing.id, again(one).vote_count) == (one.id, 1)


def test_asker_is_offered_to_ask_together_with_whoever_asks_almost_the_same(
    ada: Actor, ben: Actor, evening: Session, as_: Callable[..., Client]
) -> None:
    hers = asks(came(ada, evening), evening, "Who holds the key of the sluice?")
    his = asks(came(ben, evening), evening, "Who has the key of the sluice?")
    offered = [as_(who).get(evening.room_url).content.decode() for who in (ben, None)]
    join = f"/t/{evening.topic_id}/questions/{{}}/join/"
    own = as_(ben).post(join.format(his.id), {"into": str(hers.id)})
    others = as_(ben).post(join.format(hers.id), {"into": str(his.id)})
    nowhere = as_(ada).post(join.format(hers.id), {"into": "7"})

    assert [page.count("Ask it together") for page in offered] == [1, 0]
    assert [answer.status_code for answer in (own, others, nowhere)] == [303, 403, 422]
    assert (again(his).merged_into_id, again(hers).state) == (hers.id, "open")


@pytest.mark.parametrize("naming", ["hidden", "unknown"])
def test_who_asks_without_a_name_asks_together_and_stays_without_one(
    ada: Actor, ben: Actor, evening: Session, as_: Callable[..., Client], naming: str
) -> None:
    Session.objects.update(naming=naming)
    hers = asks(came(ada, evening), evening, "Who holds the key of the sluice?", voice=naming)
    browser = as_(ben)
    browser.post(f"{evening.room_url}questions/", {"words": "Who has the key of the sluice?"})
    his = Question.objects.exclude(id=hers.id).get()
    offered = browser.get(evening.room_url).content.decode().count("Ask it together")
    join = f"/t/{evening.topic_id}/questions/{his.id}/join/"
    others = as_(ada).post(join, {"into": str(hers.id)})
    sent = browser.post(join, {"into": str(hers.id)})

    assert (offered, others.status_code, sent.status_code) == (1, 403, 303)
    assert again(his).merged_into_id == hers.id
    assert Activity.objects.get(kind="live.question_merged").actor.name == "Anonymous"
    assert his.changes.get().by.name == "Anonymous"


@pytest.mark.parametrize("act", ["dismiss", "take", "carry", "answer"])
def test_what_was_done_is_undone_within_ten_seconds(
    ada: Actor, ben: Actor, evening: Session, act: str
) -> None:
    question = asks(came(ben, evening), evening, DYKE)
    done = {
        "dismiss": lambda it: dismiss_question(actor=ada, question=it, reason="double"),
        "take": lambda it: take_question(actor=ada, question=it),
        "carry": lambda it: carry_question(actor=ada, question=it, to=evening.topic),
        "answer": lambda it: answer_question(actor=ada, question=it, answered=Answered()),
    }
    done[act](again(question))
    undo_question(actor=ada, question=again(question), anonymous=the_anonymous(actor=ada))
    found = again(question)

    assert (found.state, found.text, found.message.tombstoned_at) == ("open", DYKE, None)
    assert (found.answered_at, found.current_at, found.how, found.reason) == (None, None, "", "")
    with pytest.raises(Conflict):
        undo_question(actor=ada, question=again(question), anonymous=the_anonymous(actor=ada))


def test_undoing_a_written_answer_takes_its_words_back_and_no_reply_of_before(
    ada: Actor, ben: Actor, evening: Session, as_: Callable[..., Client]
) -> None:
    question = again(asks(came(ben, evening), evening, DYKE))
    reply = post_reply(
        actor=ben, topic=question.session.topic, text="Four metres.", parent=question.message
    )
    for answered in (
        Answered(how="writing", words="Nobody knows, sorry."),
        Answered(how="writing", reply=reply),
    ):
        answer_question(actor=ada, question=again(question), answered=answered)
        undo_question(actor=ada, question=again(question), anonymous=the_anonymous(actor=ada))
    page = as_(ben).get(evening.get_absolute_url()).content.decode()

    assert (again(question).state, again(question).answer) == ("open", None)
    assert (page.count("Nobody knows, sorry."), page.count("Four metres.")) == (0, 1)
    assert list(question.message.replies.filter(tombstoned_at=None)) == [reply]


def test_question_put_back_stands_without_the_answer_which_stays_a_reply(
    ada: Actor, ben: Actor, evening: Session, as_: Callable[..., Client]
) -> None:
    question = again(asks(came(ben, evening), evening, DYKE))
    answered = Answered(how="writing", words="Four metres, since the spring.")
    answer_question(actor=ada, question=question, answered=answered)
    put_back_question(actor=ada, question=again(question))
    room, page = (
        as_(ben).get(address).content.decode()
        for address in (evening.room_url, evening.get_absolute_url())
    )

    assert (again(question).state, again(question).answer) == ("open", None)
    assert (room.count("Four metres"), page.count("Four metres")) == (0, 1)


def test_after_ten_seconds_nothing_is_undone(ada: Actor, ben: Actor, evening: Session) -> None:
    question = asks(came(ben, evening), evening, DYKE)
    take_question(actor=ada, question=again(question))

    with time_machine.travel(now() + timedelta(seconds=11)), pytest.raises(Conflict, match="ten"):
        undo_question(actor=ada, question=again(question), anonymous=the_anonymous(actor=ada))


def test_open_questions_are_carried_on_at_the_end(ada: Actor, ben: Actor, evening: Session) -> None:
    open_one, answered = (asks(came(ben, evening), evening, words) for words in (DYKE, ROAD))
    begin_session(actor=ada, session=evening)
    answer_question(actor=ada, question=again(answered), answered=Answered())
    close_session(actor=ada, session=own(evening))
    project_pending()

    assert [again(one).state for one in (open_one, answered)] == ["carried", "answered"]
    assert again(open_one).carried_to == evening.topic
    kinds = Notification.objects.filter(recipient=ben).values_list("activity__kind", flat=True)
    assert sorted(kinds) == ["live.question_answered", "live.session_closed"]
    with pytest.raises(Conflict, match="over"):
        asks(came(ben, evening), evening, ROAD)


def test_others_do_not_lead(ben: Actor, cyn: Actor, evening: Session) -> None:
    question = asks(came(ben, evening), evening, DYKE)

    for person in (ben, cyn):
        with pytest.raises(Refused):
            take_question(actor=person, question=again(question))
    with pytest.raises(Refused, match="Join"):
        asks(came(cyn, evening), evening, ROAD)


def test_written_answer_stands_below_its_question_and_not_in_the_chat(
    ada: Actor, ben: Actor, evening: Session, as_: Callable[..., Client]
) -> None:
    question = asks(came(ben, evening), evening, DYKE)
    begin_session(actor=ada, session=evening)
    answered = Answered(how="writing", words="Four metres, since the spring.")
    answer_question(actor=ada, question=again(question), answered=answered)
    page = as_(ben).get(evening.room_url).content.decode()

    assert page.count("Four metres, since the spring.") == 1
    assert page.count('class="chat-line"') == 0
