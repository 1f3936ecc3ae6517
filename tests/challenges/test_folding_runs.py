"""Near-duplicates are folded by a run, shown with every author, and unfolded by a steward."""

from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.challenges.actions import ask_for_themes, unfold_idea
from groundswell.challenges.models import Challenge, Idea, ThemeEdit, ThemeRun
from groundswell.challenges.tasks.finding.run import find
from groundswell.challenges.tasks.theme_runs import claim, fail
from groundswell.core.errors import Conflict, Refused
from groundswell.spaces.models import Space
from tests import factories

SAME = [
    "Plant more trees along the river banks to hold the water back",
    "Plant more trees along the river banks, to hold the water back!",
    "Plant many more trees along the river banks to hold the water back",
]
OPPOSITES = [
    "Do not allow cars in the old town of the city at any time",
    "Do allow cars in the old town of the city at any time",
]
OTHER = "Give every school a rain barrel and a kitchen garden"


@pytest.fixture
def floods(ada: Actor, meadow: Space) -> Challenge:
    return factories.challenge(ada, meadow, title="Dry cellars")


@pytest.fixture
def ideas(floods: Challenge, ada: Actor, ben: Actor) -> list[Idea]:
    authors = [ben, ada, ben, ada, ben, ada]
    texts = [*SAME, *OPPOSITES, OTHER]
    return [
        factories.idea(author, floods, title=text[:40], text=text)
        for author, text in zip(authors, texts, strict=True)
    ]


def run_for(ada: Actor, floods: Challenge) -> ThemeRun:
    floods.refresh_from_db()
    run = ask_for_themes(actor=ada, challenge=floods)
    assert claim(run.id)
    assert find(run.id)
    run.refresh_from_db()
    return run


def folds() -> list[tuple[int | None, int]]:
    return list(Idea.objects.order_by("topic").values_list("folded_under", "fold_size"))


def test_run_folds_what_says_the_same_and_leaves_opposites(
    ada: Actor, floods: Challenge, ideas: list[Idea]
) -> None:
    run = run_for(ada, floods)

    first = ideas[0].topic_id
    assert folds() == [(None, 3), (first, 1), (first, 1), (None, 1), (None, 1), (None, 1)]
    assert (run.state, run.progress, run.ideas, run.folds) == ("done", 100, 6, 1)
    assert run.found["opposites"] == [[str(ideas[3].topic_id), str(ideas[4].topic_id)]]


def test_second_run_changes_nothing(
    ada: Actor, floods: Challenge, ideas: list[Idea], django_assert_max_num_queries: Callable
) -> None:
    run_for(ada, floods)
    before = folds()

    run_for(ada, floods)

    assert folds() == before


def test_one_run_at_a_time(ada: Actor, floods: Challenge) -> None:
    ask_for_themes(actor=ada, challenge=floods)

    with pytest.raises(Conflict):
        ask_for_themes(actor=ada, challenge=floods)

    assert ThemeRun.objects.count() == 1


def test_members_ask_for_no_themes(ben: Actor, floods: Challenge) -> None:
    with pytest.raises(Refused):
        ask_for_themes(actor=ben, challenge=floods)


def test_unfolded_idea_stays_by_itself(ada: Actor, floods: Challenge, ideas: list[Idea]) -> None:
    run_for(ada, floods)
    folded = Idea.objects.select_related("challenge__topic__space").get(topic=ideas[1].topic_id)

    unfold_idea(actor=ada, idea=folded)
    first = ideas[0].topic_id
    unfolded = [(None, 2), (None, 1), (first, 1), (None, 1), (None, 1), (None, 1)]

    assert folds() == unfolded
    run_for(ada, floods)
    assert folds() == unfolded
    assert [edit.kind for edit in ThemeEdit.objects.all()] == ["apart"]
    assert Activity.objects.filter(kind="challenges.idea_unfolded").count() == 1


def test_members_unfold_nothing(
    ada: Actor, ben: Actor, floods: Challenge, ideas: list[Idea]
) -> None:
    run_for(ada, floods)
    folded = Idea.objects.select_related("challenge__topic__space").get(topic=ideas[1].topic_id)

    with pytest.raises(Refused):
        unfold_idea(actor=ben, idea=folded)


def test_failed_run_says_why_and_is_repeated(
    ada: Actor, floods: Challenge, as_: Callable[..., Client]
) -> None:
    run = run_for_nothing(ada, floods)
    page = as_(ada).get(f"/t/{floods.topic_id}/themes/").content.decode()

    assert run.state == "failed"
    assert page.count("The last run came to nothing") == 1
    assert page.count("Find themes") == 1
    assert ask_for_themes(actor=ada, challenge=floods).state == "waiting"


def run_for_nothing(ada: Actor, floods: Challenge) -> ThemeRun:
    run = ask_for_themes(actor=ada, challenge=floods)
    assert claim(run.id)
    fail(run.id, "No memory.")
    run.refresh_from_db()
    return run


def test_pages_show_folds_with_every_author(
    ada: Actor, ben: Actor, floods: Challenge, ideas: list[Idea], as_: Callable[..., Client]
) -> None:
    run_for(ada, floods)
    first, second = ideas[0].topic_id, ideas[1].topic_id

    alike = as_(None).get(f"/t/{first}/alike/").content.decode()
    head = as_(None).get(f"/t/{first}/").content.decode()
    folded = as_(None).get(f"/t/{second}/").content.decode()
    listed = as_(None).get(f"/t/{floods.topic_id}/ideas/").content.decode()
    themes = as_(None).get(f"/t/{floods.topic_id}/themes/").content.decode()

    assert alike.count('class="topic-row idea-row"') == 2
    assert "2 people wrote them" in alike
    assert "Unfold" not in alike
    assert head.count("2 more like it") == 1
    assert folded.count("Lists show one that says almost the same") == 1
    assert listed.count('class="topic-row idea-row"') == 4
    assert themes.count("Look: they may say the opposite") == 1


def test_steward_unfolds_in_the_browser(
    ada: Actor, floods: Challenge, ideas: list[Idea], as_: Callable[..., Client]
) -> None:
    run_for(ada, floods)
    page = as_(ada).get(f"/t/{ideas[0].topic_id}/alike/").content.decode()

    answer = as_(ada).post(f"/t/{ideas[1].topic_id}/unfold/")

    assert page.count("/unfold/") == 2
    assert (answer.status_code, answer["Location"]) == (303, f"/t/{ideas[0].topic_id}/alike/")
    assert Idea.objects.get(topic=ideas[1].topic_id).folded_under_id is None


def test_strangers_do_not_see_folds_of_a_members_space(
    ada: Actor, cyn: Actor, burrow: Space, as_: Callable[..., Client]
) -> None:
    hidden = factories.challenge(ada, burrow, title="Our own")
    idea = factories.idea(ada, hidden, title="Deep down", text="Deep down")

    for browser in (as_(None), as_(cyn)):
        assert browser.get(f"/t/{hidden.topic_id}/themes/").status_code == 404
        assert browser.get(f"/t/{idea.topic_id}/alike/").status_code == 404
    assert as_(cyn).post(f"/t/{idea.topic_id}/unfold/").status_code == 404
