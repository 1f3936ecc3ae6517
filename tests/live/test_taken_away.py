"""Words that were taken away are nowhere in the room: not in its log, not in what is sent again."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.actions import delete_message, edit_message
from groundswell.conversations.models import Message
from groundswell.live.actions import (
    Answered,
    add_takeaway,
    answer_question,
    begin_session,
    say_too,
    withdraw_question,
    write_line,
)
from groundswell.live.models import LogItem, Session, Wording
from groundswell.live.selectors.log import log_after
from groundswell.people.actions import erase_account
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, guest, own

DYKE = "How high is the Zqdyke at the mill?"
Browser = Callable[..., Client]


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, guests=True)
    begin_session(actor=ada, session=session)
    return own(session)


def told(session: Session) -> list[dict[str, str]]:
    """All that is sent to who comes back."""
    return [json.loads(data) for _number, data in log_after(session.topic_id, 0)]


def words(session: Session, sign: str) -> int:
    return sum(sign in one["html"] for one in told(session))


def says(ben: Actor, session: Session, text: str) -> Message:
    return write_line(actor=ben, session=session, participant=came(ben, session), text=text)


def test_question_taken_back_is_not_sent_again(ben: Actor, evening: Session) -> None:
    question = asks(came(ben, evening), evening, DYKE)
    before = words(evening, "Zqdyke")
    withdraw_question(actor=ben, question=again(question))

    assert (before, words(evening, "Zqdyke")) == (1, 0)
    assert told(evening)[-1] == {"part": "questions", "key": f"q{question.id}", "html": ""}


def test_deleted_line_leaves_the_room(ben: Actor, evening: Session) -> None:
    line, kept = says(ben, evening, "Zqsecret"), says(ben, evening, "Zqkept")
    delete_message(actor=ben, message=line)
    project_pending()
    many = LogItem.objects.count()
    project_pending()

    assert (words(evening, "Zqsecret"), words(evening, "Zqkept")) == (0, 1)
    assert told(evening)[-1] == {"part": "lines", "key": f"m{line.number}", "html": ""}
    assert (kept.number, LogItem.objects.count()) == (line.number + 1, many)


def test_edited_line_is_told_in_its_new_words(ben: Actor, evening: Session) -> None:
    line = says(ben, evening, "Zqfirst")
    edit_message(actor=ben, message=line, text="Zqsecond")
    project_pending()
    last = told(evening)[-1]

    assert (last["part"], last["key"]) == ("lines", f"m{line.number}")
    assert (last["html"].count("Zqfirst"), last["html"].count("Zqsecond")) == (0, 1)


def test_replies_the_room_was_never_told_stay_untold(ben: Actor, evening: Session) -> None:
    reply = factories.reply(ben, evening.topic, text="Zqreply")
    many = LogItem.objects.count()
    edit_message(actor=ben, message=reply, text="Zqother")
    delete_message(actor=ben, message=reply)
    project_pending()

    assert LogItem.objects.count() == many


def test_card_loses_a_deleted_answer_and_stays(ada: Actor, ben: Actor, evening: Session) -> None:
    question = asks(came(ben, evening), evening, DYKE)
    answered = Answered(how="writing", words="Zqanswer")
    answer_question(actor=ada, question=again(question), answered=answered)
    before = words(evening, "Zqanswer")
    delete_message(actor=ada, message=again(question).answer)
    project_pending()
    last = told(evening)[-1]

    assert (before, words(evening, "Zqanswer")) == (1, 0)
    assert (last["key"], last["html"].count(DYKE)) == (f"q{question.id}", 1)


def test_erased_person_leaves_no_words_in_the_room(
    ada: Actor, ben: Actor, evening: Session
) -> None:
    Session.objects.update(moderation="all")
    waiting = asks(came(ben, evening), evening, DYKE)
    says(ben, evening, "Zqline")
    takeaway = add_takeaway(actor=ada, session=evening, text="Zqtakeaway")
    say_too(actor=ben, takeaway=takeaway, words="Zqmine")
    erase_account(actor=ben)
    project_pending()

    assert words(evening, "Zqline") == 0
    assert (again(waiting).state, again(waiting).words) == ("withdrawn", "")
    assert sorted(Wording.objects.values_list("words", flat=True)) == ["", ""]


def test_hidden_asker_who_takes_a_question_back_stays_hidden(
    ben: Actor, evening: Session, as_: Browser
) -> None:
    question = asks(came(ben, evening), evening, DYKE, voice="hidden")
    as_(ben).post(f"/t/{evening.topic_id}/questions/{question.id}/withdraw/")
    message = again(question).message

    assert (again(question).state, message.text) == ("withdrawn", "")
    assert (message.author.name, message.tombstoned_by.name) == ("Anonymous", "Anonymous")


def test_guest_erases_nothing_of_others(ben: Actor, evening: Session) -> None:
    who = guest(evening)
    says(ben, evening, "Zqline")
    write_line(actor=who.actor, session=evening, participant=who, text="Zqguest")
    erase_account(actor=ben)
    project_pending()

    assert (words(evening, "Zqline"), words(evening, "Zqguest")) == (0, 1)
