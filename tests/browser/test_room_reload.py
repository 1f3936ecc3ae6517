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


@pytest.mark.parametrize(
    ("event", "wait"), [("item", 30_000), ("reset", 2_500), ("revoked", 2_500)]
)
def test_room_loads_its_page_at_a_time_of_its_own(page: Page, event: str, wait: int) -> None:
    page.goto("about:blank")
    page.set_content(ROOM)
    page.add_script_tag(content=STAGE)
    script = Path(finders.find("js/gs-room.js")).read_text()
    page.add_script_tag(content=script.replace("location.href", '"http://localhost/"'))
    page.evaluate(TELLS, event)
    page.evaluate(TELLS, event)

    assert page.evaluate("window.waits") == [wait]
