"""From an open problem to what became of an idea, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges.models import Answer, CreditOffer, Idea, Support
from groundswell.core import limits
from groundswell.spaces.models import Space
from tests import factories

SignIn = Callable[[BrowserContext, Actor], Page]


@pytest.fixture
def meadow(transactional_db: None) -> Space:
    """Ada's space, to which Ben belongs."""
    limits.reset()
    ada, ben = (factories.grown_up(factories.person(name)) for name in ("ada", "ben"))
    space = factories.space(ada, "meadow", name="The Meadow")
    factories.member(ben, space)
    project_pending()
    return space


def open_challenge(page: Page, site: str) -> str:
    """Ada asks for ideas; gives where."""
    page.goto(f"{site}/s/meadow/challenge/")
    page.get_by_label("Simple idea board").check()
    form = page.locator("#challenge-form")
    form.locator("[name=title]").fill("Dry cellars")
    form.locator("[name=purpose]").fill("Fewer floods in the lower town")
    form.locator("[name=text]").fill("The stream rises each spring.")
    page.get_by_role("button", name="Open the challenge").click()
    expect(page.get_by_role("heading", name="Dry cellars", level=1)).to_be_visible()
    return page.url


def share(page: Page, challenge: str) -> str:
    """Ben shares an idea; gives its address, which lasts."""
    page.goto(challenge)
    page.get_by_role("link", name="Share an idea").first.click()
    form = page.locator("#idea-form")
    form.locator("[name=title]").fill("Willows along the stream")
    form.locator("[name=text]").fill("Their roots drink.")
    page.get_by_role("button", name="Share the idea").click()
    expect(page.get_by_role("heading", name="Willows along the stream", level=1)).to_be_visible()
    return page.url


def accept(page: Page, idea: str) -> None:
    """Ada supports it, and accepts it with an owner and a next step."""
    page.goto(idea)
    page.get_by_role("button", name="Support").click()
    expect(page.locator("#support")).to_contain_text("1 supporter")
    page.get_by_role("link", name="Answer this idea").click()
    form = page.locator("#answer-form")
    form.get_by_label("Accepted", exact=True).check()
    form.locator("[name=text]").fill("We plant in March.")
    form.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("alert")).to_contain_text("an accepted idea has an owner")
    form.locator("[name=owner]").fill("@ben")
    form.locator("[name=next_step]").fill("Order 200 cuttings")
    limits.reset()
    form.get_by_role("button", name="Answer").click()
    expect(page.locator(".answer-card")).to_contain_text("Order 200 cuttings")
    expect(page.locator(".answer-card")).to_contain_text("We plant in March.")


def tell(page: Page, idea: str) -> None:
    """Ada tells what became of it."""
    page.goto(idea)
    page.get_by_role("link", name="Tell what became of it").click()
    page.locator("#outcome-form [name=text]").fill("Forty are in the ground.")
    page.get_by_role("button", name="Tell everybody who had a part").click()
    expect(page.locator(".trail-step")).to_contain_text("Forty are in the ground.")


def test_idea_goes_from_first_words_to_what_became_of_it(
    context: BrowserContext, browser: Browser, site: str, sign_in: SignIn, meadow: Space
) -> None:
    ada = sign_in(context, Actor.objects.get(handle="ada"))
    challenge = open_challenge(ada, site)
    elsewhere = browser.new_context()
    elsewhere.set_default_timeout(15_000)
    ben = sign_in(elsewhere, Actor.objects.get(handle="ben"))
    address = share(ben, challenge)
    limits.reset()
    accept(ada, address)
    limits.reset()
    tell(ada, address)
    while project_pending():
        pass

    ben.goto(f"{site}/alerts/")
    main = ben.locator("main")
    expect(main).to_contain_text("told what became of your idea Willows along the stream")
    expect(main).to_contain_text("answered your idea Willows along the stream")
    main.get_by_role("link", name="Willows along the stream").first.click()
    expect(ben).to_have_url(address + "3/#m3")
    ben.goto(f"{site}/outcomes/")
    for said in ("Accepted", "Order 200 cuttings", "Forty are in the ground."):
        expect(ben.locator("main")).to_contain_text(said)
    elsewhere.close()
    assert (Idea.objects.count(), Support.objects.count(), Answer.objects.count()) == (1, 1, 1)


def test_commenter_is_credited_from_the_menu_of_their_message(
    context: BrowserContext, site: str, sign_in: SignIn, meadow: Space
) -> None:
    ada, ben = (Actor.objects.get(handle=handle) for handle in ("ada", "ben"))
    idea = factories.idea(ada, factories.challenge(ada, meadow))
    factories.reply(ben, idea.topic, text="Hazel would hold the bank as well.")
    page = sign_in(context, ada)
    page.goto(f"{site}{idea.get_absolute_url()}")

    page.get_by_role("button", name="More about message 2").click()
    page.get_by_role("button", name="This came from you").click()

    expect(page).to_have_url(f"{site}{idea.get_absolute_url()}credit/")
    expect(page.get_by_text("It counts as soon as Ben accepts.")).to_be_visible()
    expect(page.locator("main")).to_have_count(1)
    assert [offer.actor for offer in CreditOffer.objects.all()] == [ben]
