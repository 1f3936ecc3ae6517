"""Themes are found, put right by hand, and later runs keep to it: with the engine itself."""

from collections.abc import Callable

import pytest

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.challenges.actions import (
    ask_for_themes,
    join_themes,
    pin_idea,
    rename_theme,
    split_theme,
    undo_theme_edit,
)
from groundswell.challenges.models import Challenge, Idea, Theme, ThemeEdit
from groundswell.challenges.tasks import propose_parts
from groundswell.core.errors import Conflict, Refused
from groundswell.spaces.models import Space
from tests import factories
from tests.challenges.theming import run_for, spoken, theme_of

HEALTH, TRANSPORT, SCHOOLS = 0, 12, 24


@pytest.fixture
def town(ada: Actor, meadow: Space) -> Challenge:
    return factories.challenge(ada, meadow, title="A better town")


@pytest.fixture
def ideas(town: Challenge, ada: Actor, ben: Actor) -> list[Idea]:
    return spoken(town, [ada, ben])


def themes_of(ideas: list[Idea]) -> list[int]:
    return [theme_of(idea).id for idea in ideas]


def edit() -> ThemeEdit:
    return ThemeEdit.objects.latest("id")


def test_run_finds_themes_by_their_own_words(
    ada: Actor, town: Challenge, ideas: list[Idea]
) -> None:
    run = run_for(ada, town)
    found = list(Theme.objects.filter(retired_at=None))

    assert run.themes == len(found) >= 3
    assert run.unthemed == 0
    assert theme_of(ideas[HEALTH]) != theme_of(ideas[TRANSPORT]) != theme_of(ideas[SCHOOLS])
    assert sum(theme.idea_count for theme in found) == 36
    assert round(sum(theme.coverage for theme in found), 6) == 1
    for theme in found:
        assert len(theme.shape["sectors"]) == 1
        assert theme.label
        assert theme.shape["r"] > 0


def test_second_run_keeps_ids_and_names(ada: Actor, town: Challenge, ideas: list[Idea]) -> None:
    run_for(ada, town)
    before = list(Theme.objects.order_by("id").values_list("id", "label", "idea_count"))
    factories.idea(ada, town, title="Nurses", text="Train more nurses for the emergency ward")

    run_for(ada, town)
    after = list(Theme.objects.order_by("id").values_list("id", "label", "idea_count"))

    assert [row[:2] for row in after] == [row[:2] for row in before]
    assert sum(row[2] for row in after) == 37


def test_name_given_by_a_steward_stays(ada: Actor, town: Challenge, ideas: list[Idea]) -> None:
    run_for(ada, town)
    theme = theme_of(ideas[HEALTH])

    rename_theme(actor=ada, theme=theme, name="Well again")
    run_for(ada, town)

    assert str(theme_of(ideas[HEALTH])) == "Well again"
    assert theme_of(ideas[HEALTH]).id == theme.id


def test_joined_themes_stay_one(ada: Actor, town: Challenge, ideas: list[Idea]) -> None:
    run_for(ada, town)
    source, goal = theme_of(ideas[HEALTH]), theme_of(ideas[TRANSPORT])
    both = source.idea_count + goal.idea_count

    joined = join_themes(actor=ada, theme=source, into=goal)
    joined.refresh_from_db()
    assert (joined.idea_count, theme_of(ideas[HEALTH]).id) == (both, goal.id)
    run_for(ada, town)

    assert theme_of(ideas[HEALTH]).id == theme_of(ideas[TRANSPORT]).id == goal.id


def test_split_off_ideas_stay_apart(ada: Actor, town: Challenge, ideas: list[Idea]) -> None:
    run_for(ada, town)
    whole = theme_of(ideas[SCHOOLS])
    inside = Idea.objects.unfolded().filter(theme=whole).order_by("topic")
    chosen = list(inside.values_list("topic_id", flat=True))[:3]

    part = split_theme(actor=ada, theme=whole, ideas=chosen, name="Reading")
    run_for(ada, town)

    again = Idea.objects.filter(topic__in=chosen).values_list("theme", flat=True)
    assert set(again) == {part.id}
    assert str(Theme.objects.get(id=part.id)) == "Reading"
    assert Idea.objects.filter(theme=whole).exists()


