"""What stands in one line of small print stands in one line, whole, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page

from groundswell.actors.models import Actor
from groundswell.challenges.actions import Words, accept_suggestion, suggest_change
from groundswell.core import limits
from tests import factories

SignIn = Callable[[BrowserContext, Actor], Page]


def middle(shape: Locator) -> float:
    box = shape.bounding_box()
    assert box is not None
    return box["y"] + box["height"] / 2


def test_faces_badges_and_signs_stay_in_their_line(
    transactional_db: None, context: BrowserContext, site: str, sign_in: SignIn
) -> None:
    limits.reset()
    ada = factories.grown_up(factories.person("ada"))
    challenge = factories.challenge(ada, factories.space(ada, "meadow"), title="Dry cellars")
    idea = factories.idea(ada, challenge, title="Willows", text="Plant willows.")
    words = Words(title="Willows", text="Plant alders.")
    suggestion = suggest_change(actor=ada, idea=idea, words=words, why="They drink more.")
    accept_suggestion(actor=ada, suggestion=suggestion)
    page = sign_in(context, ada)
    page.goto(f"{site}/t/{idea.topic_id}/suggestions/{suggestion.message_id}/")
    card = page.locator(".suggestion")
    line = middle(card.locator(".meta .actor"))

    assert card.locator(".meta .face").evaluate("it => getComputedStyle(it).padding") == "0px"
    assert middle(card.locator(".meta .badge")) == pytest.approx(line, abs=3)
    accepted = page.locator("p", has_text="Accepted by")
    assert middle(accepted.locator(".icon")) == pytest.approx(middle(accepted), abs=6)
    assert middle(accepted.locator(".actor")) == pytest.approx(middle(accepted), abs=6)
