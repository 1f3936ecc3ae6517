"""Rules chosen anew while nobody has voted, and frozen afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.models import Link
from groundswell.core.errors import Conflict, Invalid
from groundswell.decisions.actions import (
    Cast,
    Listed,
    Rules,
    begin_voting,
    cast_ballot,
    change_rules,
    name_voter,
)
from groundswell.decisions.models import Decision, ShownCount
from groundswell.decisions.tasks import count_what_moved
from groundswell.notifications.models import Notification
from groundswell.spaces.actions import leave_space
from groundswell.spaces.models import Space
from tests import factories

As = Callable[..., Client]


@pytest.fixture
def draft(ada: Actor, meadow: Space) -> Decision:
    return factories.decision(ada, meadow, method="irv", options=["Oak", "Ash"], begin=False)


def filled(**changes: str) -> dict[str, str]:
    told = {"method": "irv", "options": "Oak\nAsh", "electorate": "space", "secrecy": "open"}
    told |= {"most": "10", "reasons": "optional", "results": "after_close", "ties": "none"}
    return told | {"share_of": "ballots"} | changes


def numbered(decision: Decision) -> list[tuple[int, str]]:
    return list(decision.options.values_list("number", "text"))


def test_everything_about_a_draft_is_changed_on_its_page(
    ada: Actor, ben: Actor, draft: Decision, as_: As
) -> None:
    where = f"/t/{draft.topic_id}/rules/"
    shown = as_(ada).get(where).text
    changes = {"electorate": "named", "voters": "@ben", "results": "live", "ties": "prior"}
    changes |= {"options": "Elm\nOak", "quorum": "50", "method": "ranked_pairs"}
    preview = as_(ada).post(where, filled(act="preview", **changes))
    answer = as_(ada).post(where, filled(act="save", **changes))
    same = as_(ada).post(where, filled(act="save", **changes))
    refused = as_(ben).get(where)
    draft.refresh_from_db()

    assert "Oak\nAsh</textarea>" in shown
    assert "By the clock of UTC." in shown
    assert "What voters will see" in preview.text
    assert [one.status_code for one in (preview, answer, same, refused)] == [200, 303, 422, 403]
    assert (draft.method, draft.results, draft.ties, draft.quorum) == (
        "ranked_pairs",
        "live",
        "prior",
        50,
    )
    assert numbered(draft) == [(1, "Elm"), (2, "Oak")]
    assert [one.actor for one in draft.roll.all()] == [ben]
    assert draft.state == "draft"


def test_time_makes_of_a_draft_a_scheduled_one_and_back(ada: Actor, draft: Decision) -> None:
    options = (Listed(text="Oak"), Listed(text="Ash"))
    soon = timezone.now() + timedelta(days=1)
    change_rules(
        actor=ada, decision=draft, rules=Rules(method="irv", opens_at=soon), options=options
    )
    draft.refresh_from_db()
    first = draft.state
    change_rules(actor=ada, decision=draft, rules=Rules(method="irv"), options=options)
    draft.refresh_from_db()

    assert (first, draft.state, draft.opens_at) == ("scheduled", "draft", None)
    past = Rules(method="irv", opens_at=timezone.now() - timedelta(days=1))
    with pytest.raises(Invalid, match="This time has passed"):
        change_rules(actor=ada, decision=draft, rules=past, options=options)


def test_open_decision_is_changed_until_somebody_votes(
    ada: Actor, ben: Actor, draft: Decision, as_: As
) -> None:
    begin_voting(actor=ada, decision=draft)
    secret = Rules(method="plurality", secrecy="secret")
    options = (Listed(text="Elm"), Listed(text="Oak"))
    change_rules(actor=ada, decision=draft, rules=secret, options=options)
    project_pending()
    draft.refresh_from_db()
    kept = (draft.state, draft.secrecy, draft.results)
    change_rules(actor=ada, decision=draft, rules=Rules(method="plurality"), options=options)
    mark = Cast(marks={draft.options.get(number=1).id: 1})
    cast_ballot(actor=ben, decision=Decision.objects.get(topic=draft.topic), cast=mark)

    assert kept == ("open", "secret", "after_close")
    told = Notification.objects.filter(recipient=ben, activity__kind="decisions.rules_changed")
    assert told.count() == 1
    with pytest.raises(Conflict, match="Somebody has voted, so the rules stay"):
        change_rules(actor=ada, decision=draft, rules=secret, options=options)
    assert (
        "Somebody has voted, so the rules stay" in as_(ada).get(f"/t/{draft.topic_id}/voting/").text
    )
    assert as_(ada).get(f"/t/{draft.topic_id}/rules/").status_code == 409


def test_members_stay_in_their_groups_when_rules_change(
    ada: Actor, ben: Actor, draft: Decision
) -> None:
    name_voter(actor=ada, decision=draft, voter=ben, group="Tenants")
    entry = draft.roll.get(actor=ben)
    options = (Listed(text="Oak"), Listed(text="Ash"))
    change_rules(
        actor=ada, decision=draft, rules=Rules(method="irv", results="live"), options=options
    )

    assert [(one.id, one.group.name) for one in draft.roll.filter(actor=ben)] == [
        (entry.id, "Tenants")
    ]


def test_open_decision_keeps_when_counts_are_shown_and_reminds_of_a_new_end(
    ada: Actor, draft: Decision
) -> None:
    begin_voting(actor=ada, decision=draft)
    Decision.objects.filter(pk=draft.pk).update(reminded_at=timezone.now())
    options = (Listed(text="Oak"), Listed(text="Ash"))
    with pytest.raises(Invalid, match="counts shown after voting ends"):
        change_rules(
            actor=ada, decision=draft, rules=Rules(method="irv", results="live"), options=options
        )
    later = Rules(method="irv", closes_at=timezone.now() + timedelta(days=9))
    change_rules(actor=ada, decision=draft, rules=later, options=options)
    draft.refresh_from_db()

    assert (draft.results, draft.reminded_at) == ("after_close", None)


def test_rules_stay_as_they_are_when_who_voted_has_left(
    ada: Actor, ben: Actor, draft: Decision
) -> None:
    begin_voting(actor=ada, decision=draft)
    mark = Cast(marks={draft.options.get(number=1).id: 1})
    cast_ballot(actor=ben, decision=draft, cast=mark)
    leave_space(actor=ben, space=draft.topic.space)
    project_pending()
    draft.refresh_from_db()

    assert draft.ballot_count == 0
    with pytest.raises(Conflict, match="Somebody has voted, so the rules stay"):
        change_rules(actor=ada, decision=draft, rules=Rules(method="plurality"))


def test_idea_that_is_no_option_any_more_is_not_decided_on(ada: Actor, meadow: Space) -> None:
    idea = factories.idea(ada, factories.challenge(ada, meadow), title="Willows")
    decision = factories.decision(
        ada, meadow, method="irv", options=["Oak", "Willows"], ideas={2: idea.topic}, begin=False
    )
    before = Link.objects.filter(kind=Link.Kind.DECIDES).count()
    options = (Listed(text="Oak"), Listed(text="Ash"))
    change_rules(actor=ada, decision=decision, rules=Rules(method="irv"), options=options)

    assert (before, Link.objects.filter(kind=Link.Kind.DECIDES).count()) == (1, 0)


def test_count_that_is_shown_follows_the_rules(ada: Actor, meadow: Space) -> None:
    options = (Listed(text="Oak"), Listed(text="Ash"))
    running = factories.decision(
        ada, meadow, method="irv", options=["Oak", "Ash"], results="live", quorum=50
    )
    for _round in range(2):
        count_what_moved()
    rules = Rules(method="ranked_pairs", results="live")
    change_rules(actor=ada, decision=running, rules=rules, options=options)
    count_what_moved()

    told = ShownCount.objects.get().told["main"]
    assert (told["method"], told["tests"]) == ("ranked_pairs", [])
