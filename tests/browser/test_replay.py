"""The replay beside a recording: nothing is asked elsewhere before somebody presses play, a time
leads to its moment, and the line that was said then is marked."""

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Request, Route, expect

from groundswell.conversations.models import Message
from groundswell.core import limits
from groundswell.live.actions import begin_session, close_session
from groundswell.live.models import Session
from tests import factories
from tests.browser.test_accessibility import AXE, JUDGED
from tests.live.acts import own

# As a player that has come to this second says so.
PLAYED = """(second) => {
  const media = document.querySelector("video");
  media.currentTime = second;
  media.dispatchEvent(new Event("timeupdate"));
}"""


@pytest.fixture
def replay(transactional_db: None) -> str:
    """Three lines, in minutes one, two and fifty of an hour."""
    limits.reset()
    ada = factories.person("ada")
    session = factories.session(
        ada, factories.space(ada, "meadow"), recording="all",
        recording_url="https://videos.example/river.mp4", recording_lead=5,
    )  # fmt: skip
    begin_session(actor=ada, session=session)
    close_session(actor=ada, session=own(session))
    start = session.topic.published_at
    Session.objects.update(began_at=start, closed_at=start + timedelta(hours=1))
    for minute in (1, 2, 50):
        line = factories.reply(ada, session.topic, text=f"Minute {minute}")
        Message.objects.filter(id=line.id).update(published_at=start + timedelta(minutes=minute))
    return f"{session.get_absolute_url()}replay/"


def test_list_goes_along_with_the_recording(
    context: BrowserContext, site: str, replay: str
) -> None:
    page = context.new_page()
    elsewhere: list[str] = []

    def noted(request: Request) -> None:
        if "videos.example" in request.url:
            elsewhere.append(request.url)

    def refused(route: Route) -> None:
        route.abort()

    page.on("request", noted)
    page.route("https://videos.example/**", refused)
    page.goto(f"{site}{replay}?t=60", wait_until="load")
    before = list(elsewhere)
    page.evaluate(AXE)
    faults = page.evaluate(JUDGED)
    page.evaluate(PLAYED, 125)
    expect(page.locator(".replay > [aria-current]")).to_contain_text("Minute 2")
    page.evaluate(PLAYED, 64)
    expect(page.locator(".replay > [aria-current]")).to_have_count(0)
    with page.expect_request("https://videos.example/**"):
        page.get_by_role("link", name="50:00").click()

    assert (before, faults) == ([], [])
    assert page.url == f"{site}{replay}?t=60"
    assert page.evaluate("document.querySelector('video').currentTime") == 50 * 60 + 5
