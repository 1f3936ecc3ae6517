"""A steward moves ideas on the board with the keyboard, in a real browser."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from groundswell.actors.models import Actor
from groundswell.core import limits
from tests import factories

SignIn = Callable[[BrowserContext, Actor], Page]


def test_focus_goes_along_with_the_card(
    transactional_db: None, context: BrowserContext, site: str, sign_in: SignIn
) -> None:
    """And its form is closed: another Enter must not move it back."""
    limits.reset()
    ada = factories.grown_up(factories.person("ada"))
    challenge = factories.challenge(ada, factories.space(ada, "meadow"), title="Dry cellars")
    idea = factories.idea(ada, challenge, title="Willows along the stream")
    page = sign_in(context, ada)
    page.goto(f"{site}/t/{challenge.topic_id}/board/")
    card = page.locator(f"#c{idea.topic_id}")
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    card.get_by_label("Why?").focus()
    page.keyboard.type("It is ripe")
    page.keyboard.press("Enter")

    expect(page.get_by_text("You moved one idea to")).to_be_visible()
    expect(card.get_by_role("link", name="Willows along the stream")).to_be_focused()
    expect(card.get_by_label("Why?")).to_be_hidden()
    expect(card.get_by_label("Why?")).to_have_value("")
