"""What comes by itself is said once in ten seconds, and waits while one pauses. Scripts alone."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, expect

STREAM = """
window.EventSource = class extends EventTarget { constructor() { super(); window.source = this; } };
window.heard = [];
document.addEventListener("live:desk-1", ({ detail }) => window.heard.push(detail.event));
"""
SUMS = """(texts) => texts.forEach((text) => document.dispatchEvent(
  new CustomEvent("gs:sum", { detail: { of: "desk", text } })))"""
TELLS = """(words) => window.source.dispatchEvent(new MessageEvent("desk-1", { data: words }))"""


@pytest.fixture
def bare(page: Page) -> Page:
    page.clock.install()
    page.goto("about:blank")
    return page


def add(page: Page, *names: str) -> None:
    for name in names:
        page.add_script_tag(content=Path(finders.find(f"js/{name}.js")).read_text())


def test_what_came_is_said_once_in_ten_seconds(bare: Page) -> None:
    bare.set_content('<p id="announcer" role="status"></p>')
    add(bare, "gs-page")
    said = bare.locator("#announcer")
    bare.evaluate(SUMS, ["One new question"])
    bare.clock.run_for(10)
    expect(said).to_have_text("One new question")

    bare.evaluate(SUMS, ["2 new questions", "3 new questions"])
    bare.clock.run_for(9_000)
    expect(said).to_have_text("One new question")
    bare.clock.run_for(1_000)
    expect(said).to_have_text("3 new questions")


def test_pause_keeps_what_comes_and_gives_the_last_of_it(bare: Page) -> None:
    bare.set_content(
        '<gs-pause then="Go on"><button><span>Pause</span></button></gs-pause>'
        '<gs-live src="/live/stream?"></gs-live><p data-live="desk-1"></p>'
    )
    bare.add_script_tag(content=STREAM)
    add(bare, "gs-pause", "gs-live")
    bare.evaluate(TELLS, "one")
    bare.get_by_role("button", name="Pause").click()
    bare.evaluate(TELLS, "two")
    bare.evaluate(TELLS, "three")
    paused = bare.evaluate("window.heard.length")
    bare.get_by_role("button", name="Go on").click()

    assert paused == 1
    assert bare.evaluate("window.heard") == ["one", "three"]


SWAPS = """(of) => document.getElementById(of.id).replaceWith(
  document.createRange().createContextualFragment(of.html)) ||
  document.dispatchEvent(new CustomEvent("htmx:after:swap"))"""
EMPTY = '<ul id="open-list"></ul>'
BOTH = '<ul id="open-list"><li data-question="1"></li><li data-question="2"></li></ul>'
MORPH = """() => {
  const moved = document.querySelector("gs-moved");
  moved.setAttribute("order", "1 2");
  moved.replaceChildren();
  document.dispatchEvent(new CustomEvent("htmx:after:swap"));
}"""


def test_what_would_move_is_said_until_the_list_is_put_in_order(bare: Page) -> None:
    bare.set_content(f'{EMPTY}<gs-moved list="open-list" order="" says="({{n}} moved)"></gs-moved>')
    add(bare, "gs-moved")
    said = bare.locator("gs-moved")
    expect(said).to_have_text("")

    bare.evaluate(MORPH)
    expect(said).to_have_text("(2 moved)")

    bare.evaluate(SWAPS, {"id": "open-list", "html": BOTH})
    expect(said).to_have_text("")


SAID = """
<gs-said lost="That did not reach us."><p role="alert" hidden></p><p hidden><a></a></p></gs-said>
<form id="shows" hx-status:422="swap:outerMorph"></form><form id="plain"></form>
"""
REFUSED = """([form, status]) => {
  const ctx = { sourceElement: document.getElementById(form), request: { method: "POST" } };
  ctx.response = { status };
  document.dispatchEvent(new CustomEvent("htmx:after:request", { detail: { ctx } }));
}"""


@pytest.mark.parametrize(
    ("form", "status", "alerts"), [("shows", 422, 0), ("shows", 500, 1), ("plain", 422, 1)]
)
def test_form_that_shows_why_it_was_refused_was_not_lost(
    bare: Page, form: str, status: int, alerts: int
) -> None:
    bare.set_content(SAID)
    add(bare, "gs-said")
    bare.evaluate(REFUSED, [form, status])

    assert bare.get_by_role("alert").filter(has_text="That did not reach us.").count() == alerts
