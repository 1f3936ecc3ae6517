"""What a guest objects to: in their own words, followed by somebody, and read by their link."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.actions import edit_message
from groundswell.core.errors import Conflict, Invalid
from groundswell.decisions.actions import (
    Cast,
    answer_objection,
    cast_as_guest,
    cast_ballot,
    close_voting,
    invite_guest,
    object_as_guest,
    settle_as_guest,
    state_outcome,
    take_step,
    withdraw_voter,
)
from groundswell.decisions.links import token_of
from groundswell.decisions.models import Ballot, Decision, Objection, Result, RollEntry
from groundswell.decisions.reading import standing_objections
from groundswell.decisions.selectors.export import as_data
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories

As = Callable[..., Client]
AGAINST = {"position": "objection", "reason": "Zqchildren walk there."}


@pytest.fixture
def path(ada: Actor, burrow: Space) -> Decision:
    return factories.decision(ada, burrow, method="consent", title="Close the path?")


@pytest.fixture
def gil(ada: Actor, path: Decision) -> RollEntry:
    return invite_guest(actor=ada, decision=path, name="Gil")


def link(entry: RollEntry) -> str:
    return f"/ballot/{token_of(entry)}/"


def told(objection: Objection) -> tuple[str, str, str]:
    objection.refresh_from_db()
    return (objection.state, objection.words, objection.note)


def test_guest_says_why_and_reads_what_became_of_it(
    ada: Actor, path: Decision, gil: RollEntry, as_: As
) -> None:
    guest = as_(None)
    wordless = guest.post(link(gil), {"position": "objection", "reason": " "})
    assert (wordless.status_code, Objection.objects.count()) == (422, 0)
    assert "Say why, in a sentence or two." in wordless.text
    raised = guest.post(link(gil), AGAINST).text
    listed = as_(ada).get(f"/t/{path.pk}/objections/").text
    one = Objection.objects.get()
    heard = {"objection": one.id, "state": "heard", "note": "We look at the hours."}
    assert as_(ada).post(f"/t/{path.pk}/objections/", heard).status_code == 303
    answered = guest.get(link(gil)).text

    assert "Zqchildren walk there." in raised
    assert "Seen to by" in raised
    assert "Zqchildren walk there." in listed
    assert "(guest)" in listed
    assert "1 objection" in as_(ada).get(f"/t/{path.pk}/").text
    assert "We look at the hours." in answered
    assert (one.by, one.guest, one.owner) == (None, gil, ada)
    assert one.message is None
    assert path.topic.messages.count() == 1


def test_who_sees_to_it_is_told_in_the_guests_words(
    ada: Actor, path: Decision, gil: RollEntry, as_: As
) -> None:
    as_(None).post(link(gil), AGAINST)
    as_(None).post(link(gil), AGAINST)
    project_pending()
    [alert] = Notification.objects.filter(activity__kind="decisions.guest_objected")
    page = as_(ada).get("/alerts/").text

    assert (alert.recipient, alert.reason) == (ada, "owner")
    assert alert.activity.actor == path.topic.space.actor
    assert "it is yours to see to" in page
    assert "Zqchildren walk there." in page
    assert as_(ada).get(f"/alerts/{alert.id}/")["Location"] == f"/t/{path.pk}/objections/"


def test_decision_ends_by_hand_once_the_guest_says_that_it_is_integrated(
    ada: Actor, ben: Actor, path: Decision, gil: RollEntry, as_: As
) -> None:
    guest, where = as_(None), link(gil)
    cast_ballot(actor=ben, decision=path, cast=Cast(position="consent"))
    guest.post(where, AGAINST)
    one = Objection.objects.get()
    with pytest.raises(Conflict, match="An objection stands"):
        close_voting(actor=ada, decision=path)
    wordless = guest.post(f"{where}objection/", {"objection": one.id, "state": "integrated"})
    settled = {"objection": one.id, "state": "integrated", "note": "Noon is fine."}
    answer = guest.post(f"{where}objection/", settled)
    again = guest.post(f"{where}objection/", settled)
    close_voting(actor=ada, decision=path)

    assert (wordless.status_code, answer["Location"], again.status_code) == (422, where, 422)
    assert told(one) == ("integrated", "Zqchildren walk there.", "Noon is fine.")
    ballot = Ballot.objects.get(entry=gil)
    assert (ballot.position, ballot.words) == ("consent", "Noon is fine.")
    assert Result.objects.get().counted["verdict"] == "passed"
    project_pending()
    kinds = Activity.objects.filter(kind="decisions.guest_objection_settled")
    assert [row.target_actor_id for row in kinds] == [ada.id]


def test_vote_that_objects_no_more_withdraws_it(path: Decision, gil: RollEntry, as_: As) -> None:
    as_(None).post(link(gil), AGAINST)
    as_(None).post(link(gil), {"position": "concern", "reason": "Still a pity."})

    assert told(Objection.objects.get())[0] == "withdrawn"
    assert standing_objections(path).count() == 0
    ballot = Ballot.objects.get()
    assert (ballot.position, ballot.words) == ("concern", "Still a pity.")


def test_other_words_are_the_same_objection_until_it_was_answered(
    ada: Actor, path: Decision, gil: RollEntry, as_: As
) -> None:
    guest = as_(None)
    guest.post(link(gil), AGAINST)
    guest.post(link(gil), {**AGAINST, "reason": "Zqtwo."})
    [one] = Objection.objects.all()
    assert told(one) == ("raised", "Zqtwo.", "")
    answer_objection(actor=ada, objection=one, state="stands", note="We close it at noon.")
    guest.post(link(gil), {"position": "objection", "reason": ""})
    assert told(one)[0] == "stands"

    guest.post(link(gil), {**AGAINST, "reason": "Zqnoon is when they walk."})
    first, second = Objection.objects.all()
    page = guest.get(link(gil)).text

    assert told(first) == ("withdrawn", "Zqtwo.", "We close it at noon.")
    assert told(second) == ("raised", "Zqnoon is when they walk.", "")
    assert [word in page for word in ("Zqtwo.", "Zqnoon is when they walk.")] == [True, True]


def test_only_the_guest_whose_it_is_settles_it(
    ada: Actor, ben: Actor, path: Decision, gil: RollEntry, as_: As
) -> None:
    olga = invite_guest(actor=ada, decision=path, name="Olga")
    as_(None).post(link(gil), AGAINST)
    one = Objection.objects.get()
    said = {"objection": one.id, "state": "withdrawn", "note": "Never mind."}

    refused = [
        as_(None).post(f"{link(olga)}objection/", said).status_code,
        as_(None).post("/ballot/x:y:z/objection/", said).status_code,
        as_(ada).post(f"/t/{path.pk}/objections/", said).status_code,
        as_(None).post(f"{link(gil)}objection/", {**said, "state": "heard"}).status_code,
    ]

    assert refused == [404, 403, 422, 422]
    assert told(one)[0] == "raised"
    assert "Zqchildren" not in as_(None).get(link(olga)).text


def test_objection_of_a_guest_stays_when_the_end_comes_and_is_said_to_them(
    ada: Actor, path: Decision, gil: RollEntry, as_: As
) -> None:
    as_(None).post(link(gil), AGAINST)
    one = Objection.objects.get()
    Decision.objects.filter(pk=path.pk).update(closes_at=one.at)
    late = {"objection": one.id, "state": "withdrawn", "note": "Late."}
    refused = as_(None).post(f"{link(gil)}objection/", late)
    ended = close_voting(actor=ada, decision=path)
    state_outcome(actor=ada, decision=ended, text="Zqit stays open.")
    page = as_(None).get(link(gil)).text

    assert refused.status_code == 422
    assert Result.objects.get().counted["verdict"] == "failed"
    assert "It did not pass." in page
    assert "It stood when voting ended." in page
    assert "Zqit stays open." in page
    data = as_data(Decision.objects.get(pk=path.pk), "https://example.org")
    assert [vote["position"] for vote in data["ballots"]] == ["objection"]
    assert "Zqchildren" not in str(data)


def test_guest_reads_that_it_is_talked_over_and_settles_meanwhile(
    ada: Actor, burrow: Space, as_: As
) -> None:
    path = factories.decision(ada, burrow, method="consent", steps=True)
    gil = invite_guest(actor=ada, decision=path, name="Gil")
    early = as_(None).get(link(gil)).text
    for step in ("questions", "reactions", "objections"):
        take_step(actor=ada, decision=path, step=step)
    as_(None).post(link(gil), AGAINST)
    take_step(actor=ada, decision=path, step="amend")
    one = Objection.objects.get()
    said = {"objection": one.id, "state": "integrated", "note": "Good."}

    assert "still talked over" in early
    assert 'name="position"' not in early
    assert as_(None).post(f"{link(gil)}objection/", said).status_code == 303
    assert told(one)[0] == "integrated"


def test_reason_of_a_guest_stands_beside_their_ballot(ada: Actor, meadow: Space, as_: As) -> None:
    decision = factories.decision(
        ada, meadow, method="consensus", reasons="required", results="live"
    )
    gil = invite_guest(actor=ada, decision=decision, name="Gil")
    wordless = as_(None).post(link(gil), {"position": "block", "reason": ""})
    as_(None).post(link(gil), {"position": "block", "reason": "Zqtoo dear."})

    assert wordless.status_code == 422
    assert "Zqtoo dear." in as_(None).get(link(gil)).text
    assert "Zqtoo dear." in as_(ada).get(f"/t/{decision.pk}/ballots/").text
    assert Objection.objects.count() == 0


def test_secret_ballot_of_a_guest_has_no_words(ada: Actor, meadow: Space, as_: As) -> None:
    rules = {"method": "consensus", "reasons": "required", "secrecy": "secret"}
    decision = factories.decision(ada, meadow, **rules, results="after_close")
    gil = invite_guest(actor=ada, decision=decision, name="Gil")
    page = as_(None).get(link(gil)).text
    as_(None).post(link(gil), {"position": "block", "reason": "Zqtoo dear."})
    ballot = Ballot.objects.get()

    assert 'name="reason"' not in page
    assert (ballot.entry, ballot.words) == (None, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.update(words="Zqtoo dear.")


def test_objections_are_raised_by_their_own_door_alone(
    ada: Actor, meadow: Space, path: Decision, gil: RollEntry
) -> None:
    group = path.topic.space.actor
    against = Cast(position="objection", reason="No.")
    with pytest.raises(Conflict, match="changed meanwhile"):
        cast_as_guest(actor=gil, cast=against)
    with pytest.raises(Invalid, match="where consent is asked for"):
        object_as_guest(actor=group, entry=gil, cast=Cast(position="consent", reason="Yes."))
    one = object_as_guest(actor=group, entry=gil, cast=against)
    gil.refresh_from_db()
    with pytest.raises(Invalid, match="integrated or withdrawn"):
        settle_as_guest(actor=group, entry=gil, objection=one, state="heard", note="Hm.")
    with pytest.raises(Conflict, match="stay on the roll"):
        withdraw_voter(actor=ada, entry=gil)


def test_guest_sees_the_count_and_every_ballot_as_the_rules_let_them(
    ada: Actor, burrow: Space, as_: As
) -> None:
    decision = factories.decision(ada, burrow, method="sense_check", results="after_vote")
    gil = invite_guest(actor=ada, decision=decision, name="Gil")
    cast_ballot(actor=ada, decision=decision, cast=Cast(position="agree", reason="Zqwhy."))
    guest, where = as_(None), link(gil)
    before = [guest.get(f"{where}{page}/").status_code for page in ("result", "ballots")]
    guest.post(where, {"position": "disagree", "reason": "Zqwords."})
    close_voting(actor=ada, decision=decision)
    first = guest.get(where).text
    result, ballots = (guest.get(f"{where}{page}/").text for page in ("result", "ballots"))

    assert before == [409, 409]
    assert [f'href="{where}{page}/"' in first for page in ("result", "ballots")] == [True, True]
    assert "Sense check" in result
    assert [word in ballots for word in ("Gil", "Zqwords.", "Ada")] == [True, True, True]
    assert [f"/t/{decision.pk}/" in page for page in (first, result, ballots)] == [False] * 3
    assert as_(None).get("/ballot/x:y:z/result/").status_code == 403


def test_guest_finds_their_secret_ballot_by_its_receipt(ada: Actor, burrow: Space, as_: As) -> None:
    rules = {"method": "consensus", "secrecy": "secret", "results": "after_close"}
    decision = factories.decision(ada, burrow, **rules)
    guests = [invite_guest(actor=ada, decision=decision, name=name) for name in "VWXYZ"]
    receipts = [cast_as_guest(actor=one, cast=Cast(position="agree")) for one in guests]
    where = link(guests[0])
    early = as_(None).get(f"{where}ballots/").status_code
    close_voting(actor=ada, decision=decision)
    page = as_(None).get(f"{where}ballots/").text

    assert early == 409
    assert sorted(receipts) == sorted(set(receipts))
    assert [one in page for one in receipts] == [True] * 5


def test_guest_is_told_that_the_proposal_changed_after_they_voted(
    ada: Actor, path: Decision, gil: RollEntry, as_: As
) -> None:
    as_(None).post(link(gil), {"position": "consent", "reason": ""})
    first = as_(None).get(link(gil)).text
    opening = path.topic.messages.select_related("topic__space__actor").get(number=1)
    edit_message(actor=ada, message=opening, text="From noon alone.")
    project_pending()
    second = as_(None).get(link(gil)).text

    told = "The proposal was changed after you voted."
    assert [told in page for page in (first, second)] == [False, True]
