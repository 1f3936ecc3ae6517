"""Who votes, guests, objections, outcomes and promises: what is round a count."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.actions import edit_message
from groundswell.conversations.models import Message
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.decisions.actions import (
    Cast,
    Promise,
    answer_objection,
    cast_ballot,
    close_voting,
    extend_voting,
    invite_guest,
    name_voter,
    settle_objection,
    state_outcome,
    withdraw_voter,
)
from groundswell.decisions.models import (
    Ballot,
    Commitment,
    Decision,
    Objection,
    Outcome,
    Result,
    ShownCount,
)
from groundswell.decisions.selectors.ending import open_objections
from groundswell.decisions.tasks import (
    ask_to_look_again,
    count_what_moved,
    remind_of_promises,
    remind_of_the_end,
)
from groundswell.notifications.models import Notification
from groundswell.notifications.selectors.alert import alerts_page
from groundswell.spaces.actions import join_space, leave_space
from groundswell.spaces.models import Space
from tests import factories

As = Callable[..., Client]


def take(person: Actor, decision: Decision, position: str, reason: str = "") -> None:
    cast_ballot(actor=person, decision=decision, cast=Cast(position=position, reason=reason))


def told(person: Actor, kind: str) -> int:
    project_pending()
    return Notification.objects.filter(recipient=person, activity__kind=kind).count()


@pytest.fixture
def path(ada: Actor, meadow: Space) -> Decision:
    return factories.decision(ada, meadow, method="consent", title="Close the path in March?")


def test_objection_is_followed_until_it_is_integrated(
    ada: Actor, ben: Actor, path: Decision, as_: As
) -> None:
    with pytest.raises(Invalid, match="Say why"):
        take(ben, path, "objection")
    take(ada, path, "consent")
    take(ben, path, "objection", "Children walk there to school.")
    with pytest.raises(Conflict, match="An objection stands"):
        close_voting(actor=ada, decision=path)
    run = as_(ada).get(f"{path.get_absolute_url()}voting/").text
    assert ("1 objection stands." in run, "End voting now" in run) == (True, False)
    raised = Objection.objects.get()
    answer_objection(actor=ada, objection=raised, state="heard", note="We open it at eight.")
    where = f"/t/{path.topic_id}/objections/"
    told_heard = as_(ben).get(where).content.decode()
    answer = as_(ben).post(
        where, {"objection": raised.id, "state": "integrated", "note": "Then it is fine."}
    )
    close_voting(actor=ada, decision=path)
    raised.refresh_from_db()

    assert told_heard.count("We open it at eight.") == 1
    assert (answer.status_code, raised.state, raised.owner) == (303, "integrated", ada)
    assert Result.objects.get().counted["verdict"] == "passed"
    assert told(ben, "decisions.objection_answered") == 1


def test_only_consent_has_objections_to_look_at(
    ada: Actor, meadow: Space, path: Decision, as_: As
) -> None:
    check = factories.decision(ada, meadow, method="sense_check")

    found = [as_(ada).get(f"/t/{one.pk}/objections/").status_code for one in (path, check)]

    assert found == [200, 404]
    assert "No objection stands" in as_(ada).get(path.get_absolute_url()).text


def test_objection_of_somebody_who_left_keeps_nothing_open(
    ada: Actor, ben: Actor, path: Decision
) -> None:
    take(ada, path, "consent")
    take(ben, path, "objection", "No.")
    standing = open_objections(path)
    leave_space(actor=ben, space=path.topic.space)
    close_voting(actor=ada, decision=path)

    assert (standing, open_objections(path)) == (1, 0)
    assert Result.objects.get().counted["verdict"] == "passed"


def test_nobody_settles_an_objection_of_somebody_else(
    ada: Actor, ben: Actor, path: Decision
) -> None:
    take(ben, path, "objection", "No.")
    raised = Objection.objects.get()

    with pytest.raises(Refused, match="Only who raised"):
        settle_objection(actor=ada, objection=raised, state="withdrawn", note="Gone.")
    with pytest.raises(Invalid, match="Only who raised"):
        answer_objection(actor=ada, objection=raised, state="integrated", note="Done.")


def test_objector_who_consents_after_all_withdraws_it(ben: Actor, path: Decision) -> None:
    take(ben, path, "objection", "No.")
    take(ben, path, "consent")

    assert Objection.objects.get().state == "withdrawn"


def test_guest_votes_by_a_link_of_their_own(ada: Actor, path: Decision, as_: As) -> None:
    where = f"/t/{path.topic_id}/roll/"
    asked = as_(ada).post(where, {"who": "Gil of the water board", "group": "Authorities"})
    page = as_(ada).get(where).content.decode()
    link = page.partition("/ballot/")[2].partition('"')[0]
    stranger = as_(None)
    shown = stranger.get(f"/ballot/{link}")
    cast = stranger.post(f"/ballot/{link}", {"position": "consent"})
    again = stranger.post(f"/ballot/{link}", {"position": "concern"})
    forged = stranger.get(f"/ballot/{link[:8]}x{link[9:]}")
    close_voting(actor=ada, decision=path)
    late = stranger.post(f"/ballot/{link}", {"position": "objection"})

    assert [one.status_code for one in (asked, shown, cast, again, forged, late)] == [
        303,
        200,
        200,
        200,
        403,
        422,
    ]
    assert shown.text.count("If you object, say what stands against it") == 1
    assert Ballot.objects.get().position == "concern"
    assert "/ballot/" not in stranger.get(where).content.decode()
    assert Result.objects.get().counted["cast"] == 1


def test_groups_have_totals_of_their_own(ada: Actor, ben: Actor, meadow: Space, as_: As) -> None:
    decision = factories.decision(
        ada, meadow, method="sense_check", electorate="named", voters=(ada, ben), results="live"
    )
    name_voter(actor=ada, decision=decision, voter=ben, group="Tenants")
    take(ada, decision, "disagree")
    take(ben, decision, "agree")

    early = as_(None).get(f"/t/{decision.topic_id}/result/").text
    count_what_moved()
    page = as_(ada).get(f"/t/{decision.topic_id}/result/").content.decode()
    assert early.count("It is being counted.") == 1
    assert page.count("Only the ballots of Tenants</h2>") == 1
    assert page.count("1 of 1 are in favour, 0 against.") >= 1


def test_who_has_voted_stays_on_the_roll_and_others_can_be_taken_off(
    ada: Actor, ben: Actor, meadow: Space, as_: As
) -> None:
    decision = factories.decision(
        ada, meadow, method="sense_check", electorate="named", voters=(ada, ben)
    )
    take(ben, decision, "agree")
    browser, where = as_(ada), f"/t/{decision.topic_id}/roll/"
    mine, bens = (decision.roll.get(actor=one) for one in (ada, ben))
    stays = browser.post(where, {"entry": bens.id})
    goes = browser.post(where, {"entry": mine.id})

    assert (stays.status_code, goes.status_code) == (422, 303)
    with pytest.raises(Refused, match="named on the roll"):
        take(ada, decision, "agree")
    invite_guest(actor=ada, decision=decision, name="Gil")
    with pytest.raises(Conflict, match="on the roll already"):
        invite_guest(actor=ada, decision=decision, name="Gil")


def test_former_member_who_is_named_votes_again(ada: Actor, ben: Actor, meadow: Space) -> None:
    decision = factories.decision(ada, meadow, method="sense_check", results="live")
    take(ben, decision, "agree")
    leave_space(actor=ben, space=meadow)
    project_pending()
    count_what_moved()
    decision.refresh_from_db()
    without = decision.ballot_count
    name_voter(actor=ada, decision=decision, voter=ben)
    decision.refresh_from_db()

    assert (without, decision.ballot_count, decision.shown_count.until) == (0, 1, None)
    take(ben, decision, "disagree")
    assert Ballot.objects.get().position == "disagree"


def test_who_joins_or_leaves_moves_their_own_row_alone(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space
) -> None:
    decision = factories.decision(ada, meadow, method="sense_check")
    decision.roll.filter(actor=ada).delete()
    join_space(actor=cyn, space=meadow)
    leave_space(actor=ben, space=meadow)
    project_pending()

    stands = {one.actor.handle: one.withdrawn_at is None for one in decision.roll.all()}
    assert stands == {"ben": False, "cyn": True}


def test_count_follows_who_is_taken_off_the_roll(ada: Actor, ben: Actor, meadow: Space) -> None:
    decision = factories.decision(
        ada, meadow, method="sense_check", electorate="named", voters=(ada, ben), results="live"
    )
    count_what_moved()
    withdraw_voter(actor=ada, entry=decision.roll.get(actor=ben))

    assert ShownCount.objects.get(decision=decision).until is None


def test_undecided_are_reminded_once(ada: Actor, ben: Actor, path: Decision) -> None:
    end = timezone.now() + timedelta(days=3)
    extend_voting(actor=ada, decision=path, closes_at=end, reason="Three days.")
    take(ada, path, "consent")
    with time_machine.travel(end - timedelta(hours=23), tick=False):
        remind_of_the_end()
        remind_of_the_end()
        told_of_it = [told(one, "decisions.voting_ends_soon") for one in (ben, ada)]

    assert Activity.objects.filter(kind="decisions.voting_ends_soon").count() == 1
    assert told_of_it == [1, 0]


def test_first_end_of_a_vote_is_not_called_more_time(
    ada: Actor, ben: Actor, path: Decision
) -> None:
    for days in (3, 5):
        end = timezone.now() + timedelta(days=days)
        extend_voting(actor=ada, decision=path, closes_at=end, reason=f"{days} days.")

    notes = Message.objects.filter(topic=path.topic, number__gt=1).order_by("number")
    assert [one.text for one in notes] == [
        "The vote has an end now: 3 days.",
        "More time to vote: 5 days.",
    ]
    assert told(ben, "decisions.voting_end_set") == told(ben, "decisions.voting_extended") == 1
    said = [one.sentence for one in alerts_page(ben).groups]
    assert said.count("Ada set an end to the vote on Close the path in March?") == 1
    assert said.count("Ada gave Close the path in March? more time") == 1


def test_promises_and_a_review_are_due_today_at_the_earliest(
    ada: Actor, path: Decision, as_: As
) -> None:
    close_voting(actor=ada, decision=path)
    where = f"/t/{path.topic_id}/conclude/"
    today = timezone.localdate()
    past = today - timedelta(days=1)
    refused = [
        as_(ada).post(where, {"text": "So be it.", **said}).text
        for said in ({"review_on": f"{past}"}, {"promises": f"@ada dig | {past}"})
    ]
    said = {"text": "So be it.", "review_on": f"{today}", "promises": f"@ada dig | {today}"}
    answer = as_(ada).post(where, said)

    assert "That day is over. Choose today or a later one." in refused[0]
    assert "was due before today. Choose today or a later day." in refused[1]
    assert answer.status_code == 303
    assert Outcome.objects.get().review_on == Commitment.objects.get().by_when == today


def test_voters_are_told_of_a_new_version_and_their_ballot_says_on_which_it_is(
    ada: Actor, ben: Actor, path: Decision, as_: As
) -> None:
    take(ben, path, "consent")
    opening = Message.objects.get(topic=path.topic, number=1)
    edit_message(actor=ada, message=opening, text="Close it in April instead.")
    project_pending()
    path.refresh_from_db()
    page = as_(ben).get(path.get_absolute_url()).content.decode()
    take(ada, path, "consent")

    assert (path.version, told(ben, "decisions.proposal_changed")) == (2, 1)
    assert page.count("The proposal was changed after you voted.") == 1
    assert dict(Ballot.objects.values_list("entry__actor__handle", "version")) == {
        "ben": 1,
        "ada": 2,
    }


def test_outcome_reaches_who_voted_and_who_had_a_part_in_a_linked_idea(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space, as_: As
) -> None:
    factories.member(cyn, meadow)
    floods = factories.challenge(ada, meadow)
    idea = factories.idea(cyn, floods, title="Willows")
    decision = factories.decision(
        ada, meadow, method="plurality", options=["Oak", "Willows"], ideas={2: idea.topic}
    )
    oak = decision.options.get(number=1)
    cast_ballot(actor=ben, decision=decision, cast=Cast(marks={oak.id: 1}))
    with pytest.raises(Conflict, match="End voting first"):
        state_outcome(actor=ada, decision=decision, text="Oak it is.")
    close_voting(actor=ada, decision=decision)
    asked = as_(ada).get(f"/t/{decision.topic_id}/conclude/").content.decode()
    refused = [
        as_(ada).post(f"/t/{decision.topic_id}/conclude/", {"text": "Oak.", **said}).text
        for said in (
            {"review_on": "2020-01-01"},
            {"promises": "@ben dig the hole | 2020-01-01"},
            {"promises": "@nobody dig the hole"},
        )
    ]
    assert "That day is over." in refused[0]
    assert "was due before today." in refused[1]
    assert "Nobody here is called @nobody." in refused[2]
    answer = as_(ada).post(
        f"/t/{decision.topic_id}/conclude/",
        {
            "text": "We plant the oak.",
            "adopts": oak.id,
            "promises": "@ben dig the hole | 2030-03-01",
            "review_on": "2031-01-01",
        },
    )
    decision.refresh_from_db()
    page = as_(None).get(decision.get_absolute_url()).content.decode()

    assert asked.count('name="promises"') == 1
    assert (answer.status_code, decision.state) == (303, "decided")
    assert page.count("We plant the oak.") >= 1
    assert [told(one, "decisions.outcome_stated") for one in (ben, cyn)] == [1, 1]
    promise = Commitment.objects.get()
    assert (promise.who, promise.what, promise.by_when) == (ben, "dig the hole", date(2030, 3, 1))


def test_outcome_of_a_budget_adopts_all_that_was_paid_for(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space, as_: As
) -> None:
    factories.member(cyn, meadow)
    floods = factories.challenge(ada, meadow)
    idea = factories.idea(cyn, floods, title="Willows")
    decision = factories.decision(
        ada,
        meadow,
        method="knapsack",
        options=["Willows", "Bench", "Fountain"],
        ideas={1: idea.topic},
        costs=[300, 400, 5000],
        budget=1000,
        most=10,
    )
    willows, bench, _fountain = decision.options.all()
    cast_ballot(actor=ben, decision=decision, cast=Cast(marks={willows.id: 4, bench.id: 6}))
    close_voting(actor=ada, decision=decision)
    where = f"/t/{decision.topic_id}/conclude/"
    asked = as_(ada).get(where).text
    checked = re.findall(r'name="adopts" value="(\d+)"[^>]* checked', asked)
    said = {"text": "Both of them.", "adopts": [willows.id, bench.id]}
    answers = [
        as_(ada).post(where, said | {"adopts": wrong}).status_code
        for wrong in (["x"], [7], ["9" * 99])
    ]
    answers.append(as_(ada).post(where, said).status_code)
    page = as_(None).get(decision.get_absolute_url()).text
    again = as_(ada).get(where).text

    assert checked == [str(willows.id), str(bench.id)]
    assert answers == [422, 422, 422, 303]
    assert list(Outcome.objects.get().adopted.all()) == [willows, bench]
    assert page.count("#badge-check") == 2
    assert f'href="/t/{idea.topic_id}/">the idea' in page.partition("It adopts:")[2]
    assert told(cyn, "decisions.outcome_stated") == 1
    assert re.findall(r'name="adopts" value="(\d+)"[^>]* checked', again) == checked


def test_outcome_adopts_one_option_where_one_wins(ada: Actor, meadow: Space, as_: As) -> None:
    trees = factories.decision(ada, meadow, method="irv", options=["Oak", "Ash"])
    other = factories.decision(ada, meadow, method="irv", options=["Elm", "Yew"])
    oak, ash = trees.options.all()
    cast_ballot(actor=ada, decision=trees, cast=Cast(marks={ash.id: 1}))
    close_voting(actor=ada, decision=trees)
    asked = as_(ada).get(f"/t/{trees.topic_id}/conclude/").text

    assert re.findall(r'<option value="(\d*)" selected', asked) == [str(ash.id)]
    for wrong, sentence in (((oak, ash), "One option"), ((other.options.get(number=1),), "Choose")):
        with pytest.raises(Invalid, match=sentence):
            state_outcome(actor=ada, decision=trees, text="Both.", adopts=wrong)


def test_promise_and_review_come_back_and_are_ended(
    ada: Actor, ben: Actor, path: Decision, as_: As
) -> None:
    take(ben, path, "consent")
    close_voting(actor=ada, decision=path)
    day = timezone.localdate() + timedelta(days=10)
    outcome = state_outcome(
        actor=ada,
        decision=path,
        text="Closed in March.",
        review_on=day,
        promises=(Promise(who=ben, what="put up signs", by_when=day),),
    )
    with time_machine.travel(timezone.now() + timedelta(days=10), tick=False):
        for _twice in range(2):
            remind_of_promises()
            ask_to_look_again()
        assert told(ben, "decisions.commitment_due") == 1
        assert told(ben, "decisions.review_due") == 1
    promise = outcome.commitments.get()
    where = f"/t/{path.topic_id}/promises/"
    unsaid = as_(ben).post(where, {"commitment": promise.id, "state": "dropped", "note": ""})
    ended = as_(ben).post(where, {"commitment": promise.id, "state": "done", "note": "Up."})
    promise.refresh_from_db()

    assert (unsaid.status_code, ended.status_code) == (422, 303)
    assert (promise.state, promise.note) == ("done", "Up.")


def test_ballot_of_a_budget_says_what_projects_cost(
    ada: Actor, ben: Actor, meadow: Space, as_: As
) -> None:
    decision = factories.decision(
        ada,
        meadow,
        method="equal_shares",
        options=["Benches", "Lights"],
        costs=(400, 1300),
        budget=1500,
        most=10,
    )
    where = f"/t/{decision.topic_id}/vote/"
    page = as_(ben).get(where).content.decode()
    benches, lights = decision.options.all()
    too_many = as_(ben).post(where, {f"o{benches.id}": "6", f"o{lights.id}": "6"})
    fits = as_(ben).post(where, {f"o{benches.id}": "6", f"o{lights.id}": "4"})
    close_voting(actor=ada, decision=decision)

    assert (page.count("Benches (400)"), page.count("Lights (1,300)")) == (1, 1)
    assert (too_many.status_code, fits.status_code) == (422, 303)
    assert Result.objects.get().counted["winners"] == ["1"]
