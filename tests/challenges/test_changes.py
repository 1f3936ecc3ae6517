"""A suggested change in the conversation, and words of the head that are not said twice."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.challenges.actions import (
    Says,
    Words,
    accept_suggestion,
    answer_idea,
    decline_suggestion,
    share_suggestion,
    suggest_change,
    tell_outcome,
)
from groundswell.challenges.models import Challenge, Idea, Suggestion
from groundswell.challenges.selectors import changes
from groundswell.spaces.models import Space
from tests import factories

BEFORE = "Plant willows along the stream."
AFTER = "Plant willows and alders along the stream."
Browser = Callable[[Actor | None], Client]


@pytest.fixture
def floods(ada: Actor, meadow: Space) -> Challenge:
    cache.clear()
    return factories.challenge(ada, meadow, title="Dry cellars", template="idea_board")


@pytest.fixture
def willows(ben: Actor, ada: Actor, meadow: Space) -> Idea:
    open_problem = factories.challenge(ada, meadow, title="Wet cellars")
    return factories.idea(ben, open_problem, title="Willows", text=BEFORE)


def suggested(who: Actor, idea: Idea, text: str = AFTER) -> Suggestion:
    words = Words(title="Willows", text=text)
    return suggest_change(actor=who, idea=idea, words=words, why="Alders drink more.")


def part(page: str, number: int) -> str:
    """What stands in the message of that number."""
    return page.partition(f'id="m{number}"')[2].partition("</article>")[0]


def test_change_stands_below_its_message_with_what_became_of_it(
    ada: Actor, ben: Actor, willows: Idea, as_: Browser
) -> None:
    open_, declined = suggested(ada, willows), suggested(ada, willows, "No willows.")
    decline_suggestion(actor=ben, suggestion=declined, reason="We want them")
    share_suggestion(actor=ada, suggestion=declined)
    address = willows.get_absolute_url()
    seen, own = (as_(who).get(address).content.decode() for who in (ada, ben))
    accept_suggestion(actor=ben, suggestion=open_)
    taken = part(as_(None).get(address).content.decode(), 2)

    assert part(seen, 2).count("<ins>and alders </ins>") == 1
    assert part(seen, 2).count(">Open<") == 1
    assert part(seen, 2).count("/accept/") == part(seen, 2).count(">Decide<") == 0
    assert part(own, 2).count("<span>Decide</span>") == 1
    assert part(own, 3).count('<blockquote dir="auto">We want them</blockquote>') == 1
    assert part(own, 3).count("an idea of its own now:") == 1
    assert (taken.count(">Accepted<"), taken.count("<span>by Ben</span>")) == (1, 1)
    assert taken.count("<ins>and alders </ins>") == 1


def test_more_than_a_page_can_compare_is_one_step_away(
    ada: Actor, willows: Idea, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "AT_ONCE", 100)
    suggested(ada, willows)
    late = suggested(ada, willows, "Plant nothing.")
    page = as_(None).get(willows.get_absolute_url()).content.decode()

    assert part(page, 2).count("<ins>") == 1
    link = f'<a href="{willows.get_absolute_url()}suggestions/{late.message_id}/">See what'
    assert part(page, 3).count(link) == 1


def test_conversation_asks_as_often_for_three_changes_as_for_one(
    ada: Actor,
    willows: Idea,
    as_: Browser,
    django_assert_num_queries: Callable[..., object],
) -> None:
    reader, address = as_(None), willows.get_absolute_url()
    for many in (1, 2):
        for at in range(many):
            suggested(ada, willows, f"Plant {many} alders {at}.")
        reader.get(address)
        with django_assert_num_queries(PAGE_QUERIES):  # type: ignore[attr-defined]
            reader.get(address)


PAGE_QUERIES = 14


def test_answer_and_outcomes_are_read_once(
    ada: Actor, ben: Actor, floods: Challenge, as_: Browser
) -> None:
    idea = factories.idea(ben, floods)
    says = Says(verdict="accepted", owner=ada, text="We plant in March.", next_step="Order them")
    answer_idea(actor=ada, idea=idea, says=says)
    tell_outcome(actor=ada, idea=idea, text="They are ordered.")
    page = as_(None).get(idea.get_absolute_url()).content.decode()

    assert (page.count("We plant in March."), page.count("They are ordered.")) == (1, 1)
    assert part(page, 2).count('href="#answer"') == 1
    assert page.count('id="answer"') == 1
    place = part(page, 3).partition('href="#')[2].partition('"')[0]
    assert page.count(f'id="{place}"') == 1
