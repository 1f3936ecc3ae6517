"""Times as their reader writes them: by the clock and in the order of days of their region."""

import re

import pytest
from playwright.sync_api import Browser

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def title_of_a_time(browser: Browser, address: str, locale: str) -> str:
    context = browser.new_context(locale=locale, timezone_id="Europe/Berlin")
    page = context.new_page()
    page.goto(address)
    time = page.locator("gs-time time").first
    page.wait_for_function("time => / (at|um|,)/.test(time.title)", arg=time.element_handle())
    title = time.get_attribute("title") or ""
    context.close()
    return title


def test_clock_and_order_are_those_of_the_readers_region(browser: Browser, site: str) -> None:
    ada = factories.person("ada")
    topic = factories.topic(ada, factories.space(ada, "meadow"))
    address = f"{site}/t/{topic.id}/"

    here, there = (title_of_a_time(browser, address, locale) for locale in ("de-DE", "en-US"))

    assert re.search(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b.* \d{2}:\d{2}$", here), here
    assert re.search(r"[A-Z][a-z]+ \d{1,2}, \d{4}.* \d{1,2}:\d{2}\s[AP]M$", there), there
