"""Triage by keyboard, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from groundswell.actors.models import Actor
from groundswell.challenges.models import Challenge, Idea, Labelling, StageMove
from groundswell.core import limits
from tests import factories

SignIn = Callable[[BrowserContext, Actor], Page]


@pytest.fixture
def floods(transactional_db: None) -> Challenge:
    limits.reset()
    ada, ben = factories.person("ada"), factories.person("ben")
    meadow = factories.space(ada, "meadow", name="The Meadow")
    factories.member(ben, meadow)
    challenge = factories.challenge(ada, meadow, title="Dry cellars")
    for title in ("Willows", "Rain barrels", "Sponge gardens"):
        factories.idea(ben, challenge, title=title)
    return challenge


def press(page: Page, key: str) -> None:
    """A key is heard once the scripts of the page that has just come have run."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def test_triage_by_keyboard(
    context: BrowserContext, site: str, sign_in: SignIn, floods: Challenge
) -> None:
    page = sign_in(context, Actor.objects.get(handle="ada"))
    page.goto(f"{site}/t/{floods.topic_id}/triage/")
    desk = page.locator(".desk h2")
    expect(desk).to_have_text("Willows")

    press(page, "j")
    expect(desk).to_have_text("Rain barrels")
    press(page, "k")
    expect(desk).to_have_text("Willows")

    press(page, "l")
    expect(page.get_by_label("Label")).to_be_focused()
    page.keyboard.type("Quick win")
    press(page, "Enter")
    expect(page.locator(".desk .badge")).to_have_text("Quick win")

    press(page, "r")
    expect(page.get_by_label("Why it moves")).to_be_focused()
    page.keyboard.type("Three people want to try it")
    press(page, "Enter")
    expect(desk).to_have_text("Willows")
    press(page, "Escape")
    press(page, "2")
    expect(desk).to_have_text("Rain barrels")
    expect(page.get_by_label("Why it moves")).to_have_value("Three people want to try it")

    press(page, "u")
    expect(desk).to_have_text("Willows")
    press(page, "2")
    expect(desk).to_have_text("Rain barrels")
    press(page, "m")
    expect(desk).to_have_text("Sponge gardens")
    press(page, "7")
    expect(page.get_by_role("heading", name="Nothing is waiting")).to_be_visible()

    stages = dict(Idea.objects.values_list("topic__title", "stage__name"))
    assert stages == {
        "Willows": "Emerging",
        "Rain barrels": "Early ideation",
        "Sponge gardens": "Parked",
    }
    assert Labelling.objects.get().idea.topic.title == "Willows"
    assert StageMove.objects.filter(undone_at=None).count() == 2


def test_keys_of_the_queue_are_shown(
    context: BrowserContext, site: str, sign_in: SignIn, floods: Challenge
) -> None:
    page = sign_in(context, Actor.objects.get(handle="ada"))
    page.goto(f"{site}/t/{floods.topic_id}/triage/")
    keys = page.get_by_role("dialog", name="Keys of the queue")

    press(page, "?")
    expect(keys).to_be_visible()
    press(page, "Escape")
    expect(keys).to_be_hidden()


def test_card_is_dragged_to_another_stage_and_back(
    context: BrowserContext, site: str, sign_in: SignIn, floods: Challenge
) -> None:
    page = sign_in(context, Actor.objects.get(handle="ada"))
    page.goto(f"{site}/t/{floods.topic_id}/board/")
    column = page.locator('[data-name="Emerging"]')
    grip = page.locator(".board-card", has_text="Willows").locator("[data-grip]").bounding_box()
    there = column.bounding_box()
    assert grip is not None
    assert there is not None

    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(there["x"] + 60, there["y"] + 60, steps=8)
    page.mouse.up()
    page.get_by_role("dialog").get_by_label("Why?").fill("It grew")
    press(page, "Enter")

    expect(column.locator(".board-card")).to_have_count(1)
    assert StageMove.objects.get().reason == "It grew"
    page.get_by_role("button", name="Undo").click()
    expect(page.locator('[data-name="Emerging"]').locator(".board-card")).to_have_count(0)


def test_queue_and_board_are_plain_forms_without_scripts(
    plain: BrowserContext, site: str, sign_in: SignIn, floods: Challenge
) -> None:
    page = sign_in(plain, Actor.objects.get(handle="ada"))
    page.goto(f"{site}/t/{floods.topic_id}/triage/")
    page.get_by_label("Why it moves").fill("It grew")
    page.get_by_role("button", name="Emerging").click()
    expect(page.locator(".desk h2")).to_have_text("Rain barrels")

    page.goto(f"{site}/t/{floods.topic_id}/board/")
    card = page.locator(".board-card", has_text="Willows")
    card.locator("summary").click()
    card.get_by_label("Stage").select_option("Parked")
    card.get_by_label("Why?").fill("Later")
    card.get_by_role("button", name="Move").click()
    expect(page.locator('[data-name="Parked"]').locator(".board-card")).to_have_count(1)
