"""A question that one session left open, asked again and answered in the next one of its series."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from groundswell.actors.models import Actor
from groundswell.live.models import Session
from groundswell.live.tasks import announce_next_sessions
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import worker_follows

pytestmark = pytest.mark.django_db(transaction=True)
ROAD = "Which road stays open when it floods?"


@pytest.fixture
def enters(browser: Browser, sign_in: Callable[..., Page]) -> Callable[[Actor], Page]:
    def enter(person: Actor) -> Page:
        context = browser.new_context()
        context.set_default_timeout(15_000)
        return sign_in(context, person)

    return enter


def asks(page: Page, own: str) -> None:
    page.goto(f"{own}room/")
    page.get_by_label("Your question").fill(ROAD)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#questions")).to_contain_text(ROAD)


def goes_on(host: Page, own: str, *steps: str) -> None:
    for step in steps:
        host.goto(own)
        host.get_by_role("button", name=step).click()
        expect(host.get_by_role("button", name=step)).to_have_count(0)


def test_open_question_is_carried_into_the_next_session_and_answered_in_both(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space, site: str, enters: Callable[[Actor], Page]
) -> None:
    factories.member(cyn, meadow)
    first = factories.session(ada, meadow, title="River chat")
    own = f"{site}{first.get_absolute_url()}"
    host, asker, other = enters(ada), enters(cyn), enters(ben)
    asks(asker, own)
    host.goto(f"{own}series/")
    host.get_by_label("Hosts, in turn").fill("@ada\n@ben")
    host.get_by_role("button", name="Save").click()
    expect(host.get_by_role("heading", name="River chat", level=1)).to_be_visible()
    series = host.url
    goes_on(host, own, "Begin the session")
    announce_next_sessions()
    second = Session.objects.exclude(topic=first.topic_id).get()
    own_next = f"{site}{second.get_absolute_url()}"
    goes_on(host, own, "Wrap up", "Close the session")
    worker_follows()

    asker.goto(f"{site}/alerts/")
    expect(asker.get_by_text("Your question in River chat is carried on")).to_be_visible()
    asker.goto(series)
    expect(asker.get_by_role("list", name="Carried over")).to_contain_text(ROAD)
    other.goto(f"{own_next}desk/")
    other.get_by_role("button", name="Ask it here").click()
    expect(other.locator("#desk .card-done").first).not_to_be_empty()
    asker.goto(f"{own_next}room/")
    expect(asker.locator("#questions")).to_contain_text("Asked before")
    expect(asker.get_by_role("button", name="I want this answered")).to_be_disabled()
    host.goto(f"{own_next}room/")
    host.get_by_role("button", name="I want this answered").click()
    expect(host.locator("#questions .vote-count")).to_have_text("1")

    goes_on(other, own_next, "Begin the session")
    other.goto(f"{own_next}desk/")
    other.get_by_role("button", name="Put it on").click()
    other.get_by_role("button", name="Answered live").first.click()
    expect(other.locator("#desk-now")).to_contain_text("No question is on.")
    goes_on(other, own_next, "Wrap up", "Close the session")
    worker_follows()
    for address in (own, own_next):
        asker.goto(address)
        recap = asker.get_by_role("region", name="The session")
        expect(recap.get_by_role("heading", name="Answered")).to_be_visible()
        expect(recap.get_by_text(ROAD)).to_have_count(1)
    asker.goto(series)
    expect(asker.get_by_role("list", name="Carried over")).to_have_count(0)
