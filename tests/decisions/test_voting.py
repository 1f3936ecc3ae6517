"""Voting in the browser, results, and everything a decision gives out."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.config.cli import main
from groundswell.conversations.actions import post_reply
from groundswell.conversations.models import Message
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.decisions.actions import (
    Cast,
    begin_voting,
    cast_ballot,
    cast_secret,
    close_voting,
    extend_voting,
    reopen_voting,
)
from groundswell.decisions.models import Ballot, Decision, EarlierBallot, Result
from groundswell.decisions.tasks import close_what_is_due, open_what_is_due
from groundswell.spaces.actions import leave_space
from groundswell.spaces.models import Space
from tests import factories

As = Callable[..., Client]


@pytest.fixture
def trees(ada: Actor, meadow: Space) -> Decision:
    options = ["Oak", "Ash", "Elm"]
    return factories.decision(ada, meadow, method="irv", options=options, title="Which tree?")


def ranks(decision: Decision, *order: int) -> dict[int, int]:
    ids = {one.number: one.id for one in decision.options.all()}
    return {ids[number]: rank for rank, number in enumerate(order, 1)}


def vote(person: Actor, decision: Decision, *order: int, reason: str = "") -> None:
    cast_ballot(
        actor=person, decision=decision, cast=Cast(marks=ranks(decision, *order), reason=reason)
    )


def test_ranked_ballot_is_cast_changed_and_counted(
    ada: Actor, ben: Actor, trees: Decision, as_: As
) -> None:
    form = {f"o{key}": str(rank) for key, rank in ranks(trees, 2, 1).items()}
    first = as_(ben).post(f"/t/{trees.topic_id}/vote/", form | {"reason": "Ash grows fast."})
    page = as_(ben).get(f"/t/{trees.topic_id}/vote/").content.decode()
    changed = {f"o{key}": str(rank) for key, rank in ranks(trees, 3, 2).items()}
    second = as_(ben).post(f"/t/{trees.topic_id}/vote/", changed)
    ballot = Ballot.objects.get()

    assert (first.status_code, second.status_code) == (303, 303)
    assert page.count('value="1"') == 1
    assert "Change your ballot" in page
    assert ballot.marks == {str(key): rank for key, rank in ranks(trees, 3, 2).items()}
    assert ballot.reason is not None
    assert ballot.reason.text == "Ash grows fast."
    trees.refresh_from_db()
    assert trees.ballot_count == 1


def test_result_is_hidden_until_voting_ends_and_then_told_in_words(
    ada: Actor, ben: Actor, trees: Decision, as_: As
) -> None:
    vote(ada, trees, 1, 2)
    vote(ben, trees, 1, 3)
    before = as_(ben).get(f"/t/{trees.topic_id}/result/")
    close_voting(actor=ada, decision=trees)
    after = as_(None).get(f"/t/{trees.topic_id}/result/").content.decode()

    assert before.status_code == 409
    assert "Oak wins with 2 of 2 votes that still count." in after
    for method in ("Single transferable vote", "Ranked pairs"):
        assert after.count(f"The same ballots by {method}") == 1
    assert as_(None).get(f"/t/{trees.topic_id}/ballots/").content.decode().count("1. Oak") == 2
    assert Result.objects.get().counted["winners"] == ["1"]


def test_recount_of_the_export_gives_the_displayed_result(
    ada: Actor, ben: Actor, trees: Decision, as_: As, tmp_path: Path
) -> None:
    vote(ada, trees, 2, 1)
    vote(ben, trees, 2, 3)
    close_voting(actor=ada, decision=trees)
    browser, path = as_(None), tmp_path / "decision.json"
    path.write_bytes(browser.get(f"/t/{trees.topic_id}/export/decision.json").content)
    table = browser.get(f"/t/{trees.topic_id}/export/ballots.csv").content.decode("utf-8-sig")
    blt = browser.get(f"/t/{trees.topic_id}/export/ballots.blt").content.decode()

    assert json.loads(path.read_text())["result"] == Result.objects.get().counted
    assert table.splitlines()[0] == "voter,version,position,Oak,Ash,Elm"
    assert sorted(table.splitlines()[1:]) == ["Ada,1,,2,1,", "Ben,1,,,1,2"]
    assert blt.splitlines()[:4] == ["3 1", "1 2 1 0", "1 2 3 0", "0"]
    # Last: a command closes its connections.
    assert main(["recount", str(path)]) == 0


def test_ballots_are_not_given_out_while_people_vote(ben: Actor, trees: Decision, as_: As) -> None:
    vote(ben, trees, 1)

    for name in ("decision.json", "ballots.csv", "ballots.blt"):
        assert as_(ben).get(f"/t/{trees.topic_id}/export/{name}").status_code == 409
    assert as_(ben).get(f"/t/{trees.topic_id}/ballots/").status_code == 409


def test_foreign_options_and_strangers_are_refused(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space, trees: Decision
) -> None:
    other = factories.decision(ada, meadow, method="irv", options=["Yew", "Fir"])

    with pytest.raises(Invalid, match="not in this decision"):
        cast_ballot(actor=ben, decision=trees, cast=Cast(marks=ranks(other, 1)))
    with pytest.raises(Invalid, match="Nothing is marked"):
        cast_ballot(actor=ben, decision=trees, cast=Cast())
    with pytest.raises(Refused, match="Members of The Meadow vote here"):
        vote(cyn, trees, 1)
    assert Ballot.objects.count() == 0


def test_no_ballot_is_taken_after_the_end_even_before_the_worker_comes(
    ada: Actor, ben: Actor, trees: Decision
) -> None:
    end = timezone.now() + timedelta(hours=1)
    extend_voting(actor=ada, decision=trees, closes_at=end, reason="By noon.")
    with time_machine.travel(end, tick=False):
        with pytest.raises(Conflict, match="Voting has ended"):
            vote(ben, trees, 1)
        close_what_is_due()

    trees.refresh_from_db()
    assert (trees.state, trees.ballot_count) == ("closed", 0)
    kinds = Activity.objects.filter(topic_id=trees.topic_id).values_list("kind", flat=True)
    assert "decisions.voting_closed" in kinds


def test_scheduled_decision_opens_by_itself(ada: Actor, ben: Actor, meadow: Space) -> None:
    start = timezone.now() + timedelta(hours=1)
    decision = factories.decision(ada, meadow, method="consent", opens_at=start)
    with pytest.raises(Conflict, match="has not begun"):
        cast_ballot(actor=ben, decision=decision, cast=Cast(position="consent"))
    with time_machine.travel(start + timedelta(seconds=1), tick=False):
        open_what_is_due()
    decision.refresh_from_db()

    assert decision.state == "open"


def test_earlier_ballot_is_kept_once_somebody_answered_it(
    ada: Actor, ben: Actor, trees: Decision, as_: As
) -> None:
    vote(ben, trees, 1, reason="Oaks last.")
    vote(ben, trees, 2)
    message = Message.objects.get(text="Oaks last.")
    post_reply(actor=ada, topic=trees.topic, text="So do elms.", parent=message)
    vote(ben, trees, 3, reason="Elms, then.")

    thread = as_(None).get(f"/t/{trees.topic_id}/").text
    Decision.objects.filter(pk=trees.pk).update(results="live")
    shown = as_(None).get(f"/t/{trees.topic_id}/").text
    listed = as_(None).get(f"/t/{trees.topic_id}/ballots/").text

    assert "What they voted before" not in thread
    before = shown.partition("Oaks last.")[2].partition("Elms, then.")
    assert "not counted any more:" in before[0]
    assert "Their ballot:" in before[2]
    assert "before, not counted: " in listed
    kept = EarlierBallot.objects.get()
    assert (kept.reason, kept.marks) == (
        message,
        {str(key): rank for key, rank in ranks(trees, 2).items()},
    )


def test_missed_quorum_does_not_read_like_a_winner(
    ada: Actor, ben: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    decision = factories.decision(ada, meadow, method="irv", options=["Oak", "Ash"], quorum=60)
    vote(ada, decision, 1)
    close_voting(actor=ada, decision=decision)

    head = as_(ben).get(decision.get_absolute_url()).text
    page = as_(ben).get(f"{decision.get_absolute_url()}result/").text

    assert "Nothing won. What the rules ask for was not met." in head
    before, told, after = page.partition("Without that it would have come to this:")
    assert told
    assert "1 of 2 who may vote did; 60 percent are needed." in before
    assert "Oak wins with 1 of 1 votes" in after


def test_closed_decision_is_opened_again_with_a_reason(
    ada: Actor, ben: Actor, trees: Decision
) -> None:
    vote(ada, trees, 1)
    close_voting(actor=ada, decision=trees)
    reopen_voting(actor=ada, decision=trees, closes_at=None, reason="Ben was away.")
    vote(ben, trees, 2)
    close_voting(actor=ada, decision=trees)

    assert [one.counted["verdict"] for one in Result.objects.all()] == ["won", "tied"]
    assert Message.objects.get(kind="note").text == "Open for votes once more: Ben was away."


def test_reason_is_asked_of_whoever_objects(ada: Actor, ben: Actor, meadow: Space) -> None:
    decision = factories.decision(ada, meadow, method="consensus", reasons="objection")
    cast_ballot(actor=ada, decision=decision, cast=Cast(position="agree"))

    with pytest.raises(Invalid, match="Say why"):
        cast_ballot(actor=ben, decision=decision, cast=Cast(position="block"))


def test_who_left_the_space_is_not_counted(ada: Actor, ben: Actor, trees: Decision) -> None:
    vote(ada, trees, 1)
    vote(ben, trees, 2)
    leave_space(actor=ben, space=trees.topic.space)
    close_voting(actor=ada, decision=trees)

    counted = Result.objects.get().counted
    assert (counted["winners"], counted["cast"], counted["electorate"]) == (["1"], 1, 1)


def test_secret_ballot_leaves_no_way_from_voter_to_ballot(
    ada: Actor, ben: Actor, meadow: Space, as_: As
) -> None:
    decision = factories.decision(
        ada, meadow, method="plurality", options=["Oak", "Ash"], secrecy="secret"
    )
    oak = decision.options.get(number=1)
    browser = as_(ben)
    answer = browser.post(f"/t/{decision.topic_id}/vote/", {"choice": str(oak.id)}, follow=True)
    page = answer.content.decode()
    receipt = page.partition("<output>")[2].partition("</output>")[0]
    ballot = Ballot.objects.get()

    assert (ballot.entry, ballot.cast_at, ballot.changed_at, ballot.reason) == (None,) * 4
    assert len(receipt.replace("-", "")) == 13
    kept = [session.get_decoded() for session in Session.objects.all()]
    assert kept
    assert receipt not in str(kept)
    assert str(ballot.id) not in str(kept)
    assert not Activity.objects.filter(actor=ben, topic_id=decision.topic_id).exists()
    assert "How many voted is shown from three ballots on." in (
        browser.get(decision.get_absolute_url()).content.decode()
    )
    ash = decision.options.get(number=2)
    cast_secret(actor=ben, decision=decision, cast=Cast(marks={ash.id: 1}), receipt=receipt.lower())
    with pytest.raises(Conflict, match="in already"):
        cast_secret(actor=ben, decision=decision, cast=Cast(marks={ash.id: 1}))
    with pytest.raises(Invalid, match="no ballot with this receipt"):
        cast_secret(actor=ben, decision=decision, cast=Cast(marks={ash.id: 1}), receipt="ABCD")
    ballot.refresh_from_db()
    assert ballot.marks == {str(ash.id): 1}


def test_few_secret_ballots_are_not_broken_down_and_five_are_found_by_receipt(
    ada: Actor, ben: Actor, meadow: Space, as_: As
) -> None:
    few = factories.decision(
        ada, meadow, method="plurality", options=["Oak", "Ash"], secrecy="secret"
    )
    many = factories.decision(
        ada, meadow, method="plurality", options=["Oak", "Ash"], secrecy="secret"
    )
    people = [ada, ben, *(factories.person() for _ in range(3))]
    for person in people[2:]:
        factories.member(person, meadow)
    for person in people[:4]:
        cast_secret(actor=person, decision=few, cast=Cast(marks={few.options.first().id: 1}))
    receipts = [
        cast_secret(actor=person, decision=many, cast=Cast(marks={many.options.first().id: 1}))
        for person in people
    ]
    for decision in (few, many):
        close_voting(actor=ada, decision=decision)
    browser = as_(None)
    listed = browser.get(f"/t/{many.topic_id}/ballots/").content.decode()

    assert [listed.count(receipt) for receipt in receipts] == [1] * 5
    hidden = browser.get(f"/t/{few.topic_id}/result/").content.decode()
    assert "Fewer than five secret ballots are not broken down." in hidden
    assert "Oak wins with 4" not in hidden
    assert browser.get(f"/t/{few.topic_id}/export/decision.json").status_code == 409
    assert browser.get(f"/t/{many.topic_id}/export/decision.json").status_code == 200
    with pytest.raises(Conflict, match="not opened again"):
        reopen_voting(actor=ada, decision=many, closes_at=None, reason="Once more.")


def test_draft_is_opened_by_hand_in_the_browser(ada: Actor, meadow: Space, as_: As) -> None:
    decision = factories.decision(ada, meadow, method="sense_check", begin=False)
    shown = as_(ada).get(f"/t/{decision.topic_id}/voting/")
    answer = as_(ada).post(f"/t/{decision.topic_id}/voting/", {"act": "begin"})
    decision.refresh_from_db()

    assert (shown.status_code, answer.status_code, decision.state) == (200, 303, "open")
    with pytest.raises(Conflict, match="opened for votes already"):
        begin_voting(actor=ada, decision=decision)
