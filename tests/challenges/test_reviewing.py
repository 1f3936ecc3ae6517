"""Reviews: by invitation, by every criterion, seen by nobody until the stage is closed."""

from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges.actions import (
    add_criterion,
    close_stage,
    declare_conflict,
    invite_reviewer,
    move_ideas,
    remove_reviewer,
    review_idea,
)
from groundswell.challenges.models import (
    Challenge,
    ConflictOfInterest,
    Criterion,
    Idea,
    Review,
    Reviewer,
    Score,
    Stage,
)
from groundswell.challenges.selectors.review import results_of
from groundswell.conversations.models import Contribution
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories
from tests.racing import several_connections, together

SECRET = "zq-what-I-think"


@pytest.fixture
def cyn(cyn: Actor, meadow: Space) -> Actor:
    """Here she belongs: she writes the ideas that Ben reviews."""
    factories.member(cyn, meadow)
    return cyn


@pytest.fixture
def floods(ada: Actor, ben: Actor, meadow: Space) -> Challenge:
    """A challenge with two criteria, whose first stage asks for reviews; Ben reviews."""
    challenge = factories.challenge(ada, meadow, title="Dry cellars")
    for name in ("Feasible", "Fair"):
        add_criterion(actor=ada, challenge=challenge, name=name)
    Stage.objects.filter(challenge=challenge, name="Early ideation").update(
        opens="add comment review"
    )
    invite_reviewer(actor=ada, challenge=challenge, person=ben)
    return challenge


def given(challenge: Challenge, *values: int) -> dict[int, int]:
    ids = Criterion.objects.filter(challenge=challenge).values_list("id", flat=True)
    return dict(zip(ids, values, strict=True))


def posted(challenge: Challenge, *values: int) -> dict[str, object]:
    return {f"score-{id_}": value for id_, value in given(challenge, *values).items()}


def test_reviewer_is_asked_and_told(ada: Actor, ben: Actor, floods: Challenge) -> None:
    project_pending()
    told = Notification.objects.filter(kind="challenges.reviewer_invited")

    assert list(told.values_list("recipient__handle", "reason")) == [("ben", "review")]
    with pytest.raises(Conflict, match="Ben reviews already"):
        invite_reviewer(actor=ada, challenge=floods, person=ben)
    with pytest.raises(Refused):
        invite_reviewer(actor=ben, challenge=floods, person=ada)


def test_only_members_are_asked(ada: Actor, floods: Challenge, as_: Callable[..., Client]) -> None:
    factories.person("dan")
    address = f"/t/{floods.topic_id}/reviewers/"
    strange = as_(ada).post(address, {"handle": "dan"})

    assert strange.status_code == 422
    assert strange.content.decode().count("Reviewers are members of the space") > 0
    assert Reviewer.objects.count() == 1


