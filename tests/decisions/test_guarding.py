"""What a reader of the code would try: ballots without options, votes of those who left, and what
nobody was to read."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Refused
from groundswell.decisions.actions import (
    close_voting,
    reopen_voting,
)
from groundswell.decisions.actions.opinion import moderate_statement, write_statement
from groundswell.decisions.actions.stances import take_stance
from groundswell.decisions.models import Decision, Option, Result
from groundswell.decisions.selectors.decision import decision_panel
from groundswell.spaces.actions import remove_member
from groundswell.spaces.models import Space
from groundswell.spaces.rules import membership_of
from tests import factories
from tests.decisions.test_voting import vote

As = Callable[..., Client]


@pytest.fixture
def trees(ada: Actor, meadow: Space) -> Decision:
    return factories.decision(ada, meadow, options=["Oak", "Elm", "Ash"], method="irv")


@pytest.fixture
def streets(ada: Actor, meadow: Space) -> Decision:
    return factories.decision(
        ada,
        meadow,
        method="opinion_map",
        options=["More trees", "Fewer cars"],
        results="live",
        reasons="off",
        moderation="before",
    )


def test_lists_in_place_of_one_choice_are_one_ballot(
    ada: Actor, ben: Actor, meadow: Space, streets: Decision, as_: As
) -> None:
    one, many = (
        factories.decision(ada, meadow, method=method, options=["Oak", "Ash"])
        for method in ("plurality", "approval")
    )
    for decision in (one, many):
        oak, ash = decision.options.all()
        as_(ben).post(f"/t/{decision.pk}/vote/", {"choice": [oak.id, ash.id, ash.id, ash.id]})
    said = {"statement": ["1", "2"], "value": ["agree", "disagree"]}
    answers = [
        as_(ben).post(f"/t/{streets.pk}/think/", said).status_code,
        as_(ben).post(f"/t/{one.pk}/vote/", {"choice": ["x", "[]"]}).status_code,
    ]

    assert [list(ballot.marks.values()) for ballot in one.ballots.all()] == [[1]]
    assert [list(ballot.marks.values()) for ballot in many.ballots.all()] == [[1, 1]]
    assert answers == [303, 422]
    assert list(streets.stances.values_list("option__number", "value")) == [(2, -1)]


def test_option_of_a_ballot_is_not_taken_out_like_a_statement(
    ada: Actor, ben: Actor, trees: Decision, as_: As
) -> None:
    vote(ben, trees, 1, 2, 3)
    answer = as_(ada).post(f"/t/{trees.pk}/statements/1/", {"because": "Never mind"}, follow=True)
    close_voting(actor=ada, decision=trees)

    assert answer.status_code == 409
    assert list(trees.options.shown().values_list("text", flat=True)) == ["Oak", "Elm", "Ash"]
    with pytest.raises(Conflict, match="no opinion map"):
        moderate_statement(
            actor=ada, decision=trees, option=trees.options.get(number=1), take=False, because="No"
        )


def test_who_left_the_space_neither_votes_nor_writes_nor_runs_it(
    ada: Actor, ben: Actor, meadow: Space, trees: Decision, streets: Decision
) -> None:
    own = factories.decision(ben, meadow, options=["Now", "Never"], method="plurality")
    vote(ben, trees, 1, 2, 3)
    take_stance(actor=ben, decision=streets, number=1, value=1)
    membership = membership_of(ben, meadow)
    assert membership is not None
    remove_member(actor=ada, membership=membership, reason="For now")

    with pytest.raises(Refused, match="Members of"):
        vote(ben, trees, 3, 2, 1)
    with pytest.raises(Refused, match="Members of"):
        take_stance(actor=ben, decision=streets, number=2, value=1)
    with pytest.raises(Refused, match="Members of"):
        write_statement(actor=ben, decision=streets, text="Let me in")
    assert decision_panel(own.topic, ben).runs is False


def test_waiting_statement_is_read_by_nobody_else(
    ben: Actor, streets: Decision, cyn: Actor, meadow: Space, as_: As
) -> None:
    factories.member(cyn, meadow)
    waiting = write_statement(actor=ben, decision=streets, text="Zqsecret words")
    page = as_(cyn).get(f"/t/{streets.pk}/think/?said={waiting.number}").content.decode()

    assert "Zqsecret" not in page


def test_export_keeps_words_that_were_never_shown_and_computes_nothing(
    ada: Actor, ben: Actor, streets: Decision, as_: As
) -> None:
    write_statement(actor=ben, decision=streets, text="Zqsecret words")
    formula = write_statement(actor=ben, decision=streets, text="-1+cmd|now")
    moderate_statement(actor=ada, decision=streets, option=formula, take=True)
    take_stance(actor=ben, decision=streets, number=1, value=-1)
    Decision.objects.filter(pk=streets.pk).update(ballot_count=5)
    close_voting(actor=ada, decision=streets)
    packed = as_(None).get(f"/t/{streets.pk}/export/opinions.zip")
    with ZipFile(BytesIO(packed.content)) as archive:
        comments = archive.read("comments.csv").decode().splitlines()
        votes = archive.read("votes.csv").decode().splitlines()

    assert [row.rpartition(",")[2] for row in comments[1:]] == [
        "More trees",
        "Fewer cars",
        "",
        "'-1+cmd|now",
    ]
    assert [row.split(",")[1:] for row in votes[1:]] == [["1", "0", "-1"]]


def test_page_of_ballots_beyond_every_number_is_the_first(
    ada: Actor, ben: Actor, trees: Decision, as_: As
) -> None:
    vote(ben, trees, 1, 2, 3)
    close_voting(actor=ada, decision=trees)

    assert as_(None).get(f"/t/{trees.pk}/ballots/?after={'9' * 5_000}").status_code == 200


@pytest.mark.parametrize(
    ("purpose", "told"),
    [
        ("one", {"method": "irv", "options": "A\nB", "closes_at": "9999-12-31T23:59"}),
        ("one", {"method": "irv", "options": "\n".join(f"o{n}" for n in range(300))}),
        ("budget", {"method": "knapsack", "options": "A | 1\nB | 2", "budget": "9" * 20}),
    ],
)
def test_impossible_rules_are_refused_and_nothing_is_lost(
    ben: Actor, meadow: Space, as_: As, purpose: str, told: dict[str, str]
) -> None:
    words = {"title": "Zqtitle", "text": "", "act": "open", "reasons": "off", "share_of": "ballots"}
    choices = {"electorate": "space", "secrecy": "open", "results": "live", "ties": "none"}
    answer = as_(ben).post(f"/s/meadow/decide/?purpose={purpose}", {**words, **choices, **told})

    assert (answer.status_code, "Zqtitle" in answer.content.decode()) == (422, True)
    assert Decision.objects.count() == 0


def test_ballots_changed_and_changed_back_publish_the_last_count(
    ada: Actor, ben: Actor, trees: Decision
) -> None:
    for order in ((1, 2, 3), (2, 1, 3), (1, 2, 3)):
        vote(ben, trees, *order)
        close_voting(actor=ada, decision=trees)
        reopen_voting(actor=ada, decision=trees, reason="Once more", closes_at=None)
    close_voting(actor=ada, decision=trees)
    oak = Option.objects.get(decision=trees, number=1)

    assert Result.objects.filter(decision=trees).count() == 2
    shown = Result.objects.filter(decision=trees).order_by("at", "id").last()
    assert shown is not None
    assert [shown.counted["names"][key] for key in shown.counted["winners"]] == [oak.text]
