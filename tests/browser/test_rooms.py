"""Sessions as a room lives them: each person in a browser of their own, against the whole site."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.served import Served
from tests.browser.wire import Wire

Enter = Callable[..., Page]
ROAD = "Which road stays open when it floods?"
# Words that could not be read from the last row of a hall.
SMALL = """() => [...document.querySelectorAll(".scene *")].filter((node) =>
  [...node.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim())
  && parseFloat(getComputedStyle(node).fontSize) < 48).map(({ textContent }) => textContent)"""


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def sends(page: Page, name: str) -> None:
    """By a form: what is typed next is typed on the page that answers."""
    with page.expect_navigation():
        press(page, name)


def goes_in(page: Page, own: str) -> None:
    page.goto(own)
    sends(page, "To the room")


def says(page: Page, text: str) -> None:
    page.get_by_label("Say something").fill(text)
    sends(page, "Send")
    expect(lines(page).last).to_have_text(text)


def lines(page: Page) -> Locator:
    return page.locator("#lines .words")


def begins(host: Page, own: str) -> None:
    host.goto(own)
    sends(host, "Begin the session")


def closes(host: Page, own: str) -> None:
    host.goto(own)
    sends(host, "Wrap up")
    sends(host, "Close the session")


def recap_for(page: Page, own: str) -> Locator:
    """In another tab: a room that is over loads its page anew whenever it likes."""
    fresh = page.context.new_page()
    fresh.goto(own)
    return fresh.get_by_role("region", name="The session")


def link_to(host: Page, own: str, kind: str) -> str:
    host.goto(f"{own}links/")
    host.get_by_label(kind).check()
    sends(host, "Make it")
    return host.locator(".link-address").first.input_value()


def test_five_browsers_from_the_beginning_to_the_recap(served: Served, enter: Enter) -> None:
    own = served.evening("river")
    host, member, guest, helper, wall = (enter(name) for name in ("ada", "ben", "", "", ""))
    begins(host, own)
    wall.goto(link_to(host, own, "Show the wall"))
    helper.goto(link_to(host, own, "Moderate the questions"))
    goes_in(member, own)
    expect(wall.locator(".scene-code")).to_be_visible()
    guest.goto(served.door("river"))
    guest.get_by_label("Your name").fill("Renee")
    sends(guest, "Come in as a guest")

    _asks(guest, member, helper)
    _is_answered(host, member, helper, wall, own)
    _is_polled(host, member, guest, own)
    closes(host, own)
    expect(guest.locator("#session-sign")).to_contain_text("Recap")
    recap = recap_for(member, own)
    expect(recap).to_contain_text(ROAD)
    expect(recap).to_contain_text("How safe is your street?")
    host.goto(f"{own}links/")
    host.get_by_role("button", name="End it").first.click()
    expect(helper.get_by_text("This link was ended by those who lead the session.")).to_be_visible()


def _asks(guest: Page, member: Page, helper: Page) -> None:
    """A moderator lets it in by keyboard; it comes to everybody, and its asker is told."""
    guest.get_by_label("Your question").fill(ROAD)
    sends(guest, "Ask")
    expect(guest.locator("#own-questions")).to_contain_text("Waits for a moderator")
    guest.mouse.move(0, 0)
    expect(helper.get_by_role("button", name="One new question")).to_be_visible()
    helper.keyboard.press("n")
    card = helper.locator("#desk [data-walk]")
    expect(card).to_be_focused()
    helper.keyboard.press("a")
    expect(card.locator(".card-done")).to_have_text("Open")
    expect(member.locator("#questions")).to_contain_text(ROAD)
    expect(guest.locator("#own-questions")).to_contain_text("Everybody can read it")
    expect(guest.get_by_role("button", name="I want this answered")).to_be_disabled()
    member.get_by_role("button", name="I want this answered").click()
    expect(guest.locator("#questions .vote-count")).to_have_text("1")


def _is_answered(host: Page, member: Page, helper: Page, wall: Page, own: str) -> None:
    """By keyboard again. Under the member's pointer nothing moves until it has gone."""
    helper.keyboard.press("o")
    card = helper.locator("#desk-open [data-walk]")
    expect(card).to_contain_text(ROAD)
    helper.keyboard.press("j")
    expect(card).to_be_focused()
    helper.keyboard.press("p")
    expect(card).to_contain_text("Pinned")
    expect(member.locator("#questions .asked")).to_contain_text("Pinned")
    helper.keyboard.press("c")
    expect(helper.locator("#desk-now")).to_contain_text(ROAD)
    expect(member.locator("#questions .on-now")).to_have_text("On now")
    member.mouse.move(0, 0)
    expect(member.locator("#on .on-now")).to_have_text("On now")
    host.goto(f"{own}desk/")
    host.locator("summary", has_text="The wall").click()
    sends(host, "The question that is on")
    expect(wall.locator(".scene-words")).to_have_text(ROAD)
    wall.set_viewport_size({"width": 1920, "height": 1080})
    assert wall.evaluate(SMALL) == []
    helper.keyboard.press("x")
    expect(helper.locator("#desk-now")).to_contain_text("No question is on.")
    expect(member.locator("#done")).to_contain_text("Answered live")


