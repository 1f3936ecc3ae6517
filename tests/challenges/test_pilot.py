"""Trying an accepted idea: what was expected, what happened, what was learnt."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges.actions import Says, answer_idea
from groundswell.challenges.actions.pilot import Lesson, Trial, end_pilot, start_pilot
from groundswell.challenges.models import Challenge, Idea, Pilot
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories

TRIAL = Trial(hypothesis="Roots hold the bank", measure="No slide after two high waters")
LESSON = Lesson(happened="It slid.", learnt="Willows alone are not enough.", verdict="stop")


@pytest.fixture
def floods(ada: Actor, meadow: Space) -> Challenge:
    return factories.challenge(ada, meadow, title="Dry cellars", template="idea_board")


@pytest.fixture
def willows(ada: Actor, ben: Actor, floods: Challenge) -> Idea:
    idea = factories.idea(ben, floods, title="Willows")
    says = Says(verdict="accepted", text="Yes", owner=ada, next_step="Plant")
    answer_idea(actor=ada, idea=idea, says=says)
    while project_pending():
        pass
    return idea


def test_accepted_idea_is_tried_and_what_was_learnt_reaches_its_author(
    ada: Actor, ben: Actor, willows: Idea, as_: Callable[..., Client]
) -> None:
    pilot = start_pilot(actor=ada, idea=willows, trial=TRIAL)
    end_pilot(actor=ada, pilot=pilot, lesson=LESSON)
    while project_pending():
        pass
    told = Notification.objects.filter(recipient=ben, kind__startswith="challenges.pilot")
    page = as_(None).get(willows.get_absolute_url()).content.decode()

    assert list(told.order_by("id").values_list("kind", "reason")) == [
        ("challenges.pilot_started", "outcome"),
        ("challenges.pilot_ended", "outcome"),
    ]
    for said in ("Roots hold the bank", "It slid.", "Willows alone are not enough.", "Stop"):
        assert page.count(said) == 1, said


def test_one_trial_at_a_time_and_ended_once(ada: Actor, willows: Idea) -> None:
    pilot = start_pilot(actor=ada, idea=willows, trial=TRIAL)
    with pytest.raises(Conflict, match="being tried already"):
        start_pilot(actor=ada, idea=willows, trial=TRIAL)
    end_pilot(actor=ada, pilot=pilot, lesson=LESSON)

    with pytest.raises(Conflict, match="ended this trial meanwhile"):
        end_pilot(actor=ada, pilot=pilot, lesson=LESSON)
    start_pilot(actor=ada, idea=willows, trial=TRIAL)
    assert Pilot.objects.count() == 2


def test_only_what_was_accepted_is_tried_and_only_by_who_sees_to_it(
    ada: Actor, ben: Actor, floods: Challenge, willows: Idea
) -> None:
    with pytest.raises(Conflict, match="Only an accepted idea"):
        start_pilot(actor=ada, idea=factories.idea(ben, floods), trial=TRIAL)
    with pytest.raises(Refused, match="Only stewards"):
        start_pilot(actor=ben, idea=willows, trial=TRIAL)
    backwards = Trial(
        hypothesis="x", measure="y", starts_on=date(2030, 2, 1), ends_on=date(2030, 1, 1)
    )
    with pytest.raises(Invalid, match="before the first"):
        start_pilot(actor=ada, idea=willows, trial=backwards)


def test_pilot_in_the_browser(
    ada: Actor, ben: Actor, willows: Idea, as_: Callable[..., Client]
) -> None:
    address, browser = f"/t/{willows.topic_id}/pilot/", as_(ada)
    missing = browser.get(f"{address}end/")
    empty = browser.post(address, {"hypothesis": "Roots hold", "measure": " "})
    begun = browser.post(address, {"hypothesis": "Roots hold", "measure": "Slides"})
    page = browser.get(willows.get_absolute_url()).content.decode()
    asked = browser.get(f"{address}end/").content.decode()
    said = {"happened": "It slid.", "learnt": "Not enough.", "verdict": "adjust"}
    ended = browser.post(f"{address}end/", said)

    assert (missing.status_code, empty.status_code) == (404, 422)
    assert empty.content.decode().count("Roots hold") == 1
    assert (begun.status_code, ended.status_code) == (303, 303)
    assert page.count(f"{address}end/") == 1
    assert asked.count('name="learnt"') == 1
    assert Pilot.objects.get().verdict == "adjust"
    assert as_(ben).get(address).status_code == 403


@pytest.mark.parametrize("path", ["pilot/", "pilot/end/"])
def test_idea_of_a_closed_space_is_not_there_for_strangers(
    ada: Actor, burrow: Space, cyn: Actor, as_: Callable[..., Client], path: str
) -> None:
    idea = factories.idea(ada, factories.challenge(ada, burrow))

    assert as_(cyn).get(f"/t/{idea.topic_id}/{path}").status_code == 404
