"""A conversation in real browsers, against the whole server: live, by keyboard, with pictures."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import factories
from tests.sites import Migrated

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90
AXE = ROOT / "tests/browser/vendor/axe.min.js"


@dataclass(frozen=True)
class Served:
    url: str
    topic: str
    sessions: dict[str, str]

    @property
    def page(self) -> str:
        return f"{self.url}/t/{self.topic}/"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, migrated: Migrated) -> Iterator[Served]:
    """The site as `groundswell run` serves it, with hub and worker, on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("site")
    migrated.put(folder)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "DATA_DIR": str(folder),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "groundswell.config.settings",
    }

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout

    stage = json.loads(run("-m", "tests.browser.stage"))
    server = subprocess.Popen(
        [sys.executable, "-m", "groundswell", "run", "--port", str(port), "--no-demo"],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(f"{url}/readyz")
        yield Served(url, stage["topic"], stage["sessions"])
    finally:
        server.terminate()
        server.wait(30)


def _wait(address: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail("the site did not start")


@pytest.fixture
def enter(browser: Browser, served: Served) -> Iterator:
    """A browser's window for a person of the cast."""
    contexts: list[BrowserContext] = []

    def window(name: str, **options) -> Page:
        context = browser.new_context(viewport={"width": 1100, "height": 800}, **options)
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": "gs", "value": served.sessions[name], "url": served.url}])
        contexts.append(context)
        return context.new_page()

    yield window
    for context in contexts:
        context.close()


def shown(page: Page) -> list[str]:
    return page.eval_on_selector_all(
        "#thread .message",
        "all => all.map(one => one.id + one.querySelector('.words')?.textContent)",
    )


def test_new_words_wait_behind_a_button_and_agree_with_a_reload(served: Served, enter) -> None:
    reader, writer = enter("ben"), enter("cyn")
    reader.goto(served.page)
    # The tests of this file share a topic and come in any order.
    last = int(str(reader.locator("#thread .message").last.get_attribute("id"))[1:])
    fresh = f"m{last + 1}"
    reader.evaluate("scrollTo(0, 500)")
    writer.goto(f"{served.page}#reply")
    expect(reader.locator("gs-presence")).to_have_text("A few here now", timeout=10_000)
    writer.fill("#reply textarea", "It is the culvert.")
    before = reader.evaluate("document.querySelector('#m4').getBoundingClientRect().top")

    writer.click("#reply-form .btn-primary")
    writer.wait_for_url(f"**/{last + 1}/#{fresh}")
    expect(reader.get_by_role("button", name="1 new message")).to_be_visible()

    assert reader.evaluate("document.querySelector('#m4').getBoundingClientRect().top") == before
    assert reader.locator(f"#{fresh}").count() == 0
    reader.get_by_role("button", name="1 new message").click()
    expect(reader.locator(f"#{fresh} .words")).to_have_text("It is the culvert.")
    live = shown(reader)
    reader.reload()
    assert shown(reader) == live


def test_one_answers_by_keyboard_alone(served: Served, enter) -> None:
    page = enter("dan")
    page.goto(served.page)
    page.wait_for_function("() => document.documentElement.classList.contains('scripted')")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.locator("#reply textarea")).to_be_focused()
    expect(page.locator(".composer-target")).to_contain_text("Answering Ada")
    page.keyboard.type("Nobody cleaned it since @ad")
    expect(page.get_by_role("option", name="Ada @ada")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/#m*")

    last = page.locator(".message").last
    expect(last.locator(".words")).to_contain_text("Nobody cleaned it since @ada")
    expect(last.locator(".message-context")).to_contain_text("Thought")


def test_picture_is_pasted_previewed_and_sent(served: Served, enter) -> None:
    page = enter("eve")
    page.goto(served.page)
    page.wait_for_function("() => !!customElements.get('gs-upload')")
    page.focus("#reply textarea")
    page.evaluate(
        """async () => {
          const canvas = Object.assign(document.createElement("canvas"), {width: 40, height: 30});
          canvas.getContext("2d").fillRect(5, 5, 20, 20);
          const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
          const files = new DataTransfer();
          files.items.add(new File([blob], "culvert.png", {type: "image/png"}));
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", {clipboardData: files, bubbles: true, cancelable: true}));
        }"""
    )
    page.wait_for_function(
        "() => document.querySelector('#reply textarea').value.includes('/media/a/')"
    )
    page.click("#reply gs-preview button")
    expect(page.locator(".composer-preview img")).to_have_attribute("alt", "culvert")

    page.click("#reply-form .btn-primary")
    page.wait_for_url("**/#m*")

    picture = page.locator(".message").last.locator(".words img")
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") == 40


def test_lapsed_session_loses_nothing(served: Served, enter) -> None:
    page = enter("ben")
    page.goto(served.page)
    page.wait_for_function("() => !!customElements.get('gs-draft')")
    page.fill("#reply textarea", "A thought that took an hour.")
    page.context.clear_cookies(name="gs")

    page.click("#reply-form .btn-primary")
    page.wait_for_url("**/accounts/login/**")
    page.fill("[name=login]", "ben@example.org")
    page.fill("[name=password]", factories.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/t/{served.topic}/")

    expect(page.locator("#reply textarea")).to_have_value("A thought that took an hour.")


def test_draft_follows_to_another_device(served: Served, enter) -> None:
    page, other = enter("eve"), enter("eve")
    page.goto(served.page)
    page.wait_for_function("() => !!customElements.get('gs-draft')")
    with page.expect_response("**/drafts/"):
        page.locator("#reply textarea").press_sequentially("Half a thought")

    other.goto(served.page)

    expect(other.locator("#reply textarea")).to_have_value("Half a thought")


def test_everything_is_there_without_scripts(served: Served, enter) -> None:
    page = enter("cyn", java_script_enabled=False)
    page.goto(served.page)

    page.get_by_role("button", name="More about message 2").click()
    page.get_by_role("link", name="Quote").click()

    assert page.input_value("#reply textarea").startswith("> [Ada](/m/")
    assert page.locator("#reply [name=attached]").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_fit_and_axe_finds_nothing(served: Served, enter, scheme: str, width: int) -> None:
    page = enter("ben", color_scheme=scheme, bypass_csp=True)
    page.set_viewport_size({"width": width, "height": 800})
    found = {}
    for path in (f"/t/{served.topic}/", "/s/meadow/new/", "/drafts/"):
        page.goto(f"{served.url}{path}")
        page.wait_for_load_state("load")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        faults = page.evaluate("axe.run('main')")["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[path] = ([fault["id"] for fault in faults], wide)

    assert set(map(str, found.values())) == {"([], False)"}
