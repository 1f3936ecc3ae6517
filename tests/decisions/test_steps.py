"""Consent step by step: talked over first, put to consent last, and back to amend it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.actions import edit_message
from groundswell.conversations.models import Message
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.decisions.actions import (
    Cast,
    answer_objection,
    cast_ballot,
    close_voting,
    settle_objection,
    take_step,
)
from groundswell.decisions.models import Ballot, Decision, Objection, Result
from groundswell.decisions.tasks import close_what_is_due
from groundswell.spaces.models import Space
from tests import factories

As = Callable[..., Client]


@pytest.fixture
def path(ada: Actor, meadow: Space) -> Decision:
    return factories.decision(ada, meadow, method="consent", steps=True, title="Close the path?")


def go(person: Actor, decision: Decision, *steps: str) -> None:
    for step in steps:
        take_step(actor=person, decision=decision, step=step)


def test_ballots_are_taken_at_the_last_step_alone(
    ada: Actor, ben: Actor, path: Decision, as_: As
) -> None:
    with pytest.raises(Conflict, match="still talked over"):
        cast_ballot(actor=ben, decision=path, cast=Cast(position="consent"))
    with pytest.raises(Conflict, match="has not come to objections"):
        close_voting(actor=ada, decision=path)
    where = path.get_absolute_url()
    first = as_(ben).get(where).text
    adas = as_(ada).get(where).text
    answer = as_(ada).post(f"{where}step/", {"step": "questions"})
    second = as_(ben).get(where).text
    go(ada, path, "reactions", "objections")
    last = as_(ben).get(where).text

    assert "Read the proposal. Questions and opinions come next." in first
    assert ("Go on: Questions" in adas, "Go on: Questions" in first) == (True, False)
    assert answer.status_code == 303
    assert "Ask what you need to know to understand the proposal." in second
    assert (f"{where}vote/" in second, f"{where}vote/" in last) == (False, True)
    kinds = Activity.objects.filter(kind="decisions.step_taken").order_by("id")
    assert [one.data["to"] for one in kinds] == ["questions", "reactions", "objections"]


def test_only_who_runs_it_takes_steps_and_only_those_that_follow(
    ada: Actor, ben: Actor, path: Decision, meadow: Space, as_: As
) -> None:
    plain = factories.decision(ada, meadow, method="consent")

    with pytest.raises(Refused):
        go(ben, path, "questions")
    with pytest.raises(Invalid, match="does not follow"):
        go(ada, path, "objections")
    with pytest.raises(Conflict, match="has no steps"):
        go(ada, plain, "questions")
    assert as_(ada).post(f"/t/{path.topic_id}/step/", {"step": "nothing"}).status_code == 422


def test_going_back_to_amend_makes_a_new_version_and_it_closes_when_none_stands(
    ada: Actor, ben: Actor, path: Decision
) -> None:
    go(ada, path, "questions", "reactions", "objections")
    against = Cast(position="objection", reason="Children walk there.")
    cast_ballot(actor=ben, decision=path, cast=against)
    raised = Objection.objects.get()
    answer_objection(actor=ada, objection=raised, state="heard", note="We look at the hours.")
    go(ada, path, "amend")
    opening = Message.objects.get(topic=path.topic, number=1)
    edit_message(actor=ada, message=opening, text="Close it from nine to three.")
    project_pending()
    go(ada, path, "objections")
    with pytest.raises(Conflict, match="An objection stands"):
        close_voting(actor=ada, decision=path)
    settle_objection(actor=ben, objection=raised, state="integrated", note="Good.")
    close_voting(actor=ada, decision=path)
    path.refresh_from_db()

    assert (path.version, Ballot.objects.get().version) == (2, 2)
    assert Result.objects.get().counted["verdict"] == "passed"


def test_objection_is_settled_while_the_proposal_is_amended(
    ada: Actor, ben: Actor, path: Decision
) -> None:
    go(ada, path, "questions", "reactions", "objections")
    against = Cast(position="objection", reason="Children walk there.")
    cast_ballot(actor=ben, decision=path, cast=against)
    raised = Objection.objects.get()
    go(ada, path, "amend")
    settle_objection(actor=ben, objection=raised, state="integrated", note="Good.")
    raised.refresh_from_db()

    assert (raised.state, Ballot.objects.get().position) == ("integrated", "consent")


def test_end_that_comes_by_time_ends_it_at_any_step(ada: Actor, ben: Actor, meadow: Space) -> None:
    end = timezone.now() + timedelta(hours=1)
    decision = factories.decision(ada, meadow, method="consent", steps=True, closes_at=end)
    with time_machine.travel(end, tick=False):
        close_what_is_due()
        with pytest.raises(Conflict, match="Voting has ended"):
            cast_ballot(actor=ben, decision=decision, cast=Cast(position="consent"))

    assert Result.objects.get().counted["verdict"] == "failed"
