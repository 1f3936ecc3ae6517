"""What one person promised with outcomes, across decisions."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from groundswell.actors.models import Actor
from groundswell.decisions.actions import Promise, close_voting, state_outcome
from groundswell.decisions.models import Commitment, Decision
from groundswell.decisions.selectors.promises import promises_at_head
from groundswell.spaces.models import Space
from tests import factories

As = Callable[..., Client]


def promised(ada: Actor, space: Space, *promises: Promise, title: str = "Paths") -> Decision:
    decision = factories.decision(ada, space, title=title)
    close_voting(actor=ada, decision=decision)
    state_outcome(actor=ada, decision=decision, text="So be it.", promises=promises)
    return decision


def test_own_promises_are_late_due_or_done(ada: Actor, ben: Actor, meadow: Space, as_: As) -> None:
    today = timezone.localdate()
    soon, later = today + timedelta(days=2), today + timedelta(days=9)
    paths = promised(
        ada,
        meadow,
        Promise(who=ben, what="dig the hole", by_when=soon),
        Promise(who=ada, what="buy the oak", by_when=soon),
    )
    promised(ada, meadow, Promise(who=ben, what="mend the gate", by_when=later), title="Gates")
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=False):
        browser = as_(ben)
        page = browser.get("/promises/").text
        hole = Commitment.objects.get(what="dig the hole")
        answer = browser.post(
            "/promises/", {"commitment": hole.id, "state": "done", "note": "Two feet deep."}
        )
        after = browser.get("/promises/").text
        head = as_(None).get(paths.get_absolute_url()).text

    late, _to_do, rest = page.partition("To do</h2>")
    assert ("dig the hole" in late, "mend the gate" in rest) == (True, True)
    assert ("buy the oak" in page, "Late</h2>" in after) == (False, False)
    assert answer.status_code == 303
    assert "Two feet deep." in after.partition("Done, or not any more</h2>")[2]
    assert ("Two feet deep." in head, "buy the oak" in head) == (True, True)
    assert head.count('data-state="late"') == 1


def test_promises_of_others_and_of_strangers_are_not_there(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space, as_: As
) -> None:
    promised(ada, meadow, Promise(who=ben, what="dig the hole"))
    row = Commitment.objects.get()
    others = as_(ada).post("/promises/", {"commitment": row.id, "state": "done", "note": "x"})
    unsaid = as_(ben).post("/promises/", {"commitment": row.id, "state": "dropped", "note": ""})

    assert (others.status_code, unsaid.status_code) == (404, 422)
    assert "Nothing promised" in as_(cyn).get("/promises/").text
    assert as_(None).get("/promises/")["Location"] == "/accounts/login/?next=/promises/"


def test_head_shows_promises_of_the_current_outcome_alone(ada: Actor, meadow: Space) -> None:
    decision = promised(ada, meadow, Promise(who=ada, what="dig the hole"))
    again = (Promise(who=ada, what="buy the oak"),)
    state_outcome(actor=ada, decision=decision, text="Rather this.", promises=again)
    decision.refresh_from_db()

    assert [one.what for one in promises_at_head(decision)] == ["buy the oak"]


@pytest.mark.parametrize("number", [1, 3])
def test_promises_cost_as_much_for_many_as_for_one(
    ada: Actor, meadow: Space, as_: As, number: int, django_assert_num_queries
) -> None:
    for at in range(number):
        promised(ada, meadow, Promise(who=ada, what=f"work {at}"), title=f"Decision {at}")
    browser = as_(ada)
    browser.get("/promises/")
    with django_assert_num_queries(8):
        browser.get("/promises/")