def test_pinned_idea_stays(ada: Actor, town: Challenge, ideas: list[Idea]) -> None:
    run_for(ada, town)
    goal = theme_of(ideas[TRANSPORT])
    pinned = Idea.objects.unfolded().filter(theme=theme_of(ideas[HEALTH])).earliest("topic")

    pin_idea(actor=ada, idea=pinned, theme=goal)
    run_for(ada, town)

    assert Idea.objects.get(topic=pinned.topic_id).theme_id == goal.id


def test_every_change_is_undone(ada: Actor, town: Challenge, ideas: list[Idea]) -> None:
    run_for(ada, town)
    one, other = theme_of(ideas[HEALTH]), theme_of(ideas[TRANSPORT])
    inside = Idea.objects.unfolded().filter(theme=one).order_by("topic")
    first = list(inside.values_list("topic_id", flat=True))
    before = state()
    works: list[Callable[[], object]] = [
        lambda: rename_theme(actor=ada, theme=one, name="Well again"),
        lambda: join_themes(actor=ada, theme=one, into=other),
        lambda: split_theme(actor=ada, theme=one, ideas=first[:2], name="Nurses"),
        lambda: pin_idea(actor=ada, idea=Idea.objects.get(topic=first[0]), theme=other),
        lambda: pin_idea(actor=ada, idea=Idea.objects.get(topic=first[0]), theme=None),
    ]

    for work in works:
        work()
        assert state() != before
        undo_theme_edit(actor=ada, edit=edit())
        assert state() == before

    with pytest.raises(Conflict):
        undo_theme_edit(actor=ada, edit=edit())
    assert Activity.objects.filter(kind="challenges.theme_edit_undone").count() == 5


def state() -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    standing = Theme.objects.filter(joined_into=None, retired_at=None).order_by("id")
    held = Idea.objects.order_by("topic").values_list("topic", "theme", "theme_pinned_at")
    return list(standing.values_list("id", "name", "idea_count")), list(held)


def test_members_change_no_themes(
    ada: Actor, ben: Actor, town: Challenge, ideas: list[Idea]
) -> None:
    run_for(ada, town)
    theme, other = theme_of(ideas[HEALTH]), theme_of(ideas[TRANSPORT])
    before = state()

    for work in (
        lambda: rename_theme(actor=ben, theme=theme, name="Mine"),
        lambda: join_themes(actor=ben, theme=theme, into=other),
        lambda: split_theme(actor=ben, theme=theme, ideas=[ideas[0].topic_id], name="Mine"),
        lambda: pin_idea(actor=ben, idea=ideas[0], theme=other),
    ):
        with pytest.raises(Refused):
            work()

    assert state() == before


def test_themes_are_not_changed_during_a_run(
    ada: Actor, town: Challenge, ideas: list[Idea]
) -> None:
    run_for(ada, town)
    theme = theme_of(ideas[HEALTH])
    ask_for_themes(actor=ada, challenge=town)

    with pytest.raises(Conflict):
        rename_theme(actor=ada, theme=theme, name="Well again")


def test_machine_proposes_parts(ada: Actor, town: Challenge, ideas: list[Idea]) -> None:
    run_for(ada, town, resolution=0.2)
    theme = Theme.objects.filter(retired_at=None).order_by("-idea_count")[0]

    propose_parts.func(str(theme.id))
    theme.refresh_from_db()

    held = set(Idea.objects.filter(theme=theme).values_list("topic_id", flat=True))
    for part in theme.parts:
        assert {int(id_) for id_ in part["ideas"]} < held
