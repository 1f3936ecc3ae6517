"""Reacting, passing on and answering in a real browser: with scripts, without, and by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from groundswell.actors.models import Actor
from groundswell.conversations.models import AcceptedAnswer, Message, Reaction, Reshare, Topic
from groundswell.core import limits
from groundswell.spaces.models import Space
from tests import factories

SignIn = Callable[[BrowserContext, Actor], Page]


@pytest.fixture
def question(transactional_db: None) -> Topic:
    """Ben asks in the meadow, which Ada stewards; she also has an orchard. Cyn answers."""
    limits.reset()
    ada, ben, cyn = (factories.person(name) for name in ("ada", "ben", "cyn"))
    meadow = factories.space(ada, "meadow", name="The Meadow")
    factories.space(ada, "orchard", name="The Orchard")
    for person in (ben, cyn):
        factories.member(person, meadow)
    topic = factories.topic(ben, meadow, kind="question", title="Why does it flood?")
    factories.reply(cyn, topic, text="The pipe is too small.")
    return topic


def person(handle: str) -> Actor:
    return Actor.objects.get(handle=handle)


def test_reaction_is_chosen_given_and_taken_back_in_place(
    context: BrowserContext, site: str, sign_in: SignIn, question: Topic
) -> None:
    page = sign_in(context, person("ada"))
    page.goto(f"{site}/t/{question.id}/")
    row = page.locator("#m2 .message-acts")
    page.evaluate("window.stayed = true")

    row.get_by_role("button", name="React").click()
    expect(row.get_by_label("Agree", exact=True)).to_be_focused()
    row.get_by_label("Good idea", exact=True).click()

    pill = row.get_by_label("Good idea, 1")
    expect(pill).to_have_attribute("aria-pressed", "true")
    expect(pill).to_be_focused()
    pill.press("Enter")
    expect(pill).to_have_count(0)
    expect(row.get_by_role("button", name="React")).to_be_focused()
    assert page.evaluate("window.stayed") is True
    assert Reaction.objects.count() == 0


def test_reaction_answer_and_reshare_by_keyboard_alone(
    context: BrowserContext, site: str, sign_in: SignIn, question: Topic
) -> None:
    page = sign_in(context, person("ada"))
    page.goto(f"{site}/t/{question.id}/")
    row = page.locator("#m2 .message-acts")

    row.get_by_role("button", name="React").focus()
    page.keyboard.press("Enter")
    expect(row.get_by_label("Agree", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(row.get_by_label("Thanks, 1")).to_be_focused()

    row.get_by_role("button", name="More about message 2").focus()
    page.keyboard.press("Enter")
    expect(row.locator("details[open] summary")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(row.get_by_role("link", name="Pass on")).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Pass on")
    dialog.get_by_label("The Orchard").check()
    dialog.get_by_label("A few words").fill("Read this")
    dialog.get_by_label("A few words").press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Passed on into The Orchard.")).to_be_visible()

    page.locator("#m2").get_by_role("button", name="This answers it").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Answer")).to_contain_text("The pipe is too small.")
    assert list(Reaction.objects.values_list("sign", flat=True)) == ["❤️"]
    assert Reshare.objects.get().text == "Read this"
    assert AcceptedAnswer.objects.count() == 1


def test_everything_is_a_form_without_scripts(
    plain: BrowserContext, site: str, sign_in: SignIn, question: Topic
) -> None:
    page = sign_in(plain, person("ada"))
    answer = Message.objects.get(number=2)
    address = f"{site}/t/{question.id}/"

    page.goto(address)
    page.locator("#m2").get_by_role("button", name="React").click()
    page.get_by_role("button", name="Good idea").click()
    expect(page.locator("#m2").get_by_label("Good idea, 1")).to_be_visible()

    page.goto(f"{site}/m/{answer.id}/reshare/")
    page.get_by_label("The Orchard").check()
    page.get_by_role("button", name="Pass on").click()
    expect(page.get_by_text("Passed on into The Orchard.")).to_be_visible()

    page.locator("#m2").get_by_role("button", name="This answers it").click()
    expect(page.get_by_role("region", name="Answer")).to_contain_text("The pipe is too small.")

    page.get_by_label("Follow: Why does it flood?").click()
    page.get_by_role("button", name="Quiet").click()
    expect(page.get_by_text("Following quietly")).to_be_visible()
    assert Space.objects.get(actor__handle="orchard").reshares.count() == 1


def test_asking_too_and_following_change_in_place(
    context: BrowserContext, site: str, sign_in: SignIn, question: Topic
) -> None:
    page = sign_in(context, person("cyn"))
    page.goto(f"{site}/t/{question.id}/")
    page.evaluate("window.stayed = true")

    page.get_by_role("button", name="I ask this too").click()
    expect(page.get_by_role("link", name="1 person asks this too")).to_be_visible()

    page.get_by_label("Following: Why does it flood?").click()
    page.get_by_role("button", name="Not at all").click()
    expect(page.get_by_label("Follow: Why does it flood?")).to_be_visible()
    assert page.evaluate("window.stayed") is True
