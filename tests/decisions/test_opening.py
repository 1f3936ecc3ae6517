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


def test_ballot_is_seen_before_it_is_opened_and_nothing_is_lost(
    ben: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    told = {
        "title": "Which tree?",
        "text": "For the yard.",
        "method": "irv",
        "options": "Oak\nAsh\n\nElm",
        "secrecy": "open",
        "electorate": "space",
        "reasons": "optional",
        "results": "after_close",
        "ties": "none",
        "share_of": "ballots",
    }
    browser, where = as_(ben), "/s/meadow/decide/?purpose=one"
    begun = browser.get(where).content.decode()
    told |= {"most": "10"}
    preview = browser.post(where, told | {"act": "preview"})
    page = preview.content.decode()
    none = Decision.objects.count()
    opened = browser.post(where, told | {"act": "open"})
    decision = Decision.objects.get()

    assert "Instant run-off" in begun
    assert (preview.status_code, none) == (200, 0)
    assert page.count("What voters will see") == 1
    assert page.count("For the yard.") == 1
    assert opened["Location"] == decision.get_absolute_url()
    assert [one.text for one in decision.options.all()] == ["Oak", "Ash", "Elm"]


def test_purposes_lead_to_ways_to_decide(
    ben: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    browser = as_(ben)
    page = browser.get("/s/meadow/decide/").content.decode()

    for code in ("think", "against", "one", "several", "budget"):
        assert page.count(f'href="?purpose={code}"') == 1
        assert browser.get(f"/s/meadow/decide/?purpose={code}").status_code == 200


def test_project_without_a_cost_is_pointed_out(
    ben: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    answer = as_(ben).post(
        "/s/meadow/decide/?purpose=budget",
        {
            "title": "Money",
            "text": "x",
            "method": "equal_shares",
            "options": "Bench",
            "act": "open",
        },
    )

    assert answer.status_code == 422
    assert "“Bench” has no cost." in answer.content.decode()


def test_option_that_names_an_idea_is_linked_with_it(
    ada: Actor, ben: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    idea = factories.topic(ada, meadow, title="An orchard")
    told = {
        "title": "Which?",
        "text": "x",
        "method": "irv",
        "options": f"Oak\nhttp://testserver/t/{idea.id}/",
        "most": "1",
        "act": "open",
    }
    chosen = {
        "secrecy": "open",
        "electorate": "space",
        "reasons": "optional",
        "results": "after_close",
        "ties": "none",
        "share_of": "ballots",
    }
    answer = as_(ben).post("/s/meadow/decide/?purpose=one", told | chosen)
    decision = Decision.objects.get()

    assert answer.status_code == 303
    assert [(one.text, one.topic) for one in decision.options.all()] == [
        ("Oak", None),
        ("An orchard", idea),
    ]
    assert decision.topic.links_out.get().target == idea
    page = as_(None).get(idea.get_absolute_url()).content.decode()
    assert page.count("Is decided on in") == 1
