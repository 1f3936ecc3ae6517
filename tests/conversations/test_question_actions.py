"""Questions: asked too, answered, promised, routed."""

from datetime import timedelta

import pytest

from groundswell.actors.models import Actor
from groundswell.conversations.actions import (
    accept_answer,
    ask_too,
    decline_routing,
    post_holding_reply,
    route_question,
    withdraw_answer,
    withdraw_ask_too,
)
from groundswell.conversations.models import (
    AcceptedAnswer,
    HoldingReply,
    MeToo,
    Routing,
    Topic,
)
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.spaces.models import Space
from tests import factories


@pytest.fixture
def question(ben: Actor, meadow: Space) -> Topic:
    return factories.topic(ben, meadow, kind="question", title="Why does it flood?")


def test_same_question_counts_each_person_once(ada: Actor, question: Topic) -> None:
    ask_too(actor=ada, topic=question)

    with pytest.raises(Conflict, match="already ask this"):
        ask_too(actor=ada, topic=question)
    assert list(MeToo.objects.values_list("actor_id", flat=True)) == [ada.id]


def test_own_question_is_not_asked_too(ben: Actor, question: Topic) -> None:
    with pytest.raises(Conflict, match="your own question"):
        ask_too(actor=ben, topic=question)


def test_asking_too_can_be_taken_back(ada: Actor, question: Topic) -> None:
    ask_too(actor=ada, topic=question)

    withdraw_ask_too(actor=ada, topic=question)

    assert list(MeToo.objects.all()) == []


def test_asker_accepts_an_answer_in_place_of_another(
    ada: Actor, ben: Actor, question: Topic
) -> None:
    first, second = factories.reply(ada, question), factories.reply(ada, question)

    accept_answer(actor=ben, message=first)
    accept_answer(actor=ben, message=second)

    assert list(AcceptedAnswer.objects.values_list("message_id", flat=True)) == [second.id]


def test_only_asker_or_steward_accepts(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space, question: Topic
) -> None:
    factories.member(cyn, meadow)
    answer = factories.reply(cyn, question)

    with pytest.raises(Refused, match="Only the person who asked"):
        accept_answer(actor=cyn, message=answer)
    assert accept_answer(actor=ada, message=answer).message_id == answer.id


def test_opening_cannot_answer_itself(ben: Actor, question: Topic) -> None:
    with pytest.raises(Conflict, match="Only a reply"):
        accept_answer(actor=ben, message=question.messages.get())


def test_discussion_has_no_answer(ben: Actor, meadow: Space) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow))

    with pytest.raises(Conflict, match="not a question"):
        accept_answer(actor=ben, message=message)


def test_withdrawn_answer_opens_the_question(ada: Actor, ben: Actor, question: Topic) -> None:
    accept_answer(actor=ben, message=factories.reply(ada, question))

    withdraw_answer(actor=ben, topic=question)

    assert list(AcceptedAnswer.objects.all()) == []


def test_holding_reply_is_kept_by_the_answer(ada: Actor, ben: Actor, question: Topic) -> None:
    friday = now().date() + timedelta(days=3)
    post_holding_reply(actor=ada, topic=question, text="We will measure.", due_on=friday)
    held = HoldingReply.objects.get()
    assert (held.due_on, held.kept_at, held.message.kind) == (friday, None, "holding")

    accept_answer(actor=ben, message=factories.reply(ada, question))

    assert HoldingReply.objects.filter(kept_at=None).count() == 0


def test_promise_lies_ahead(ada: Actor, question: Topic) -> None:
    yesterday = now().date() - timedelta(days=1)

    with pytest.raises(Invalid, match="from today on"):
        post_holding_reply(actor=ada, topic=question, text="Soon.", due_on=yesterday)


def test_only_stewards_promise(ben: Actor, question: Topic) -> None:
    with pytest.raises(Refused):
        post_holding_reply(actor=ben, topic=question, text="Soon.", due_on=now().date())


def test_question_is_put_before_a_member_once(
    ada: Actor, ben: Actor, cyn: Actor, question: Topic
) -> None:
    route_question(actor=ben, topic=question, person=ada)

    with pytest.raises(Conflict, match="already been asked"):
        route_question(actor=ben, topic=question, person=ada)
    with pytest.raises(Conflict, match="does not belong"):
        route_question(actor=ben, topic=question, person=cyn)
    assert list(Routing.objects.values_list("actor_id", "by_id")) == [(ada.id, ben.id)]


def test_asked_person_may_leave_it_to_others(ada: Actor, ben: Actor, question: Topic) -> None:
    route_question(actor=ben, topic=question, person=ada)

    decline_routing(actor=ada, topic=question)

    assert Routing.objects.filter(declined_at=None).count() == 0
