"""A real browser before the site; skipped with a sentence where there is none."""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.test import Client
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from groundswell.actors.models import Actor
from groundswell.config.static_bundles import SHEET, one_script, one_sheet
from groundswell.web.scripts import BUNDLE
from tests.browser.served import Served, serve
from tests.racing import several_connections
from tests.sites import Migrated

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-quic",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Whatever stands in this folder runs last and is left out where no browser is wanted."""
    item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("No Chromium was found, so nothing was tried in a real browser.")
    # Playwright's loop runs in this thread; the tests still ask the database from it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield started
        started.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The styles and the scripts of every page, each as the one file that a running site has."""
    folder = tmp_path_factory.mktemp("bundles")
    for name, text in ((SHEET, one_sheet()), (BUNDLE, one_script())):
        (folder / name).parent.mkdir()
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def database_in_a_file(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Each thread that answers has a connection of its own: a database in memory has one for all,
    and what one thread asks there stands in the way of what another writes."""
    moved = several_connections(tmp_path_factory.mktemp("database"))
    with django_db_blocker.unblock():
        moved.__enter__()
    yield
    with django_db_blocker.unblock():
        moved.__exit__(None, None, None)


@pytest.fixture(scope="session")
def live_server(database_in_a_file: None, live_server: Any) -> Any:
    """The site in threads of this process."""
    return live_server


@pytest.fixture(autouse=True)
def served_as_on_a_running_site(
    bundles: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page is a few requests instead of a hundred, and no answer waits for the one before it to
    be acknowledged."""
    settings.STATICFILES_DIRS = [bundles, *settings.STATICFILES_DIRS]
    monkeypatch.setattr(StaticFilesStorage, "bundles", True, raising=False)
    monkeypatch.setattr(QuietWSGIRequestHandler, "disable_nagle_algorithm", True)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[socket.socket]:
    """The connections of browsers with the site."""
    found: list[socket.socket] = []
    setup = QuietWSGIRequestHandler.setup

    def noted(handler: QuietWSGIRequestHandler) -> None:
        found.append(handler.request)
        setup(handler)

    monkeypatch.setattr(QuietWSGIRequestHandler, "setup", noted)
    return found


@pytest.fixture(autouse=True)
def answered(live_server: Any, lines: list[socket.socket]) -> Iterator[None]:
    """The database is emptied once the last request is answered: a page that is closed, after this
    fixture's test and before its end, leaves some behind. Nobody waits for what was never asked."""
    yield
    for line in lines:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RD)
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def site(live_server: Any) -> str:
    """The address of the running site, by a name: passkeys need one."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def plain(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with scripts turned off."""
    opened = browser.new_context(java_script_enabled=False)
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def sign_in(site: str) -> Callable[[BrowserContext, Actor], Page]:
    """Opens a page of this browser for a person who is signed in."""

    def opened(context: BrowserContext, person: Actor) -> Page:
        client = Client()
        client.force_login(person.account)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
        return context.new_page()

    return opened


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, migrated: Migrated) -> Iterator[Served]:
    """The whole site with its live streams, for the journeys that need them."""
    yield from serve(tmp_path_factory.mktemp("site"), migrated)


@pytest.fixture
def enter(browser: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """A browser of its own for a person of the served site's cast, or for a stranger to it."""
    contexts: list[BrowserContext] = []

    def window(name: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": 1100, "height": 800}, **options)
        context.set_default_timeout(20_000)
        if name:
            context.add_cookies([{"name": "gs", "value": served.sessions[name], "url": served.url}])
        contexts.append(context)
        return context.new_page()

    yield window
    for context in contexts:
        context.close()
