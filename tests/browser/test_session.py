"""A whole session by plain forms: host, member, and a guest by the link of the picture."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from groundswell.actors.models import Actor
from groundswell.live.actions import Typed, plan_prompts
from groundswell.live.models import Session
from groundswell.spaces.models import Space
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
ROAD = "Which road stays open when it floods?"


@pytest.fixture
def evening(ada: Actor, ben: Actor, meadow: Space) -> Session:
    del ben  # who belongs to the meadow
    session = factories.session(ada, meadow, title="River evening", guests=True, moderation="all")
    plan_prompts(actor=ada, session=session, typed=Typed(lines="What did you try?"))
    return session


def test_session_from_the_door_to_its_recap(
    ada: Actor,
    ben: Actor,
    evening: Session,
    site: str,
    browser: Browser,
    sign_in: Callable[..., Page],
) -> None:
    def comes(person: Actor | None) -> Page:
        context = browser.new_context(java_script_enabled=False)
        context.set_default_timeout(15_000)
        return sign_in(context, person) if person else context.new_page()

    host, member, guest = comes(ada), comes(ben), comes(None)
    try:
        _runs(host, member, guest, evening=evening, site=site)
    finally:
        for page in (host, member, guest):
            page.context.close()


def _runs(host: Page, member: Page, guest: Page, *, evening: Session, site: str) -> None:
    own = f"{site}/t/{evening.topic_id}/"
    host.goto(own)
    host.get_by_role("button", name="Begin the session").click()
    guest.goto(f"{site}/join/{evening.code}/")
    guest.get_by_label("Your name").fill("Renee")
    guest.get_by_role("button", name="Come in as a guest").click()
    guest.get_by_label("Your question").fill(ROAD)
    guest.get_by_role("button", name="Ask", exact=True).click()
    host.goto(f"{own}desk/")
    host.get_by_role("button", name="Let it in").click()
    member.goto(own)
    member.get_by_role("button", name="To the room").click()
    member.get_by_role("button", name="I want this answered").click()
    host.goto(f"{own}prompts/")
    host.get_by_role("button", name="Put it now").click()
    member.get_by_label("Say something").fill("A1: willows")
    member.get_by_role("button", name="Send").click()
    host.goto(f"{own}polls/")
    host.get_by_label("What do you ask?").fill("How safe is your street?")
    host.get_by_label("Yes, no, unsure").check()
    host.get_by_role("button", name="Prepare it").click()
    host.get_by_role("button", name="Open it").click()
    for page, answer in ((member, "Unsure"), (guest, "No")):
        page.goto(f"{own}room/")
        page.get_by_label(answer, exact=True).check()
        page.get_by_role("button", name="Answer", exact=True).click()
        page.get_by_text("Your answer counts.").wait_for()
    guest.get_by_role("button", name="Applause").click()
    guest.get_by_role("link", name="The session's page").click()
    expect(guest).to_have_url(own)
    expect(guest.get_by_text("willows")).to_have_count(1)
    host.goto(f"{own}desk/")
    host.get_by_role("button", name="Put it on").click()
    host.get_by_role("button", name="Answered live").click()
    host.goto(own)
    host.get_by_role("button", name="Wrap up").click()
    host.get_by_role("button", name="Close the session").click()
    member.goto(own)
    recap = member.get_by_role("region", name="The session")

    assert recap.get_by_text(ROAD).count() == 1
    assert recap.get_by_text("2 people came").count() == 1
    assert recap.get_by_text("willows").count() == 1
    assert recap.get_by_role("row", name="Unsure").get_by_text("50 %").count() == 1
    assert recap.get_by_label("You were there.").count() == 1
    guest.goto(f"{own}room/")
    assert guest.locator("#own-questions").get_by_text("Answered live").count() == 1
