"""Putting something up for a decision."""

from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.core.errors import Invalid, Refused
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
    with pytest.raises(Invalid, match=r"“oak\.” is there already"):
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
        ({"method": "stv", "options": ["One", "Two"], "seats": 3}, "3 are to win, and there are 2"),
        ({"method": "guess"}, "Choose one of the ways"),
    ],
)
def test_rules_that_do_not_fit_are_refused(
    rules: dict[str, object], sentence: str, ada: Actor, meadow: Space
) -> None:
    with pytest.raises(Invalid, match=sentence):
        factories.decision(ada, meadow, **rules)


def test_voters_read_every_rule_before_they_vote(
    ada: Actor, ben: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    chosen = {"quorum": 50, "floor": 20, "share_of": "electorate", "ties": "draw"}
    told = {"seats": 2, "options": "Oak\nAsh\nElm", "title": "Which trees?", "text": "Two of them."}
    fixed = {"method": "stv", "most": 10, "electorate": "space", "secrecy": "secret"}
    fixed |= {"reasons": "off", "results": "live", "act": "preview"}
    preview = as_(ada).post(
        f"/s/{meadow.handle}/decide/?purpose=several", {**chosen, **told, **fixed}
    )
    decision = factories.decision(
        ada, meadow, method="stv", options=["Oak", "Ash", "Elm"], seats=2, **chosen
    )
    pages = [as_(ben).get(f"{decision.get_absolute_url()}{path}").text for path in ("", "vote/")]

    for page in (preview.text, *pages):
        assert "2 options win." in page
        assert "It counts if at least 50 % of all who may vote do." in page
        assert "What wins has to be carried by at least 20 % of all who may vote." in page
        assert "a draw decides that anyone can repeat" in page
    # Secret ballots are counted in public at the end alone, whatever was chosen.
    assert "after closing" in preview.text


def test_voters_read_what_goes_first_in_a_tie(
    ada: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    decision = factories.decision(
        ada, meadow, method="approval", options=["Oak", "Ash"], ties="prior"
    )

    page = as_(ada).get(decision.get_absolute_url()).text

    assert page.count("Where options are level, the one that was listed first goes first.") == 1


def test_preview_refuses_what_opening_would(
    ada: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    told = {"title": "Which tree?", "text": "One.", "method": "irv", "most": 10, "act": "preview"}
    told |= {"electorate": "space", "secrecy": "open", "reasons": "off", "results": "live"}
    told |= {"ties": "none", "share_of": "ballots"}
    where = f"/s/{meadow.handle}/decide/?purpose=one"

    twice = as_(ada).post(where, told | {"options": "Oak\nAsh\noak"})
    past = as_(ada).post(where, told | {"options": "Oak\nAsh", "closes_at": "2020-01-01T10:00"})

    assert (twice.status_code, past.status_code) == (422, 422)
    assert "“oak” is there already." in twice.text
    assert "The end lies in the past." in past.text


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
