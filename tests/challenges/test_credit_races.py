"""Suggestions settled and shares agreed at the same instant: each comes to one end."""

from collections.abc import Callable
from typing import Any

import pytest

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.challenges.actions import (
    Words,
    accept_suggestion,
    agree_shares,
    decline_suggestion,
    propose_shares,
    refuse_shares,
    suggest_change,
    withdraw_suggestion,
)
from groundswell.challenges.models import Idea, ShareProposal, Suggestion
from groundswell.conversations.models import Contribution, Version
from groundswell.core.errors import Conflict
from tests import factories
from tests.racing import together

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("real_database"),
]


@pytest.fixture
def ada(real_database: None) -> Actor:
    return factories.person("ada")


@pytest.fixture
def idea(ada: Actor) -> Idea:
    challenge = factories.challenge(ada, factories.space(ada, "meadow"))
    return factories.idea(ada, challenge, title="Willows", text="Plant willows.")


def member(idea: Idea) -> Actor:
    person = factories.person()
    factories.member(person, idea.topic.space)
    return person


def own(suggestion: Suggestion) -> Suggestion:
    """A copy, as each request reads its own."""
    rows = Suggestion.objects.select_related("message__author", "idea__topic__space__actor")
    return rows.get(message=suggestion.message_id)


def ends(results: list[Any]) -> list[str]:
    return sorted(type(one).__name__ for one in results)


def test_suggestion_that_two_settle_at_once_has_one_end(ada: Actor, idea: Idea) -> None:
    """Accepted by two tabs, declined in a third, and taken back by who made it."""
    proposer = member(idea)
    words = Words(title="Willows", text="Plant willows and alders.")
    made = suggest_change(actor=proposer, idea=idea, words=words, why="So")
    results = together(
        [
            lambda: accept_suggestion(actor=ada, suggestion=own(made)),
            lambda: accept_suggestion(actor=ada, suggestion=own(made)),
            lambda: decline_suggestion(actor=ada, suggestion=own(made), reason="No"),
            lambda: withdraw_suggestion(actor=proposer, suggestion=own(made)),
        ]
    )
    settled = own(made)
    taken = settled.accepted_at is not None

    assert ends(results) == ["Conflict", "Conflict", "Conflict", "Suggestion"]
    marks = (settled.accepted_at, settled.declined_at, settled.withdrawn_at)
    assert [it is not None for it in marks].count(True) == 1
    assert Version.objects.filter(message__topic=idea.topic_id).count() == int(taken)
    assert Contribution.objects.filter(actor=proposer).count() == int(taken)
    kinds = [f"challenges.suggestion_{end}" for end in ("accepted", "declined", "withdrawn")]
    assert Activity.objects.filter(kind__in=kinds).count() == 1


def holders(idea: Idea, many: int) -> list[Actor]:
    people = [member(idea) for _ in range(many)]
    Contribution.objects.bulk_create(
        Contribution(topic=idea.topic, actor=person, role="co_author") for person in people
    )
    return people


def proposed(ada: Actor, idea: Idea, people: list[Actor]) -> ShareProposal:
    each = 1000 // (len(people) + 2)
    parts = {person.id: each for person in people} | {ada.id: 1000 - each * len(people)}
    return propose_shares(actor=ada, idea=idea, parts=parts)


def agreeing(person: Actor, proposal: ShareProposal) -> Callable[[], ShareProposal]:
    return lambda: agree_shares(actor=person, proposal=copy(proposal))


def copy(proposal: ShareProposal) -> ShareProposal:
    return ShareProposal.objects.select_related("topic__idea").get(id=proposal.id)


def test_shares_that_all_agree_to_at_once_are_settled_once(ada: Actor, idea: Idea) -> None:
    people = holders(idea, 4)
    proposal = proposed(ada, idea, people)
    results = together([agreeing(person, proposal) for person in people])
    shares = Contribution.objects.filter(topic=idea.topic).values_list("actor", "share")

    assert ends(results) == ["ShareProposal"] * 4
    assert copy(proposal).agreed_at is not None
    assert dict(shares) == {ada.id: 336} | {person.id: 166 for person in people}
    assert Activity.objects.filter(kind="challenges.shares_settled").count() == 1
    assert Activity.objects.filter(kind="challenges.shares_agreed").count() == 3


def test_one_refusal_at_the_same_instant_ends_it_or_comes_too_late(ada: Actor, idea: Idea) -> None:
    first, second = holders(idea, 2)
    proposal = proposed(ada, idea, [first, second])
    agree_shares(actor=first, proposal=proposal)
    agreed, refused = together(
        [
            agreeing(second, proposal),
            lambda: refuse_shares(actor=first, proposal=copy(proposal)),
        ]
    )
    held = copy(proposal)

    assert [isinstance(one, Conflict) for one in (agreed, refused)].count(True) == 1
    assert (held.agreed_at is None) != (held.refused_at is None)
    shared = Contribution.objects.filter(topic=idea.topic).exclude(share=None).count()
    assert shared == (3 if held.agreed_at else 0)


def test_same_person_agrees_once_from_two_tabs(ada: Actor, idea: Idea) -> None:
    first, _second = people = holders(idea, 2)
    proposal = proposed(ada, idea, people)
    results = together([agreeing(first, proposal), agreeing(first, proposal)])

    assert ends(results) == ["Conflict", "ShareProposal"]
    assert Activity.objects.filter(kind="challenges.shares_agreed").count() == 1
