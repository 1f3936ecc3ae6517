"""The official answer to an idea, what became of it, and whom it reaches."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges.actions import (
    Says,
    answer_idea,
    change_answer,
    support_idea,
    tell_outcome,
)
from groundswell.challenges.models import Answer, Challenge, Idea, Outcome, Stage, Suggestion
from groundswell.challenges.rules import wording_of
from groundswell.conversations.models import Contribution, Link, Message, Version
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories


@pytest.fixture
def floods(ada: Actor, meadow: Space) -> Challenge:
    challenge = factories.challenge(ada, meadow, title="Dry cellars", template="idea_board")
    while project_pending():
        pass
    return challenge


@pytest.fixture
def willows(ben: Actor, floods: Challenge) -> Idea:
    return factories.idea(ben, floods, title="Willows")


def accepted(owner: Actor, **more: object) -> Says:
    told = {"text": "We plant in March.", "next_step": "Order 200 cuttings"} | more
    return Says(verdict="accepted", owner=owner, **told)


def told(kind: str) -> list[tuple[str, str]]:
    while project_pending():
        pass
    rows = Notification.objects.filter(kind=kind).order_by("recipient__handle")
    return list(rows.values_list("recipient__handle", "reason"))


def test_day_that_is_over_is_no_day_for_a_next_step(ada: Actor, willows: Idea) -> None:
    with pytest.raises(Invalid, match="This day is over") as refused:
        answer_idea(actor=ada, idea=willows, says=accepted(ada, next_step_by=date(2020, 1, 1)))

    assert refused.value.field == "next_step_by"
    assert Answer.objects.count() == 0


def test_answer_is_a_message_with_an_owner_and_a_next_step(ada: Actor, willows: Idea) -> None:
    answer = answer_idea(actor=ada, idea=willows, says=accepted(ada, next_step_by=date(2030, 3, 1)))
    willows.refresh_from_db()

    assert (answer.message.kind, answer.message.number) == (Message.Kind.ANSWER, 2)
    assert (answer.verdict, answer.owner, answer.next_step, answer.next_step_by) == (
        "accepted",
        ada,
        "Order 200 cuttings",
        date(2030, 3, 1),
    )
    last = Activity.objects.latest("id")
    assert (last.kind, last.data) == (
        "challenges.idea_answered",
        {"verdict": "accepted", "owner": str(ada.id)},
    )


def test_accepted_idea_has_an_owner_and_a_next_step(ada: Actor, willows: Idea) -> None:
    with pytest.raises(Invalid, match="an accepted idea has an owner"):
        answer_idea(actor=ada, idea=willows, says=Says(verdict="accepted", text="Yes"))
    with pytest.raises(Invalid, match="an accepted idea has a next step"):
        answer_idea(actor=ada, idea=willows, says=accepted(ada, next_step=" "))
    answer_idea(actor=ada, idea=willows, says=Says(verdict="declined", text="No room"))

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.update(verdict="accepted")


def test_owner_belongs_to_the_space(ada: Actor, cyn: Actor, willows: Idea) -> None:
    with pytest.raises(Invalid, match="Cyn does not belong to this space"):
        answer_idea(actor=ada, idea=willows, says=accepted(cyn))


def test_only_who_runs_it_answers_and_only_where_the_stage_decides(
    ada: Actor, ben: Actor, willows: Idea
) -> None:
    with pytest.raises(Refused, match="Only stewards"):
        answer_idea(actor=ben, idea=willows, says=accepted(ada))
    Stage.objects.filter(id=willows.stage_id).update(opens="comment")

    with pytest.raises(Conflict, match="Ideas are not answered while they are in “Open”"):
        answer_idea(actor=ada, idea=willows, says=accepted(ada))


def test_second_answer_does_not_overwrite_the_first(ada: Actor, willows: Idea) -> None:
    answer_idea(actor=ada, idea=willows, says=accepted(ada))

    with pytest.raises(Conflict, match="answered meanwhile"):
        answer_idea(actor=ada, idea=willows, says=Says(verdict="declined", text="No"))


def test_answer_changes_with_its_history(ada: Actor, willows: Idea) -> None:
    answer = answer_idea(actor=ada, idea=willows, says=Says(verdict="later", text="In spring."))
    seen = wording_of(answer)
    answer = change_answer(actor=ada, answer=answer, says=accepted(ada), seen=seen)
    kept = Version.objects.get(message=answer.message)

    assert (answer.message.text, answer.verdict) == ("We plant in March.", "accepted")
    assert (kept.text, kept.reason) == ("In spring.", "Until then: Not now")
    assert Activity.objects.latest("id").data["was"] == "later"
    with pytest.raises(Conflict, match="changed this answer meanwhile"):
        change_answer(actor=ada, answer=answer, says=accepted(ada), seen=seen)


def test_nobody_rewords_what_somebody_else_answered(
    ada: Actor, ben: Actor, floods: Challenge, willows: Idea
) -> None:
    answer = answer_idea(actor=ada, idea=willows, says=Says(verdict="later", text="In spring."))
    ben.memberships.update(role="steward")
    changed = change_answer(actor=ben, answer=answer, says=accepted(ada), seen=wording_of(answer))

    assert (changed.by, changed.message.author, changed.message.number) == (ben, ben, 3)
    assert list(willows.topic.messages.filter(kind="answer").values_list("text", flat=True)) == [
        "In spring.",
        "We plant in March.",
    ]


def test_what_became_of_it_reaches_everybody_who_had_a_part_once(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space, floods: Challenge, willows: Idea
) -> None:
    eve, fay, gil, hal = (factories.person(name) for name in ("eve", "fay", "gil", "hal"))
    for person in (cyn, eve, fay, gil, hal):
        factories.member(person, meadow)
    root = factories.idea(cyn, floods, title="Trees")
    joined = factories.idea(eve, floods, title="Bushes")
    Link(kind="derived_from", origin=willows.topic, target=root.topic, by=ben).save()
    Link(kind="combined_into", origin=joined.topic, target=willows.topic, by=ada).save()
    Idea.objects.filter(topic=joined.topic_id).update(merged_into=willows, root=willows)
    Contribution(topic=joined.topic, actor=fay, role="suggested").save()
    Contribution(topic=willows.topic, actor=fay, role="merged_from").save()
    words = factories.reply(gil, root.topic)
    Suggestion(
        message=words, idea=root, title="T", text="t", base_title="T", base_text="t",
        accepted_at=timezone.now(),
    ).save()  # fmt: skip
    support_idea(actor=hal, idea=willows)
    tell_outcome(actor=ada, idea=willows, text="The first 40 are in the ground.")

    assert told("challenges.outcome_told") == [
        ("ben", "outcome"),
        ("cyn", "outcome"),
        ("eve", "outcome"),
        ("fay", "outcome"),
        ("gil", "outcome"),
        ("hal", "outcome"),
    ]


def test_people_of_ideas_that_grew_out_of_it_are_not_told(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space, floods: Challenge, willows: Idea
) -> None:
    factories.member(cyn, meadow)
    later = factories.idea(cyn, floods, title="Alders")
    Link(kind="derived_from", origin=later.topic, target=willows.topic, by=cyn).save()
    tell_outcome(actor=ada, idea=willows, text="Planted.")

    assert told("challenges.outcome_told") == [("ben", "outcome")]


def test_owner_tells_what_became_of_it(ada: Actor, ben: Actor, willows: Idea) -> None:
    with pytest.raises(Refused, match="Only stewards"):
        tell_outcome(actor=ben, idea=willows, text="Mine")
    answer_idea(actor=ada, idea=willows, says=accepted(ben))
    outcome = tell_outcome(actor=ben, idea=willows, text="Ordered.")

    assert (outcome.message.kind, outcome.message.author) == (Message.Kind.OUTCOME, ben)


def test_owner_is_told_that_it_is_theirs(
    ada: Actor, cyn: Actor, meadow: Space, floods: Challenge, willows: Idea
) -> None:
    """By a reason of its own, before any other, and whoever it was until then hears of it too."""
    dan = factories.person("dan")
    for person in (cyn, dan):
        factories.member(person, meadow)
    support_idea(actor=cyn, idea=willows)
    answer = answer_idea(actor=ada, idea=willows, says=accepted(cyn, text="Thanks, @cyn."))
    change_answer(actor=ada, answer=answer, says=accepted(cyn, text="So."), seen=wording_of(answer))
    answer.refresh_from_db()
    reworded = told("challenges.answer_changed")
    change_answer(actor=ada, answer=answer, says=accepted(dan), seen=wording_of(answer))

    assert told("challenges.idea_answered") == [("ben", "outcome"), ("cyn", "owner")]
    assert reworded == []
    assert told("challenges.answer_changed") == [("cyn", "outcome"), ("dan", "owner")]


def test_ideas_to_see_to_stand_with_promises_until_they_are_over(
    ada: Actor, ben: Actor, floods: Challenge, willows: Idea, as_: Callable[..., Client]
) -> None:
    answer_idea(actor=ada, idea=willows, says=accepted(ben, next_step_by=timezone.localdate()))
    own = as_(ben).get("/promises/").text
    others = as_(ada).get("/promises/").text
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        late = as_(ben).get("/promises/").text
    Idea.objects.update(stage=Stage.objects.get(challenge=floods, kind="done"))
    over = as_(ben).get("/promises/").text

    assert own.count("Order 200 cuttings") == 1
    assert own.count(f'href="/t/{willows.topic_id}/outcome/"') == 1
    assert (own.count('data-state="late"'), late.count("Late</span>")) == (0, 1)
    assert ("Order 200 cuttings" in others, "Order 200 cuttings" in over) == (False, False)
    assert over.count("Nothing promised") == 1


def test_deleted_outcome_is_told_to_nobody(ada: Actor, willows: Idea) -> None:
    outcome = tell_outcome(actor=ada, idea=willows, text="Planted.")
    Message.objects.filter(id=outcome.message_id).update(tombstoned_at=timezone.now())

    assert told("challenges.outcome_told") == []


def test_combined_idea_is_answered_with_the_one_that_stands_for_it(
    ada: Actor, ben: Actor, floods: Challenge, willows: Idea
) -> None:
    other = factories.idea(ada, floods)
    Idea.objects.filter(topic=willows.topic_id).update(merged_into=other, root=other)

    with pytest.raises(Conflict, match="Open that one instead"):
        answer_idea(actor=ada, idea=willows, says=accepted(ada))


def test_answer_in_the_browser(
    ada: Actor, ben: Actor, willows: Idea, as_: Callable[..., Client]
) -> None:
    address, browser = f"/t/{willows.topic_id}/answer/", as_(ada)
    form = {"verdict": "accepted", "text": "We plant in March.", "owner": "@nobody"}
    refused = browser.post(address, form)
    form |= {"owner": "@ben", "next_step": "Order cuttings", "next_step_by": "2030-03-01"}
    given = browser.post(address, form)
    page = as_(None).get(f"/t/{willows.topic_id}/").content.decode()

    assert refused.status_code == 422
    assert refused.content.decode().count("Nobody here is called @nobody") == 2
    assert refused.content.decode().count("We plant in March.") == 1
    assert given["Location"] == f"/t/{willows.topic_id}/#answer"
    assert (page.count("Order cuttings"), page.count("Official answer by")) == (1, 1)
    assert as_(ben).get(address).status_code == 403


def test_outcome_in_the_browser_is_a_line_of_the_ideas_story(
    ada: Actor, ben: Actor, cyn: Actor, willows: Idea, as_: Callable[..., Client]
) -> None:
    address = f"/t/{willows.topic_id}/outcome/"
    empty = as_(ada).post(address, {"text": " "})
    given = as_(ada).post(address, {"text": "The first 40 are in."})
    page = as_(None).get(f"/t/{willows.topic_id}/").content.decode()

    assert (empty.status_code, given.status_code) == (422, 303)
    assert page.count('class="trail-step"') == 1
    assert page.count("The first 40 are in.") == 1  # at the head, where the conversation leads
    assert as_(cyn).get(address).status_code == 403
    assert Outcome.objects.count() == 1


@pytest.mark.parametrize("path", ["answer/", "outcome/"])
def test_idea_of_a_closed_space_is_not_there_for_strangers(
    ada: Actor, burrow: Space, cyn: Actor, as_: Callable[..., Client], path: str
) -> None:
    idea = factories.idea(ada, factories.challenge(ada, burrow))

    assert as_(cyn).get(f"/t/{idea.topic_id}/{path}").status_code == 404


def test_what_became_of_what_i_gave(
    ada: Actor, ben: Actor, cyn: Actor, floods: Challenge, willows: Idea,
    as_: Callable[..., Client],
) -> None:  # fmt: skip
    other = factories.idea(ada, floods, title="Alders")
    Idea.objects.filter(topic=willows.topic_id).update(merged_into=other, root=other)
    answer_idea(actor=ada, idea=other, says=accepted(ada))
    tell_outcome(actor=ada, idea=other, text="Planted on Sunday.")
    mine = as_(ben).get("/outcomes/").content.decode()

    for said in ("It lives on in", "Alders", "Accepted", "Planted on Sunday.", "Author"):
        assert mine.count(said) == 1, said
    assert as_(cyn).get("/outcomes/").content.decode().count("Nothing given yet") == 1
    assert as_(None).get("/outcomes/")["Location"] == "/accounts/login/?next=/outcomes/"


@pytest.mark.parametrize("many", [1, 3])
def test_my_outcomes_ask_as_often_for_three_as_for_one(
    ada: Actor,
    ben: Actor,
    floods: Challenge,
    as_: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
    many: int,
) -> None:
    for _ in range(many):
        idea = factories.idea(ben, floods)
        answer_idea(actor=ada, idea=idea, says=accepted(ada))
        tell_outcome(actor=ada, idea=idea, text=f"Done {idea.topic_id}")
    browser = as_(ben)
    browser.get("/outcomes/")

    with django_assert_num_queries(OUTCOME_QUERIES):  # type: ignore[attr-defined]
        browser.get("/outcomes/")


OUTCOME_QUERIES = 11


def test_answer_takes_the_idea_to_its_stage(
    ada: Actor, willows: Idea, floods: Challenge, as_: Callable[..., Client]
) -> None:
    parked = Stage.objects.get(challenge=floods, kind="parked")
    form = {"verdict": "later", "text": "In spring.", "stage": str(parked.id)}
    given = as_(ada).post(f"/t/{willows.topic_id}/answer/", form)
    willows.refresh_from_db()
    parked.refresh_from_db()

    assert (given.status_code, willows.stage, parked.idea_count) == (303, parked, 1)
    assert willows.stage_changes.get().move.reason == "Answered: Not now"
    assert Activity.objects.filter(kind="challenges.idea_answered").count() == 1
