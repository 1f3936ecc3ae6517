"""What was taken back is told to nobody any more."""

import pytest

from groundswell.activity.declarations import KINDS
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges.actions import support_idea, withdraw_support
from groundswell.conversations.actions import (
    accept_answer,
    ask_too,
    react,
    reshare,
    withdraw_answer,
    withdraw_ask_too,
    withdraw_reaction,
    withdraw_reshare,
)
from groundswell.conversations.models import Message
from groundswell.notifications.models import Notification
from groundswell.people.actions import follow_person, unfollow_person
from groundswell.spaces.actions import ask_to_join, withdraw_request
from groundswell.spaces.models import Space
from tests import factories


def told() -> list[str]:
    """The kinds of all alerts, after the worker has read what is new."""
    project_pending()
    return sorted(Notification.objects.values_list("kind", flat=True))


@pytest.fixture
def opening(ada: Actor, meadow: Space) -> Message:
    return factories.topic(ada, meadow, kind="question").messages.get(number=1)


def test_reaction_taken_back_is_told_no_more(
    ben: Actor, cyn: Actor, meadow: Space, opening: Message
) -> None:
    factories.member(cyn, meadow)
    for person, sign in ((ben, "👍"), (ben, "❤️"), (cyn, "👍")):
        react(actor=person, message=opening, sign=sign)
    assert told() == ["conversations.reacted"] * 3

    withdraw_reaction(actor=ben, message=opening, sign="👍")
    project_pending()
    left = Notification.objects.values_list("activity__actor__handle", "activity__data__sign")

    assert sorted(left) == [("ben", "❤️"), ("cyn", "👍")]


def test_reaction_given_again_is_told_again(ben: Actor, opening: Message) -> None:
    for act in (react, withdraw_reaction, react):
        act(actor=ben, message=opening, sign="👍")

    assert told() == ["conversations.reacted"]


def test_alert_that_was_read_goes_too(ben: Actor, opening: Message) -> None:
    passed_on = reshare(actor=ben, message=opening)
    assert told() == ["conversations.reshared"]
    Notification.objects.update(read_at=Notification.objects.get().created_at)

    withdraw_reshare(actor=ben, passed_on=passed_on)

    assert told() == []


def test_what_one_no_longer_asks_follows_or_supports(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space, opening: Message
) -> None:
    idea = factories.idea(ada, factories.challenge(ada, meadow))
    gate = factories.space(ada, "gate", joining="approval")
    ask_too(actor=ben, topic=opening.topic)
    follow_person(actor=ben, person=ada)
    support_idea(actor=ben, idea=idea)
    ask_to_join(actor=cyn, space=gate, note="")
    assert told() == [
        "challenges.supported",
        "conversations.asked_too",
        "people.person_followed",
        "spaces.join_asked",
    ]

    withdraw_ask_too(actor=ben, topic=opening.topic)
    unfollow_person(actor=ben, person=ada)
    withdraw_support(actor=ben, idea=idea)
    withdraw_request(actor=cyn, space=gate)

    assert told() == []


def test_answer_that_is_none_any_more(ada: Actor, ben: Actor, opening: Message) -> None:
    answer = factories.reply(ben, opening.topic)
    accept_answer(actor=ada, message=answer)
    assert told() == ["conversations.answer_accepted", "conversations.reply_posted"]

    withdraw_answer(actor=ada, topic=opening.topic)

    assert told() == ["conversations.reply_posted"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_sentences_name_only_what_an_alert_knows(kind) -> None:
    known = dict.fromkeys(("actor", "actors", "topic", "space", "target"), "x")

    for sentence in (kind.sentence, kind.groups_as, kind.told_as, kind.told_as_many):
        str(sentence).format(**known)