def _is_polled(host: Page, member: Page, guest: Page, own: str) -> None:
    """A poll waits behind a button for whoever writes, and comes at once to whoever does not."""
    member.get_by_label("Say something").focus()
    host.goto(f"{own}polls/")
    host.get_by_label("What do you ask?").fill("How safe is your street?")
    host.get_by_label("A scale from 1 to 5").check()
    sends(host, "Prepare it")
    sends(host, "Open it")
    member.get_by_role("button", name="A poll is open. Answer it How safe").click()
    member.get_by_label("4", exact=True).check()
    press(member, "Answer")
    expect(member.locator("#polls")).to_contain_text("Your answer counts.")
    expect(guest.locator("#polls [data-people]")).to_have_text("1 person answered")
    member.get_by_role("button", name="Applause").click()
    expect(guest.locator("[data-sign=clap]")).to_have_text("1")


@pytest.fixture
def wire(served: Served) -> Iterator[Wire]:
    found = Wire(int(served.url.rpartition(":")[2]))
    yield found
    found.close()


def test_lost_connection_comes_back_with_all_that_was_missed_once(
    served: Served, enter: Enter, wire: Wire
) -> None:
    own = served.evening("bridge")
    host, member, other = (enter(name) for name in ("ada", "ben", "cyn"))
    begins(host, own)
    goes_in(other, own)
    goes_in(member, own.replace(served.url, wire.url))
    says(other, "Line 1")
    expect(lines(member)).to_have_text(["Line 1"])

    # A browser that goes offline keeps the streams it has: the wire is cut as well.
    member.context.set_offline(True)
    wire.cut()
    says(other, "Line 2")
    other.get_by_label("Your question").fill(ROAD)
    sends(other, "Ask")
    says(other, "Line 3")
    host.goto(f"{own}room/")
    host.get_by_role("button", name="I want this answered").click()
    missed = lines(member).all_inner_texts()
    wire.mend()
    member.context.set_offline(False)

    expect(lines(member)).to_have_text(["Line 1", "Line 2", "Line 3"])
    expect(member.locator("#questions .asked")).to_have_count(1)
    expect(member.locator("#questions .vote-count")).to_have_text("1")
    says(other, "Line 4")
    expect(lines(member)).to_have_text([f"Line {number}" for number in (1, 2, 3, 4)])
    live = member.locator("#lines > li").evaluate_all("all => all.map(({id}) => id)")
    member.reload()
    assert member.locator("#lines > li").evaluate_all("all => all.map(({id}) => id)") == live
    assert missed == ["Line 1"]


def test_numbered_chat_to_its_recap(served: Served, enter: Enter) -> None:
    own = served.evening("chat")
    host, member, other = (enter(name) for name in ("ada", "ben", "cyn"))
    begins(host, own)
    goes_in(member, own)
    goes_in(other, own)
    host.goto(f"{own}prompts/")
    host.get_by_role("button", name="Put it now").first.click()
    expect(member.locator("#prompts .prompt")).to_contain_text(["Q1 What did you try?"])
    says(member, "Willows along the bank")
    expect(other.locator("#lines .answers")).to_have_text(["A1"])
    host.get_by_role("button", name="Put it now").first.click()
    expect(other.locator("#prompts .prompt")).to_have_count(2)
    says(other, "More trees")
    says(other, "A1: sandbags")
    expect(member.locator("#lines .answers")).to_have_text(["A1", "A2"])
    closes(host, own)

    recap = recap_for(member, own)
    for heading, answers in (
        ("Q1 What did you try?", ["Willows along the bank", "sandbags"]),
        ("Q2 What next?", ["More trees"]),
    ):
        best = recap.locator(f"h3:text-is('{heading}') + ul > li")
        expect(best).to_contain_text(answers)
        expect(best).to_have_count(len(answers))
    written = member.request.get(f"{own}recap.md").text()
    assert written.count("#River") >= 1
