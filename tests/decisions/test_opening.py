"""Putting something up for a decision."""

from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.decisions.models import Decision
from groundswell.spaces.models import Space
from tests import factories


def test_decision_opens_with_options_and_its_roll(ada: Actor, ben: Actor, meadow: Space) -> None:
    decision = factories.decision(ada, meadow, method="irv", options=["Oak", "Ash"])

    assert [(one.number, one.text) for one in decision.options.all()] == [(1, "Oak"), (2, "Ash")]
    assert {entry.actor_id for entry in decision.roll.all()} == {ada.id, ben.id}
    assert (decision.state, decision.topic.kind) == ("open", "decision")
    assert Activity.objects.get(topic_id=decision.topic_id).kind == "decisions.decision_proposed"


def test_topic_page_shows_what_is_decided(
    ada: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    decision = factories.decision(
        ada, meadow, method="approval", options=["Oak", "Ash"], title="Which tree?"
    )

    page = as_(None).get(decision.get_absolute_url()).content.decode()

    for said in ("Everyone ticks all the options", "Open for votes", "Oak", "Ash"):
        assert page.count(said) == 1


def test_same_words_are_refused(ada: Actor, meadow: Space) -> None:
    with pytest.raises(Conflict, match=r"“oak\.” is there already"):
        factories.decision(ada, meadow, method="irv", options=["Oak", "oak."])

    assert Decision.objects.count() == 0


def test_strangers_do_not_open_decisions(cyn: Actor, meadow: Space) -> None:
    with pytest.raises(Refused):
        factories.decision(cyn, meadow)


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({"method": "irv", "options": ["One"]}, "Write at least two options"),
        ({"method": "consent", "options": ["One", "Two"]}, "leave out options"),
        ({"method": "knapsack", "options": ["One", "Two"]}, "how much money"),
        ({"method": "consent", "electorate": "named"}, "Name those who may vote"),
        ({"method": "guess"}, "Choose one of the ways"),
    ],
)
def test_rules_that_do_not_fit_are_refused(
    rules: dict[str, object], sentence: str, ada: Actor, meadow: Space
) -> None:
    with pytest.raises(Invalid, match=sentence):
        factories.decision(ada, meadow, **rules)
