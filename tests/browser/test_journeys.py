"""What people come for, from the first page to the last, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Reaction, Topic
from groundswell.core import limits
from groundswell.spaces.actions import edit_guidelines
from groundswell.spaces.models import Acceptance, Space
from tests import factories
from tests.letters import sent

SignIn = Callable[[BrowserContext, Actor], Page]


@pytest.fixture
def meadow(transactional_db: None) -> Space:
    """Ada's space, which asks to be kind, and where she has begun a conversation."""
    limits.reset()
    ada = factories.person("ada")
    space = factories.space(ada, "meadow", name="The Meadow")
    edit_guidelines(actor=ada, space=space, text="Be kind, and say who you are.")
    factories.topic(ada, space, title="Why does it flood?", text="The gate stands in water.")
    project_pending()
    return space


def sign_up(page: Page, site: str) -> None:
    """As Juno, with the code that the mail brings."""
    page.goto(f"{site}/")
    page.get_by_role("banner").get_by_role("link", name="Join").click()
    page.fill("[name=name]", "Juno Park")
    page.fill("[name=handle]", "juno")
    page.fill("[name=email]", "juno@example.org")
    page.fill("[name=password1]", "three blue otters")
    page.get_by_role("button", name="Create my account").click()
    page.wait_for_url("**/accounts/confirm-email/")
    page.fill("[name=code]", sent()[0].subject.split()[0])
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(f"{site}/")


def join_and_introduce(page: Page, site: str) -> None:
    """Juno reads the guidelines, joins, and says who she is to Ada."""
    page.goto(f"{site}/s/meadow/")
    expect(page.get_by_text("Be kind, and say who you are.")).to_be_visible()
    page.get_by_label("I have read the guidelines and accept them").check()
    page.locator("main").get_by_role("button", name="Join").click()
    page.get_by_role("link", name="Start something").first.click()
    page.locator("#topic-form [name=title]").fill("Hello from the mill")
    page.locator("#topic-form [name=text]").fill("I am Juno. Thank you for having me, @ada.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Hello from the mill")).to_be_visible()


def test_newcomer_signs_up_introduces_herself_and_is_heard(
    context: BrowserContext, browser: Browser, site: str, sign_in: SignIn, meadow: Space
) -> None:
    page = context.new_page()
    sign_up(page, site)
    join_and_introduce(page, site)
    assert page.locator("#m1").get_by_role("link", name="@ada").count() == 1
    assert Acceptance.objects.filter(actor__handle="juno").count() == 1

    project_pending()
    elsewhere = browser.new_context()
    heard = sign_in(elsewhere, Actor.objects.get(handle="ada"))
    heard.goto(f"{site}/alerts/")
    expect(heard.locator("main")).to_contain_text("Juno Park")
    heard.locator("main").get_by_role("link", name="Hello from the mill").first.click()
    expect(heard.locator("#m1")).to_contain_text("I am Juno.")
    elsewhere.close()


def test_newcomer_needs_no_scripts(plain: BrowserContext, site: str, meadow: Space) -> None:
    page = plain.new_page()

    sign_up(page, site)
    join_and_introduce(page, site)

    assert Topic.objects.get(title="Hello from the mill").author.handle == "juno"


def test_member_reads_replies_reacts_and_follows_without_scripts(
    plain: BrowserContext, site: str, sign_in: SignIn, meadow: Space
) -> None:
    ben = factories.person("ben")
    page = sign_in(plain, ben)
    page.goto(f"{site}/s/meadow/")
    page.get_by_label("I have read the guidelines and accept them").check()
    page.locator("main").get_by_role("button", name="Join").click()

    page.locator("main").get_by_role("link", name="Why does it flood?").first.click()
    expect(page.locator("#m1")).to_contain_text("The gate stands in water.")
    page.locator("#reply-form [name=text]").fill("The pipe is too small.")
    page.locator("#reply-form").get_by_role("button", name="Reply").click()
    expect(page.locator("#m2")).to_contain_text("The pipe is too small.")

    page.locator("#m1").get_by_role("button", name="React").click()
    page.get_by_role("button", name="Agree", exact=True).click()
    expect(page.locator("#m1").get_by_label("Agree, 1")).to_be_visible()

    page.goto(f"{site}/t/{Topic.objects.get().id}/")
    page.get_by_label("Following: Why does it flood?").click()
    page.get_by_role("button", name="Quiet").click()
    expect(page.get_by_text("Following quietly")).to_be_visible()
    assert Message.objects.filter(author=ben).count() == 1
    assert Reaction.objects.filter(actor=ben).count() == 1
