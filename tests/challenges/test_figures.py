"""Figures of a challenge: each by its definition, each leading to what it counts."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.challenges import counting
from groundswell.challenges.actions import Says, answer_idea
from groundswell.challenges.counting import counts_of
from groundswell.challenges.models import Answer, Challenge, CountedFigures, Idea, Stage
from groundswell.challenges.selectors.figures import figures_from, figures_of, ideas_counted
from groundswell.challenges.selectors.figures_kept import figures_shown
from groundswell.challenges.tasks import count_figures
from groundswell.conversations.actions import delete_message
from groundswell.conversations.models import Message, Topic
from groundswell.core.clock import now
from groundswell.core.errors import Invalid
from groundswell.spaces.models import Space
from tests import factories


@pytest.fixture
def floods(ada: Actor, meadow: Space) -> Challenge:
    return factories.challenge(ada, meadow, title="Dry cellars", template="idea_board")


def test_ideas_are_counted_by_stage_origin_category_and_sector(
    ada: Actor, ben: Actor, floods: Challenge
) -> None:
    done = Stage.objects.get(challenge=floods, kind="done")
    parked = Stage.objects.get(challenge=floods, kind="parked")
    one = factories.idea(ben, floods, sector="Water")
    two = factories.idea(ben, floods)
    three = factories.idea(ben, floods)
    Idea.objects.filter(topic=one.topic_id).update(stage=done, origin="meeting", category="Banks")
    Idea.objects.filter(topic=two.topic_id).update(stage=parked, origin="meeting")
    Idea.objects.filter(topic=three.topic_id).update(merged_into=one, root=one)
    removed = factories.idea(ben, floods)
    Topic.objects.filter(id=removed.topic_id).update(removed_at=now())
    figures = figures_of(floods)

    assert (figures.ideas, figures.accepted, figures.accepted_share) == (2, 1, 50.0)
    assert [(it.name, it.ideas, it.accepted) for it in figures.stages] == [
        ("Done", 1, 1),
        ("Parked", 1, 0),
    ]
    assert [(it.name, it.ideas, it.accepted) for it in figures.origins] == [("A meeting", 2, 1)]
    assert [(it.key, it.ideas) for it in figures.categories] == [("Banks", 1), ("-", 1)]
    assert [(it.key, it.ideas) for it in figures.sectors] == [("-", 1), ("Water", 1)]
    assert figures.disciplines == []


def test_answer_says_more_than_the_stage(ada: Actor, ben: Actor, floods: Challenge) -> None:
    yes, no = factories.idea(ben, floods), factories.idea(ben, floods)
    assert figures_of(floods).origins == []  # nobody said where any of them was born
    Idea.objects.filter(topic=no.topic_id).update(
        stage=Stage.objects.get(challenge=floods, kind="decided")
    )
    accepted = Says(verdict="accepted", text="Yes", owner=ada, next_step="Begin")
    answer_idea(actor=ada, idea=yes, says=accepted)
    no.refresh_from_db()
    answer_idea(actor=ada, idea=no, says=Says(verdict="declined", text="No"))

    page = ideas_counted(floods, {"accepted": "1"})
    assert [idea.topic_id for idea in page.items] == [yes.topic_id]


def test_comments_count_as_answered_while_the_answer_stands(
    ada: Actor, ben: Actor, floods: Challenge
) -> None:
    topic = factories.idea(ben, floods).topic
    first, second = factories.reply(ada, topic), factories.reply(ada, topic, text="And this?")
    Message.objects.filter(id=first.id).update(alignment=-1)
    answer = factories.reply(ben, topic, parent=first, text="True.")
    gone = factories.reply(ben, topic, parent=second, text="Oh")
    delete_message(actor=ben, message=gone)
    figures = figures_of(floods)

    assert [(it.key, it.comments, it.answered) for it in figures.stances] == [
        ("against", 1, 1),
        ("-", 2, 0),
    ]
    assert (figures.roots.comments, figures.roots.answered) == (2, 1)
    assert (figures.comments.comments, figures.comments.answered_share) == (3, 33.3)
    assert answer.parent_id == first.id


def test_time_to_answer_counts_ideas_that_are_old_enough(
    ada: Actor, ben: Actor, floods: Challenge
) -> None:
    soon, late, young = (factories.idea(ben, floods) for _ in range(3))
    for idea, age, waited in ((soon, 60, 5), (late, 60, 20)):
        shared = now() - timedelta(days=age)
        Topic.objects.filter(id=idea.topic_id).update(published_at=shared)
        answer_idea(actor=ada, idea=idea, says=Says(verdict="declined", text=f"No {age}{waited}"))
        Answer.objects.filter(idea=idea).update(at=shared + timedelta(days=waited))
    answer_idea(actor=ada, idea=young, says=Says(verdict="later", text="Wait"))

    assert [(it.days, it.ideas, it.answered) for it in figures_of(floods).paces] == [
        (7, 2, 1),
        (30, 2, 2),
    ]


def test_figures_lead_to_what_they_count(
    ada: Actor, ben: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    idea = factories.idea(ben, floods, title="Willows", sector="Water & wood")
    factories.reply(ada, idea.topic, text="Which willows?")
    own, browser = f"/t/{floods.topic_id}/figures/", as_(None)
    page = browser.get(own).content.decode()
    behind = browser.get(f"{own}ideas/?sector=Water%20%26%20wood").content.decode()
    heard = browser.get(f"{own}comments/?root=1").content.decode()

    assert page.count(f"{own}ideas/?sector=Water%20%26%20wood") == 2
    assert behind.count(f'id="t{idea.topic_id}"') == 1
    assert heard.count("Which willows?") == 1
    assert browser.get(f"{own}ideas/?within=8").status_code == 404
    assert browser.get(f"{own}comments/?stance=angry").status_code == 404
    with pytest.raises(Invalid):
        ideas_counted(floods, {"within": "x"})


@pytest.fixture
def large(floods: Challenge, monkeypatch: pytest.MonkeyPatch) -> Challenge:
    """As if it had more ideas than are counted while somebody waits."""
    monkeypatch.setattr(counting, "FEW_IDEAS", 0)
    return floods


def test_figures_of_a_large_challenge_are_those_that_the_worker_counted(
    ada: Actor, ben: Actor, large: Challenge, as_: Callable[..., Client]
) -> None:
    factories.reply(ada, factories.idea(ben, large, sector="Water").topic)
    large.refresh_from_db()
    own, browser = f"/t/{large.topic_id}/figures/", as_(None)
    before = browser.get(own).content.decode()
    count_figures()
    kept = figures_shown(large)[0]
    factories.idea(ben, large)
    after = browser.get(own).content.decode()

    assert before.count("Being counted") == 1
    assert kept == figures_from(large, CountedFigures.objects.get().counts)
    assert (kept.ideas, kept.comments.comments, kept.sectors[0].name) == (1, 1, "Water")
    assert after.count("counted within a quarter of an hour") == 1
    assert re.findall(r'sector=Water">(\d+)<', after) == ["1"]


def test_kept_figures_are_those_counted_now(ada: Actor, ben: Actor, floods: Challenge) -> None:
    answered = factories.idea(ben, floods, sector="Water", discipline="Botany")
    factories.reply(ada, answered.topic)
    answer_idea(actor=ada, idea=answered, says=Says(verdict="declined", text="No"))
    through_json = json.loads(json.dumps(counts_of(floods)))

    assert figures_from(floods, through_json) == figures_of(floods)


def test_worker_counts_again_when_something_happened(ben: Actor, large: Challenge) -> None:
    factories.idea(ben, large)
    large.refresh_from_db()
    count_figures()
    kept = CountedFigures.objects
    long_ago = now() - timedelta(hours=1)

    def again(at: datetime) -> bool:
        kept.update(at=at)
        count_figures()
        return kept.get().at != at

    quiet = now() + timedelta(seconds=5)
    assert [again(at) for at in (quiet, long_ago, now() - timedelta(minutes=1))] == [
        False,
        True,
        False,
    ]
    Activity.objects.all().delete()
    assert [again(long_ago), again(now() - timedelta(days=2))] == [False, True]
    factories.idea(ben, large)
    assert again(now())


def test_page_of_a_large_challenge_counts_nothing(
    ben: Actor,
    large: Challenge,
    as_: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
) -> None:
    browser, own = as_(None), f"/t/{large.topic_id}/figures/"
    for _many in range(2):
        factories.idea(ben, large)
        count_figures()
        browser.get(own)
        with django_assert_num_queries(PAGE_QUERIES):  # type: ignore[attr-defined]
            browser.get(own)


PAGE_QUERIES = 5


@pytest.mark.parametrize("path", ["", "ideas/", "comments/"])
def test_figures_of_a_closed_space_are_not_there_for_strangers(
    ada: Actor, burrow: Space, cyn: Actor, as_: Callable[..., Client], path: str
) -> None:
    challenge = factories.challenge(ada, burrow)

    assert as_(cyn).get(f"/t/{challenge.topic_id}/figures/{path}").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_lists_behind_figures_ask_as_often_for_three_as_for_one(
    ada: Actor,
    ben: Actor,
    floods: Challenge,
    as_: Callable[..., Client],
    django_assert_num_queries: Callable[..., object],
    many: int,
) -> None:
    for number in range(many):
        idea = factories.idea(ben, floods)
        factories.reply(ada, idea.topic, text=f"Number {number}")
    browser = as_(ben)
    browser.get(f"/t/{floods.topic_id}/figures/")

    for path, queries in LIST_QUERIES.items():
        with django_assert_num_queries(queries):  # type: ignore[attr-defined]
            browser.get(f"/t/{floods.topic_id}/figures/{path}/")


LIST_QUERIES = {"ideas": 10, "comments": 9}
