"""Questions that were carried on, and are answered where they went on."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.actions import (
    accept_answer,
    merge_topic,
    move_topic,
    open_topic,
    post_reply,
    withdraw_answer,
)
from groundswell.conversations.growing import Words
from groundswell.conversations.models import Message, Topic
from groundswell.core.errors import Invalid
from groundswell.live.actions import (
    Answered,
    answer_question,
    begin_session,
    close_session,
    grow_said,
)
from groundswell.live.models import LogItem, Question, Session
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, own

Browser = Callable[..., Client]
ROAD = "Which road stays open when it floods?"
ANSWER = "The old mill road, up to two metres."


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, title="River evening", moderation="off")
    begin_session(actor=ada, session=session)
    return own(session)


@pytest.fixture
def carried(ada: Actor, ben: Actor, evening: Session) -> Question:
    """Asked by Ben without his name, and carried on when the session closed."""
    question = asks(came(ben, evening), evening, ROAD, voice="hidden")
    close_session(actor=ada, session=own(evening))
    return again(question)


@pytest.fixture
def topic(ada: Actor, carried: Question) -> Topic:
    """The question of its own that it became."""
    return grow_said(
        actor=ada,
        session=carried.session,
        message=carried.message,
        ground=f"to_answer-{carried.session.topic.space_id}",
        words=Words(title="Dry roads", text=ROAD),
    )


def answered(topic: Topic, by: Actor, words: str = ANSWER) -> Message:
    message = post_reply(actor=by, topic=Topic.objects.get(id=topic.id), text=words)
    accept_answer(actor=topic.author, message=message)
    project_pending()
    project_pending()  # what followed from it is told as well
    return message


def told(question: Question) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(
        topic_id=question.session_id, kind__startswith="live.question"
    )
    return list(rows.order_by("id").values_list("kind", "recipient__handle"))


def test_accepted_answer_answers_the_question_that_was_carried_there(
    ada: Actor, ben: Actor, carried: Question, topic: Topic, as_: Browser
) -> None:
    before = as_(None).get(f"/t/{carried.session_id}/").content.decode()
    message = answered(topic, ada)
    recap = as_(None).get(f"/t/{carried.session_id}/").content.decode()
    data = json.loads(as_(ada).get(f"/t/{carried.session_id}/recap.json").content)

    assert (topic.kind, topic.author) == ("question", ada)
    assert (again(carried).state, again(carried).how) == ("answered", "accept")
    assert again(carried).answer_id == message.id
    assert (before.count("Answered by Ada"), recap.count("Answered by Ada")) == (0, 1)
    assert recap.count(f'href="{message.get_absolute_url()}"') == 1
    [found] = data["questions"]
    assert (found["state"], found["answer"], found["answered_by"]) == ("answered", ANSWER, "Ada")
    assert found["offset"] is None
    assert told(carried)[-1] == ("live.question_answered", "ben")
    card = LogItem.objects.filter(key=f"q{carried.id}").latest("number").html
    assert (ANSWER in card, message.get_absolute_url() in card) == (False, True)


def test_question_goes_on_again_when_its_answer_is_taken_back(
    ada: Actor, carried: Question, topic: Topic
) -> None:
    answered(topic, ada)
    other = answered(topic, ada, "The ridge road.")
    by_another = again(carried).answer_id
    withdraw_answer(actor=ada, topic=topic)
    project_pending()
    project_pending()

    assert by_another == other.id
    assert (again(carried).state, again(carried).answer, again(carried).how) == (
        "carried",
        None,
        "",
    )


def test_answer_that_others_read_is_shown_to_nobody_here(
    ada: Actor, carried: Question, topic: Topic, as_: Browser
) -> None:
    answered(topic, ada)
    shed = factories.space(ada, "shed", visibility="invitation")
    move_topic(actor=ada, topic=Topic.objects.get(id=topic.id), space=shed)
    at_once = as_(None).get(f"/t/{carried.session_id}/").content.decode()
    project_pending()

    assert ANSWER not in at_once
    assert (again(carried).state, again(carried).answer) == ("carried", None)


def test_question_goes_along_where_its_topic_is_merged(
    ada: Actor, carried: Question, topic: Topic
) -> None:
    message = answered(topic, ada)
    into = open_topic(
        actor=ada, space=carried.session.topic.space, kind="question", title="Roads", text="Which?"
    )
    merge_topic(actor=ada, topic=Topic.objects.get(id=topic.id), into=into)
    project_pending()

    now = again(carried)
    assert (now.state, now.carried_to_id, now.answer_id) == ("answered", into.id, message.id)


def test_reply_in_the_conversation_is_taken_for_the_answer(
    ada: Actor, ben: Actor, carried: Question, as_: Browser
) -> None:
    reply = post_reply(
        actor=ben, topic=own(carried.session).topic, text=ANSWER, parent=carried.message
    )
    elsewhere = post_reply(actor=ben, topic=own(carried.session).topic, text="Bring boots.")
    with pytest.raises(Invalid):
        answer_question(
            actor=ada, question=again(carried), answered=Answered(how="writing", reply=elsewhere)
        )
    desk = as_(ada).get(f"/t/{carried.session_id}/desk/").content.decode()
    page = f"/t/{carried.session_id}/questions/{carried.id}/move/"
    sent = as_(ada).post(page, {"act": "answer", "reply": str(reply.id)})

    assert desk.count(f'<option value="{reply.id}">') == 1
    assert desk.count(f'<option value="{elsewhere.id}">') == 0
    assert sent.status_code == 303
    assert (again(carried).state, again(carried).answer_id) == ("answered", reply.id)
