"""Times as their reader writes them: by the clock and in the order of days of their region."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser

from groundswell.conversations.models import Topic
from groundswell.core.clock import now
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


def test_script_says_times_as_the_server_does(browser: Browser, site: str) -> None:
    ada = factories.person("ada")
    space = factories.space(ada, "meadow")
    ages = {"minutes": 12}, {"hours": 3}, {"days": 1}, {"days": 13}, {"days": 45}, {"days": 800}
    for age in ages:
        topic = factories.topic(ada, space)
        at = now() - timedelta(**age, seconds=40)
        Topic.objects.filter(id=topic.id).update(last_message_at=at, published_at=at)
    told = [
        times_at(browser, f"{site}/s/meadow/", java_script_enabled=scripted)
        for scripted in (True, False)
    ]

    assert told[0] == told[1]
    assert told[0][:3] == ["12 minutes ago", "3 hours ago", "1 day ago"]


def times_at(browser: Browser, address: str, *, java_script_enabled: bool) -> list[str]:
    context = browser.new_context(locale="en-IE", java_script_enabled=java_script_enabled)
    page = context.new_page()
    page.goto(address)
    if java_script_enabled:
        page.wait_for_function("() => !!customElements.get('gs-time')")
    found = page.locator(".topic-row gs-time time").all_text_contents()
    context.close()
    return [" ".join(words.split()) for words in found]


def test_clock_and_order_are_those_of_the_readers_region(browser: Browser, site: str) -> None:
    ada = factories.person("ada")
    topic = factories.topic(ada, factories.space(ada, "meadow"))
    address = f"{site}/t/{topic.id}/"

    here, there = (title_of_a_time(browser, address, locale) for locale in ("de-DE", "en-US"))

    assert re.search(r"\b\d{1,2} [A-Z][a-z]+ \d{4}\b.* \d{2}:\d{2}$", here), here
    assert re.search(r"[A-Z][a-z]+ \d{1,2}, \d{4}.* \d{1,2}:\d{2}\s[AP]M$", there), there
