"""What one can do with a line of a chat unfolds in the room, and leaves it as it is."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from groundswell.actors.models import Actor
from groundswell.conversations.models import Bookmark
from groundswell.live.actions import (
    Asks,
    begin_session,
    close_poll,
    open_poll,
    prepare_poll,
    write_line,
)
from groundswell.live.models import Session
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import asks, came, own

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[BrowserContext, Actor], Page]


@pytest.fixture
def evening(ada: Actor, ben: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, title="River evening", guests=True)
    begin_session(actor=ada, session=session)
    write_line(actor=ben, session=own(session), participant=came(ben, session), text="It rains.")
    return session


def test_line_is_kept_without_leaving_the_room(
    ada: Actor, evening: Session, site: str, context: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(context, ada)
    page.goto(f"{site}{evening.room_url}")
    page.get_by_label("Say something").fill("I am in the middle of")

    page.get_by_role("button", name="More about message 2").click()
    menu = page.locator("#lines .menu-items")
    expect(menu.get_by_role("link", name="Report")).to_be_visible()
    expect(menu.get_by_role("link", name="Ask them to leave the session")).to_be_visible()
    menu.get_by_role("link", name="Pass on").click()
    dialog = page.get_by_role("dialog", name="Pass on")
    expect(dialog.get_by_role("button", name="Pass on")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    page.get_by_label("More about message 2").click()
    page.route("**/bookmark/", lambda route: route.abort())
    menu.get_by_role("button", name="Bookmark").click()
    expect(menu.get_by_role("status")).to_contain_text("That did not reach us.")
    page.unroute("**/bookmark/")
    menu.get_by_role("button", name="Bookmark").click()

    expect(menu.get_by_role("status")).to_have_text("Done")
    assert (page.url, Bookmark.objects.count()) == (f"{site}{evening.room_url}", 1)
    assert page.get_by_label("Say something").input_value() == "I am in the middle of"


def test_line_leads_to_what_one_can_do_with_it_without_scripts(
    ada: Actor, evening: Session, site: str, browser: Browser, sign_in: SignIn
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page, stranger = sign_in(context, ada), browser.new_context().new_page()
    page.goto(f"{site}{evening.room_url}")
    page.get_by_role("button", name="More about message 2").click()
    stranger.goto(f"{site}{evening.room_url}")

    expect(page.get_by_role("heading", name="More about message 2")).to_be_visible()
    expect(stranger.get_by_text("It rains.")).to_be_visible()
    expect(stranger.get_by_role("button", name="More about message 2")).to_be_hidden()
    for each in (page, stranger):
        each.context.close()


LINE = """(words) => {
  const number = 9000 + document.querySelectorAll("#lines li").length;
  const html = `<li class="chat-line" id="m${number}">${words}</li>`;
  const data = JSON.stringify({ part: "lines", key: "none", html });
  document.querySelector("gs-room").take({ data, lastEventId: "9" });
}"""
FIELD = "document.querySelector('#say').getBoundingClientRect().top + scrollY"
HIGH = "document.getElementById('lines').offsetHeight"


def test_few_lines_are_no_half_of_a_telephone_and_move_no_field_that_is_written_in(
    ada: Actor, evening: Session, site: str, context: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(context, ada)
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"{site}{evening.room_url}")
    few = page.evaluate(HIGH)
    page.get_by_label("Say something").focus()
    before = page.evaluate(FIELD)
    for number in range(12):
        page.evaluate(LINE, f"Line {number}")
    written = page.evaluate(FIELD) - before
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(5, 5)
    expect(page.locator("#lines")).not_to_have_attribute("style", re.compile("block-size"))

    assert (few, written) == (144, 0)
    assert 144 < page.evaluate(HIGH) <= 400


TAKEN = """(told) => document.querySelector("gs-room").take({
  data: JSON.stringify({ ...told, html: "" }), lastEventId: "9",
})"""


def test_what_is_set_aside_or_put_away_leaves_the_room(
    ada: Actor, ben: Actor, evening: Session, site: str, context: BrowserContext, sign_in: SignIn
) -> None:
    asked = asks(came(ben, evening), evening, "Which road stays open?")
    poll = prepare_poll(actor=ada, session=own(evening), asks=Asks(kind="pulse", words="Dry?"))
    poll.session = own(evening)
    close_poll(actor=ada, poll=open_poll(actor=ada, poll=poll))
    page = sign_in(context, ada)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{site}{evening.room_url}")
    stood = page.locator(".asked").count()
    page.mouse.move(5, 5)
    page.evaluate(TAKEN, {"part": "questions", "key": f"q{asked.id}"})
    page.evaluate(TAKEN, {"part": "polls", "key": f"poll{poll.id}"})

    expect(page.locator(".asked")).to_have_count(0)
    assert (stood, faults) == (2, [])
