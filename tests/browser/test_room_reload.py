"""A full room loads its pages one after another. Asked of the script alone, without a site."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page

STAGE = """
const waits = window.waits = [];
Math.random = () => 0.5;
window.setInterval = () => 0;
window.setTimeout = (work, wait) => waits.push(wait);
window.EventSource = class extends EventTarget { constructor() { super(); window.source = this; } };
"""
ROOM = """
<gs-room src="/live/room?after=0" order="new"><button data-pause></button>
<ol id="lines"></ol><p id="session-sign"></p></gs-room>
"""
TELLS = """
(name) => window.source.dispatchEvent(new MessageEvent(name, { data: JSON.stringify({
  part: "session", key: "session-sign", html: '<p id="session-sign" data-over="yes">Over</p>',
}) }))
"""


LOST = """
(status) => {
  window.fetch = async () => {
    if (!status) throw new TypeError("no connection");
    return new Response(null, { status });
  };
  for (let time = 0; time < 5; time += 1) window.source.onerror();
  return new Promise((done) => requestAnimationFrame(() => done(window.loads ?? 0)));
}
"""


def sets_up(page: Page) -> None:
    page.goto("about:blank")
    page.set_content(ROOM)
    page.add_script_tag(content=STAGE)
    script = Path(finders.find("js/gs-room.js")).read_text()
    script = script.replace("location.href", '"http://localhost/"')
    loads = "(window.loads = (window.loads ?? 0) + 1)"
    page.add_script_tag(content=script.replace("location.reload()", loads))


@pytest.mark.parametrize(
    ("event", "wait"), [("item", 30_000), ("reset", 2_500), ("revoked", 2_500)]
)
def test_room_loads_its_page_at_a_time_of_its_own(page: Page, event: str, wait: int) -> None:
    sets_up(page)
    page.evaluate(TELLS, event)
    page.evaluate(TELLS, event)

    assert page.evaluate("window.waits") == [wait]


@pytest.mark.parametrize(
    ("status", "loads"), [(200, 1), (403, 1), (404, 1), (429, 0), (502, 0), (0, 0)]
)
def test_room_without_a_stream_loads_its_page_where_there_is_one(
    page: Page, status: int, loads: int
) -> None:
    sets_up(page)

    assert page.evaluate(LOST, status) == loads
    # Four times it opens the stream again; then it asks for the page, now and later.
    assert len(page.evaluate("window.waits")) == (4 if loads else 5)
