"""An opinion map in a real browser, from the first statement to the report; and a budget."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from groundswell.actors.models import Actor
from groundswell.core import limits
from groundswell.decisions import charting
from groundswell.decisions.actions import Cast, cast_ballot, close_voting, invite_guest
from groundswell.decisions.links import token_of
from groundswell.decisions.models import Decision, Stance
from groundswell.decisions.tasks import draw_maps
from tests import factories
from tests.browser.test_accessibility import AXE, JUDGED, OVERFLOW
from tests.decisions.test_opinion import crowd

pytestmark = pytest.mark.browser

SignIn = Callable[[BrowserContext, Actor], Page]
TWO_GROUPS = "There are 2 groups that think alike."
PHONE = {"width": 375, "height": 812}


def faults(page: Page) -> list[str]:
    """What axe finds in light and in dark, and what reaches past the edge of a phone."""
    found: list[str] = []
    page.set_viewport_size(PHONE)
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme}: {fault}" for fault in page.evaluate(JUDGED)]
    return found + list(page.evaluate(OVERFLOW))


def guest_finds(context: BrowserContext, decision: Decision, address: str, words: str) -> list[str]:
    """The faults of a page as a guest by a link meets it, who is not signed in."""
    guest = invite_guest(actor=decision.topic.author, decision=decision, name="Gil")
    assert context.browser is not None
    with context.browser.new_context() as unknown:
        page = unknown.new_page()
        page.goto(address.format(token=token_of(guest)))
        expect(page.get_by_text(words)).to_be_visible()
        return faults(page)


def opened(page: Page) -> Decision:
    """Asks the question with two statements to begin with."""
    page.get_by_label("The question, in one line").fill("What should our streets be like?")
    page.get_by_label("What it is about").fill("Five minutes, one thing at a time.")
    page.get_by_label("First statements").fill("More trees\nFewer cars")
    page.get_by_role("button", name="Open it").click()
    expect(page.locator("#statement")).to_be_visible()
    return Decision.objects.get()


def written(page: Page, text: str) -> None:
    """A statement of one's own."""
    page.get_by_label("Your statement").fill(text)
    page.get_by_role("button", name="Add it").click()


def pressed(page: Page, key: str) -> None:
    """Once the page listens."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def test_opinion_map_from_the_first_statement_to_the_report(
    transactional_db: None, context: BrowserContext, site: str, sign_in: SignIn
) -> None:
    limits.reset()
    charting.forget()
    ada, ben = (factories.grown_up(factories.person(name)) for name in ("ada", "ben"))
    space = factories.space(ada, "meadow")
    factories.member(ben, space)
    page = sign_in(context, ada)
    page.goto(f"{site}/s/meadow/decide/")
    page.locator(".purpose").get_by_role("link", name="Map what people think").click()
    decision = opened(page)
    own = f"{site}{decision.get_absolute_url()}"

    # One answers by keys, marks what matters, and changes one's mind.
    page.keyboard.press("i")
    expect(page.get_by_label("This one matters to me")).to_be_checked()
    page.keyboard.press("a")
    expect(page.locator(".stance-said")).to_contain_text("Agree")
    page.keyboard.press("u")
    expect(page.get_by_text("You said:")).to_contain_text("Agree")
    page.get_by_role("button", name="Disagree").click()
    expect(page.locator(".stance-said")).to_contain_text("Disagree")
    assert faults(page) == []
    page.keyboard.press("p")
    expect(page.get_by_role("heading", name="You have answered everything")).to_be_visible()
    assert sorted(Stance.objects.values_list("value", "weight")) == [(-1, 2), (0, 1)]

    # The same words are refused with the way to them; others become a statement.
    page.goto(f"{own}statements/")
    written(page, "more trees.")
    expect(page.get_by_role("link", name="Vote on statement 1")).to_be_visible()
    written(page, "Quiet nights")
    expect(page.locator("#statement")).to_have_text("Quiet nights")
    pressed(page, "a")
    expect(page.get_by_role("heading", name="You have answered everything")).to_be_visible()

    crowd(decision)
    draw_maps()
    page.goto(f"{own}map/")
    expect(page.get_by_text(TWO_GROUPS)).to_be_visible()
    assert faults(page) == []
    assert guest_finds(context, decision, f"{site}/ballot/{{token}}/map/", TWO_GROUPS) == []
    page.get_by_role("link", name="Line 0").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Line 0")
    assert faults(page) == []
    page.get_by_text("Make something of it").click()
    page.get_by_role("button", name="Make it", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Line 0")
    close_voting(actor=ada, decision=decision)


def test_budget_is_shared_out(
    transactional_db: None, context: BrowserContext, site: str, sign_in: SignIn
) -> None:
    limits.reset()
    people = [factories.grown_up(factories.person(name)) for name in ("ada", "ben", "cyn")]
    space = factories.space(people[0], "meadow")
    for person in people[1:]:
        factories.member(person, space)
    page = sign_in(context, people[0])
    page.goto(f"{site}/s/meadow/decide/?purpose=budget")
    page.get_by_label("The question or the proposal, in one line").fill("The yard")
    page.get_by_label("What it is about").fill("What we build first.")
    page.get_by_label("How much money is there?").fill("1000")
    page.get_by_label("Options", exact=True).fill("Benches | 600\nA well | 900\nLamps | 400")
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The yard")
    decision = Decision.objects.get()
    benches, _well, lamps = decision.options.order_by("number")
    for person, marks in ((people[1], {benches.id: 10}), (people[2], {lamps.id: 10})):
        cast_ballot(actor=person, decision=decision, cast=Cast(marks=marks))
    page.get_by_role("link", name="Vote", exact=True).click()
    page.get_by_label("Benches (600)").fill("7")
    page.get_by_label("Lamps (400)").fill("4")
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Lamps (400)").fill("3")
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.get_by_text("Your ballot is in.").first).to_be_visible()
    close_voting(actor=people[0], decision=decision)
    page.goto(f"{site}{decision.get_absolute_url()}result/")

    expect(page.locator("#result")).to_contain_text("Benches")
    assert decision.counts.get().counted["winners"] == ["3", "1"]
    assert faults(page) == []
