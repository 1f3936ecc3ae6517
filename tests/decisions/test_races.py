"""Votes at the same instant, on either database."""

from pathlib import Path

import pytest
from django.db import OperationalError, connection

from groundswell.actors.models import Actor
from groundswell.core.errors import DomainError
from groundswell.decisions.actions import (
    Cast,
    cast_ballot,
    cast_secret,
    close_voting,
    give_delegation,
)
from groundswell.decisions.actions.opinion import write_statement
from groundswell.decisions.actions.stances import take_stance
from groundswell.decisions.models import Ballot, Decision, Delegation, Result, Stance
from tests import factories
from tests.racing import several_connections, together

pytestmark = pytest.mark.django_db(transaction=True)
VOTERS = 8


def chosen(decision: Decision, number: int) -> Cast:
    return Cast(marks={decision.options.get(number=number).id: 1})


@pytest.mark.parametrize("secrecy", ["open", "secret"])
def test_fifty_identical_votes_count_one(tmp_path: Path, secrecy: str) -> None:
    ada = factories.person("ada")
    space = factories.space(ada)
    with several_connections(tmp_path):
        decision = factories.decision(
            ada, space, method="plurality", options=["Oak", "Ash"], secrecy=secrecy
        )
        cast = cast_ballot if secrecy == "open" else cast_secret
        mark = chosen(decision, 1)
        results = together([lambda: cast(actor=ada, decision=decision, cast=mark)] * 50)
        decision.refresh_from_db()

        unexpected = [one for one in results if isinstance(one, Exception)]
        # Whoever waits too long for the file is asked to come again, and is not counted either.
        assert [
            one for one in unexpected if not isinstance(one, DomainError | OperationalError)
        ] == []
        assert (Ballot.objects.count(), decision.ballot_count) == (1, 1)
        assert decision.roll.get(actor=ada).voted == 1


def test_vote_at_the_closing_instant_is_counted_or_refused(tmp_path: Path) -> None:
    people = [factories.person(f"voter{at}") for at in range(VOTERS)]
    space = factories.space(people[0])
    for person in people[1:]:
        factories.member(person, space)
    with several_connections(tmp_path):
        decision = factories.decision(people[0], space, method="plurality", options=["Oak", "Ash"])
        mark = chosen(decision, 2)

        def vote(person: Actor) -> object:
            return cast_ballot(actor=person, decision=decision, cast=mark)

        works = [lambda one=one: vote(one) for one in people]
        works.insert(VOTERS // 2, lambda: close_voting(actor=people[0], decision=decision))
        results = together(works)
        closing = results.pop(VOTERS // 2)
        accepted = [one for one in results if not isinstance(one, Exception)]
        refused = [one for one in results if isinstance(one, Exception)]
        counted = Result.objects.get().counted

        assert not isinstance(closing, Exception)
        assert all(isinstance(one, DomainError | OperationalError) for one in refused)
        assert counted["cast"] == len(accepted) == Ballot.objects.count()
    assert connection.vendor in {"sqlite", "postgresql"}


def test_fifty_identical_stances_count_one(tmp_path: Path) -> None:
    ada = factories.person("ada")
    space = factories.space(ada)
    with several_connections(tmp_path):
        decision = factories.decision(ada, space, method="opinion_map", results="live")
        option = write_statement(actor=ada, decision=decision, text="Quiet")
        works = [lambda: take_stance(actor=ada, decision=decision, number=1, value=1)] * 50
        results = together(works)
        decision.refresh_from_db()
        option.refresh_from_db()

        refused = [one for one in results if isinstance(one, Exception)]
        assert all(isinstance(one, DomainError | OperationalError) for one in refused)
        assert Stance.objects.count() == 1
        assert (option.agrees, decision.ballot_count) == (1, 1)
        assert decision.roll.get(actor=ada).voted == 1


def test_nobody_gets_more_votes_than_the_cap_when_many_give_theirs_at_once(tmp_path: Path) -> None:
    people = [factories.person(f"giver{at}") for at in range(VOTERS)]
    space = factories.space(people[0], delegate_cap=3)
    for person in people[1:]:
        factories.member(person, space)
    with several_connections(tmp_path):
        results = together(
            [
                lambda one=one: give_delegation(actor=one, space=space, delegate=people[0])
                for one in people[1:]
            ]
        )
        refused = [one for one in results if isinstance(one, Exception)]

        assert all(isinstance(one, DomainError | OperationalError) for one in refused)
        assert Delegation.objects.count() == len(results) - len(refused) <= 3
