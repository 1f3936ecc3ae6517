"""Counts are put by for pages, and agree everywhere, whoever comes and goes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.decisions import counting
from groundswell.decisions.actions import (
    Cast,
    _counting,
    cast_ballot,
    cast_secret,
    close_voting,
    invite_guest,
    keep_count,
)
from groundswell.decisions.counting import count, keep, tell
from groundswell.decisions.models import Ballot, Decision, Delegation, Result, ShownCount
from groundswell.decisions.reading import election_of
from groundswell.decisions.selectors.export import as_data
from groundswell.decisions.tasks import count_what_moved
from groundswell.spaces.actions import join_space, leave_space
from groundswell.spaces.models import Space
from tests import factories

As = Callable[..., Client]


def vote(person: Actor, decision: Decision, number: int) -> None:
    mark = Cast(marks={decision.options.get(number=number).id: 1})
    cast = cast_secret if decision.is_secret else cast_ballot
    cast(actor=person, decision=decision, cast=mark)


def quoted(text: str) -> str:
    """As another language would be told from this one."""
    return f"“{text}”"


@pytest.fixture
def trees(ada: Actor, meadow: Space) -> Decision:
    return factories.decision(ada, meadow, method="irv", options=["Oak", "Ash"], results="live")


def test_count_put_by_tells_what_counting_tells(ada: Actor, ben: Actor, trees: Decision) -> None:
    vote(ada, trees, 1)
    vote(ben, trees, 2)
    found = count(election_of(trees))

    assert tell(keep(found), str) == found.data()
    assert tell(keep(found), quoted) == found.data(quoted)


def test_pages_count_nothing(
    ada: Actor, ben: Actor, trees: Decision, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote(ada, trees, 1)
    count_what_moved()
    vote(ben, trees, 1)
    before = as_(None).get(f"/t/{trees.topic_id}/result/").text
    count_what_moved()
    with monkeypatch.context() as patched:
        patched.setattr(counting.methods, "METHODS", {})
        after = as_(None).get(f"/t/{trees.topic_id}/result/").text
        with translation.override("de"):
            german = as_(None).get(f"/t/{trees.topic_id}/result/", HTTP_ACCEPT_LANGUAGE="de")

    assert ("1 of 1 votes" in before, "2 of 2 votes" in after) == (True, True)
    assert german.status_code == 200
    assert after.count("The same ballots by") == 2


def test_worker_counts_again_only_what_moved(ada: Actor, trees: Decision) -> None:
    vote(ada, trees, 1)
    count_what_moved()
    first = ShownCount.objects.get()
    ShownCount.objects.update(until=first.made_at)
    count_what_moved()
    second = ShownCount.objects.get()
    close_voting(actor=ada, decision=trees)
    count_what_moved()

    assert first.made_at == second.made_at
    assert ShownCount.objects.get().told["main"]["winners"] == ["1"]


def test_totals_agree_once_somebody_left_and_came_back(
    ada: Actor, ben: Actor, meadow: Space, trees: Decision, as_: As
) -> None:
    vote(ada, trees, 1)
    vote(ben, trees, 2)
    said = []
    leave_space(actor=ben, space=meadow)
    for comes_back in (True, False):
        project_pending()
        count_what_moved()
        trees.refresh_from_db()
        page = as_(None).get(f"/t/{trees.topic_id}/result/").text
        rolled = as_(None).get(f"/t/{trees.topic_id}/roll/").text
        shown = ShownCount.objects.get().told["main"]
        said.append((trees.ballot_count, shown["cast"], shown["electorate"], "Ben" in rolled))
        assert f"{trees.ballot_count} p" in page
        if comes_back:
            join_space(actor=ben, space=meadow)

    assert said == [(1, 1, 1, False), (2, 2, 2, True)]


def test_secret_ballot_of_a_leaver_stays_and_so_do_they_among_who_may_vote(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    decision = factories.decision(
        ada, meadow, method="plurality", options=["Oak", "Ash"], secrecy="secret", quorum=50
    )
    vote(ben, decision, 1)
    leave_space(actor=ben, space=meadow)
    project_pending()
    close_voting(actor=ada, decision=decision)
    decision.refresh_from_db()
    counted = Result.objects.get().counted

    assert (decision.ballot_count, counted["cast"], counted["electorate"]) == (1, 1, 2)


def test_nobody_votes_for_who_left(ada: Actor, ben: Actor, meadow: Space) -> None:
    dot = factories.person("dot")
    factories.member(dot, meadow)
    for giver, delegate in ((dot, ben), (ben, ada)):
        Delegation(space=meadow, giver=giver, delegate=delegate).save(force_insert=True)
    leave_space(actor=ben, space=meadow)
    project_pending()

    assert Delegation.objects.count() == 0


@pytest.mark.parametrize(("voters", "said"), [(4, 0), (5, 1)])
def test_hash_of_a_few_secret_ballots_is_not_told(
    ada: Actor, meadow: Space, as_: As, voters: int, said: int
) -> None:
    decision = factories.decision(
        ada, meadow, method="plurality", options=["Oak", "Ash"], secrecy="secret"
    )
    for at in range(voters):
        person = factories.person(f"voter{at}")
        factories.member(person, meadow)
        vote(person, decision, 1)
    close_voting(actor=ada, decision=decision)

    page = as_(None).get(f"/t/{decision.topic_id}/result/").text
    assert page.count(Result.objects.get().inputs) == said


def test_count_that_is_behind_is_not_kept(
    ada: Actor, trees: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote(ada, trees, 1)
    count_what_moved()
    told = _counting._told

    def counted_while_the_roll_changes(decision: Decision) -> dict[str, Any]:
        found = told(decision)
        _counting.count_anew(decision=decision)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(_counting, "_told", counted_while_the_roll_changes)
        kept = keep_count(actor=ada, decision=trees)

    assert (kept, ShownCount.objects.get().until) == (False, None)


def test_count_begun_before_voting_ended_is_not_kept(ada: Actor, trees: Decision) -> None:
    vote(ada, trees, 1)
    count_what_moved()
    open_still = Decision.objects.get()
    close_voting(actor=ada, decision=trees)
    final = ShownCount.objects.get()

    assert keep_count(actor=ada, decision=open_still) is False
    assert ShownCount.objects.get().made_at == final.made_at


def test_ballot_that_cannot_be_read_stops_no_other_count(
    ada: Actor, meadow: Space, trees: Decision
) -> None:
    other = factories.decision(
        ada, meadow, method="plurality", options=["Oak", "Ash"], results="live", title="Other"
    )
    for decision in (trees, other):
        vote(ada, decision, 1)
    Ballot.objects.filter(decision=trees).update(marks=[1])
    count_what_moved()

    assert [one.decision_id for one in ShownCount.objects.all()] == [other.pk]


def test_mark_of_an_option_that_is_not_shown_is_not_counted(ada: Actor, trees: Decision) -> None:
    vote(ada, trees, 1)
    oak, ash = trees.options.all()
    Ballot.objects.update(marks={str(oak.id): 1, str(ash.id): 2, "7": 3})

    assert [one.marks for one in election_of(trees).votes] == [{"1": 1, "2": 2}]


def test_export_has_the_result_that_was_published_of_whatever_ballots(
    ada: Actor, trees: Decision
) -> None:
    vote(ada, trees, 1)
    close_voting(actor=ada, decision=trees)
    Result.objects.update(inputs="0" * 64)
    trees.refresh_from_db()

    assert as_data(trees, "")["result"] == Result.objects.get().counted


def test_guest_who_is_invited_moves_the_quorum_that_is_shown(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    trees = factories.decision(
        ada, meadow, method="irv", options=["Oak", "Ash"], results="live", quorum=50
    )
    vote(ada, trees, 1)
    for _round in range(2):
        count_what_moved()
    before = ShownCount.objects.get().told["main"]

    invite_guest(actor=ada, decision=trees, name="Gil")
    count_what_moved()
    after = ShownCount.objects.get().told["main"]

    found = [(one["electorate"], [test["met"] for test in one["tests"]]) for one in (before, after)]
    assert found == [(2, [True]), (3, [False])]


def test_what_came_while_the_first_count_was_made_is_counted_next(
    ada: Actor, trees: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = _counting._told

    def slowly(decision: Decision) -> dict[str, Any]:
        found = told(decision)
        monkeypatch.undo()
        invite_guest(actor=ada, decision=decision, name="Gil")
        return found

    monkeypatch.setattr(_counting, "_told", slowly)
    sizes = []
    for _round in range(2):
        count_what_moved()
        sizes.append(ShownCount.objects.get().told["main"]["electorate"])

    assert sizes == [2, 3]