def test_reviewers_are_asked_and_let_go_in_the_browser(
    ada: Actor, ben: Actor, cyn: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    address, browser = f"/t/{floods.topic_id}/reviewers/", as_(ada)
    browser.post(address, {"handle": "cyn"})
    both = Reviewer.objects.count()
    shown = browser.get(address).content.decode()
    browser.post(address, {"remove": ben.id})

    assert (both, shown.count("Ask no more: Cyn")) == (2, 1)
    assert list(Reviewer.objects.values_list("actor__handle", flat=True)) == ["cyn"]
    assert as_(ben).get(address).status_code == 403
    with pytest.raises(Conflict, match="is no reviewer any more"):
        remove_reviewer(actor=ada, challenge=floods, person=ben)


def test_review_is_given_changed_and_credited_in_the_browser(
    ben: Actor, cyn: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(cyn, floods)
    browser, address = as_(ben), f"/t/{idea.topic_id}/review/"
    listed = browser.get(f"/t/{floods.topic_id}/reviews/").content.decode()
    lacking = browser.post(address, {**posted(floods, 4, 5), "comment": "x" * 5_001})
    partly = browser.post(address, {"comment": "Kept words"})
    first = browser.post(address, {**posted(floods, 4, 5), "comment": SECRET})
    again = browser.post(address, {**posted(floods, 2, 5), "comment": "Less so"})
    left = browser.get(f"/t/{floods.topic_id}/reviews/").content.decode()
    done = browser.get(f"/t/{floods.topic_id}/reviews/?done=1").content.decode()

    assert listed.count(f'id="r{idea.topic_id}"') == 1
    assert (lacking.status_code, partly.status_code) == (422, 422)
    assert partly.content.decode().count("Kept words") == 1
    assert (first.status_code, again.status_code) == (303, 303)
    assert Review.objects.get().comment == "Less so"
    assert list(Score.objects.order_by("criterion__position").values_list("value", flat=True)) == [
        2,
        5,
    ]
    assert (left.count('class="topic-row"'), done.count(f'id="r{idea.topic_id}"')) == (0, 1)
    assert Contribution.objects.filter(topic=idea.topic_id, actor=ben, role="reviewed").count() == 1
    kinds = Activity.objects.filter(topic_id=idea.topic_id).values_list("kind", flat=True)
    assert sorted(kinds) == [
        "challenges.idea_shared",
        "challenges.review_changed",
        "challenges.review_given",
    ]


def test_page_of_a_review_says_which_end_is_good_and_shows_the_idea(
    ada: Actor, ben: Actor, cyn: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    Criterion.objects.filter(name="Fair").update(says="The poorest street gains first.")
    Criterion.objects.exclude(name="Fair").update(says="In a year", least="Never")
    idea = factories.idea(cyn, floods, title="Willows", text="Their *roots* drink.")
    page = as_(ben).get(f"/t/{idea.topic_id}/review/").text
    others = as_(ada).get(f"/t/{idea.topic_id}/review/").text

    assert (page.count("1, weakest</label>"), page.count("5, strongest</label>")) == (2, 2)
    assert page.count("A 5 means: The poorest street gains first.</p>") == 1
    assert page.count("A 1 means: Never\nA 5 means: In a year</p>") == 1
    assert page.count("Their <em>roots</em> drink.") == 1
    assert others.count("roots") == 0, "who does not review reads it at its own address"


def test_nobody_sees_scores_before_the_stage_is_closed(
    ada: Actor, ben: Actor, cyn: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(cyn, floods)
    review_idea(actor=ben, idea=idea, scores=given(floods, 4, 5), comment=SECRET)
    address = f"/t/{idea.topic_id}/"
    pages = [
        *(address + part for part in ("", "review/", "history/?show=all")),
        *(f"/t/{floods.topic_id}/{part}" for part in ("", "ideas/", "board/", "triage/")),
        *(f"/t/{floods.topic_id}/{part}" for part in ("export.csv", "export.json")),
    ]
    for person in (ada, cyn, None):
        for page in pages:
            answer = as_(person).get(page)
            body = b"".join(answer) if answer.streaming else answer.content
            assert SECRET.encode() not in body, page
            assert b'class="marks"' not in body, page
    assert results_of(idea) == []

    close_stage(actor=ada, stage=Stage.objects.get(id=idea.stage_id), reason="Enough")
    shown = as_(None).get(f"{address}review/").content.decode()
    assert (shown.count(SECRET), shown.count('class="marks"')) == (1, 1)


def test_who_runs_it_reads_where_an_idea_is_answered(
    ada: Actor, ben: Actor, cyn: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(cyn, floods)
    says = "Ideas are not answered while they are in “Early ideation”."
    told, others = (
        as_(person).get(idea.get_absolute_url()).content.decode() for person in (ada, ben)
    )
    refining = Stage.objects.get(challenge=floods, name="Refining")
    ideas = {idea.topic_id: idea.stage_id}
    move_ideas(actor=ada, challenge=floods, ideas=ideas, to=refining, reason="It is ripe")
    moved = as_(ada).get(idea.get_absolute_url()).content.decode()

    assert (told.count(says), others.count(says)) == (1, 0)
    assert (told.count("Answer this idea"), moved.count("Answer this idea")) == (0, 1)
    assert moved.count("Ideas are not answered while") == 0


def test_mean_and_spread_are_shown_once_the_idea_has_left(
    ada: Actor, ben: Actor, cyn: Actor, floods: Challenge
) -> None:
    idea = factories.idea(cyn, floods)
    invite_reviewer(actor=ada, challenge=floods, person=ada)
    review_idea(actor=ben, idea=idea, scores=given(floods, 4, 5))
    review_idea(actor=ada, idea=idea, scores=given(floods, 1, 5))
    parked = Stage.objects.get(challenge=floods, name="Parked")
    move_ideas(
        actor=ada,
        challenge=floods,
        ideas={idea.topic_id: idea.stage_id},
        to=parked,
        reason="Later",
    )
    [result] = results_of(Idea.objects.get(topic=idea.topic_id))

    assert result.stage.name == "Early ideation"
    assert [(it.criterion.name, it.mean, it.least, it.most, it.count) for it in result.marks] == [
        ("Feasible", 2.5, 1, 4, 2),
        ("Fair", 5.0, 5, 5, 2),
    ]


def test_nobody_reviews_their_own(ada: Actor, ben: Actor, cyn: Actor, floods: Challenge) -> None:
    own, joint = factories.idea(ben, floods), factories.idea(cyn, floods)
    for role in ("co_author", "merged_from"):
        Contribution.objects.update_or_create(topic=joint.topic, actor=ben, defaults={"role": role})
        with pytest.raises(Refused, match="somebody else judges it"):
            review_idea(actor=ben, idea=joint, scores=given(floods, 5, 5))
    with pytest.raises(Refused, match="somebody else judges it"):
        review_idea(actor=ben, idea=own, scores=given(floods, 5, 5))
    with pytest.raises(Refused, match="whoever runs the challenge invites them"):
        review_idea(actor=ada, idea=own, scores=given(floods, 5, 5))


def test_review_needs_every_criterion_and_an_open_stage(
    ada: Actor, ben: Actor, cyn: Actor, floods: Challenge
) -> None:
    idea = factories.idea(cyn, floods)
    for wrong in ({}, given(floods, 0, 5), given(floods, 6, 5)):
        with pytest.raises(Invalid, match="Give “Feasible” a number from 1 to 5"):
            review_idea(actor=ben, idea=idea, scores=wrong)
    close_stage(actor=ada, stage=Stage.objects.get(id=idea.stage_id), reason="Enough")

    with pytest.raises(Conflict, match="Ideas are not reviewed while they are in"):
        review_idea(actor=ben, idea=idea, scores=given(floods, 4, 4))


def test_interest_is_said_instead(
    ben: Actor, cyn: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(cyn, floods)
    browser, address = as_(ben), f"/t/{idea.topic_id}/review/"
    browser.post(address, {**posted(floods, 4, 5), "comment": SECRET})
    silent = browser.post(address, {"conflict": "1", "reason": " "})
    said = browser.post(address, {"conflict": "1", "reason": "My sister wrote it"})
    shown = browser.get(address).content.decode()

    assert (silent.status_code, said.status_code) == (422, 303)
    assert (Review.objects.count(), ConflictOfInterest.objects.count()) == (0, 1)
    assert Contribution.objects.filter(role="reviewed").count() == 0
    assert shown.count("My sister wrote it") == 1
    with pytest.raises(Conflict, match="You said that you do not judge"):
        review_idea(actor=ben, idea=idea, scores=given(floods, 4, 4))
    with pytest.raises(Conflict, match="You have said so already"):
        declare_conflict(actor=ben, idea=idea, reason="Again")


def test_list_of_reviews_costs_the_same_for_many(
    ben: Actor,
    cyn: Actor,
    floods: Challenge,
    as_: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
) -> None:
    factories.idea(cyn, floods)
    browser, address = as_(ben), f"/t/{floods.topic_id}/reviews/"
    browser.get(address)
    with django_assert_num_queries(11):  # type: ignore[attr-defined]
        browser.get(address)
    for _at in range(2):
        factories.idea(cyn, floods)
    with django_assert_num_queries(11):  # type: ignore[attr-defined]
        browser.get(address)
    assert as_(cyn).get(address).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_races_review_against_the_closing_of_its_stage(tmp_path: object) -> None:
    ada, ben, cyn = (factories.person(name) for name in ("ada", "ben", "cyn"))
    floods = factories.challenge(ada, factories.space(ada, "meadow"), template="idea_challenge")
    for person in (ben, cyn):
        factories.member(person, floods.topic.space)
    add_criterion(actor=ada, challenge=floods, name="Feasible")
    invite_reviewer(actor=ada, challenge=floods, person=ben)
    Stage.objects.filter(challenge=floods, name="Collecting").update(opens="add review")
    idea = factories.idea(cyn, floods)
    stage = Stage.objects.get(id=idea.stage_id)

    with several_connections(tmp_path):  # type: ignore[arg-type]
        results = together(
            [
                lambda: close_stage(actor=ada, stage=stage, reason="Enough"),
                *[lambda: review_idea(actor=ben, idea=idea, scores=given(floods, 3))] * 3,
            ]
        )
        failed = [it for it in results if isinstance(it, Exception)]
        assert [it for it in failed if not isinstance(it, Conflict)] == []
        assert Review.objects.count() <= 1
        assert Score.objects.count() == Review.objects.count()
