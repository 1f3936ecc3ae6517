"""Ideas from other sectors beside an idea: found after a run, shown with why."""

from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.challenges.actions import combine_ideas
from groundswell.challenges.engine import Adjacent
from groundswell.challenges.models import AdjacentIdea, Challenge, Idea, ThemeRun
from groundswell.challenges.tasks.finding import beside
from groundswell.spaces.models import Space
from tests import factories

Browser = Callable[[Actor | None], Client]


@pytest.fixture
def ideas(ada: Actor, meadow: Space) -> list[Idea]:
    challenge = factories.challenge(ada, meadow)
    sectors = {"Willows": "Water", "Green roofs": "Housing", "Soft ground": "Roads"}
    return [
        factories.idea(ada, challenge, title=title, text=f"{title} hold rain.", sector=sector)
        for title, sector in sectors.items()
    ]


def found_beside(ideas: list[Idea], monkeypatch: pytest.MonkeyPatch) -> None:
    """As the engine would say it of many more ideas than a test has."""

    def near(texts: list[str], _sectors: list[str], *, of: list[int], **_how: object) -> object:
        others = [[row for row in range(len(texts)) if row != asked] for asked in of]
        return [
            tuple(Adjacent(row=row, near=0.8, shared=0.1, words=(), about=()) for row in rows)
            for rows in others
        ]

    monkeypatch.setattr(beside, "adjacent", near)
    challenge: Challenge = ideas[0].challenge
    run = ThemeRun.objects.create(challenge=challenge, by=ideas[0].topic.author, state="done")
    beside.find_adjacent(run.id)


def test_adjacent_ideas_are_kept_and_shown_with_why(
    ideas: list[Idea], as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_beside(ideas, monkeypatch)
    found_beside(ideas, monkeypatch)
    page = as_(None).get(ideas[0].get_absolute_url()).content.decode()
    said = page.partition('id="adjacent-title"')[2].partition("</section>")[0]

    assert AdjacentIdea.objects.count() == 6
    assert [said.count(title) for title in ("Green roofs", "Soft ground", "Willows")] == [1, 1, 0]
    assert said.count("80 % alike in what it is about, 10 % in its words.") == 2


def test_idea_that_another_is_shown_for_is_nobodys_neighbour(
    ideas: list[Idea], monkeypatch: pytest.MonkeyPatch
) -> None:
    willows, roofs, ground = ideas
    Idea.objects.filter(pk=ground.pk).update(folded_under=roofs)

    found_beside(ideas, monkeypatch)

    assert set(AdjacentIdea.objects.values_list("idea_id", "other_id")) == {
        (willows.pk, roofs.pk),
        (roofs.pk, willows.pk),
    }


def test_adjacent_idea_that_was_combined_is_not_shown(
    ada: Actor, ideas: list[Idea], as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_beside(ideas, monkeypatch)
    combine_ideas(actor=ada, survivor=ideas[1], sources=[ideas[2]])
    page = as_(None).get(ideas[0].get_absolute_url()).content.decode()

    assert (page.count("Green roofs"), page.count("Soft ground")) == (1, 0)


def test_ideas_of_other_public_spaces_are_beside_it_and_private_ones_never(
    ben: Actor,
    burrow: Space,
    ideas: list[Idea],
    as_: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not for their members either: they would take the places of what others see."""
    garden = factories.space(ben, "garden")
    for space, name in ((burrow, "Badger"), (garden, "Hedgehog")):
        for number in range(3):
            away = factories.challenge(ben, space, title=f"{name} problem {number}")
            factories.idea(ben, away, title=f"{name} {number}", text=f"Dig {number}.")
    found_beside(ideas, monkeypatch)
    AdjacentIdea.objects.exclude(other__topic__space=garden).update(rank=9)
    told = {}
    for who in (ben, None):
        page = as_(who).get(ideas[0].get_absolute_url()).content.decode()
        told[who] = page.partition('id="adjacent-title"')[2].partition("</section>")[0]

    assert AdjacentIdea.objects.filter(other__topic__space=burrow).count() == 0
    assert [told[ben].count(word) for word in ("Badger", "Hedgehog")] == [0, 3]
    assert [told[None].count(word) for word in ("Badger", "Hedgehog")] == [0, 3]
    assert told[None].count(f'href="/s/{garden.handle}/"') == 3


def test_one_sector_has_no_elsewhere(ideas: list[Idea], monkeypatch: pytest.MonkeyPatch) -> None:
    found_beside(ideas, monkeypatch)
    Idea.objects.update(sector="Water")
    found_beside(ideas, monkeypatch)

    assert AdjacentIdea.objects.count() == 0
