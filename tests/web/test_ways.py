"""Every way that stands on every page leads somewhere: no dead link in head, rail, foot or dock."""

from collections.abc import Callable

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from groundswell.actors.models import Actor
from groundswell.conversations.models import Topic
from groundswell.spaces.models import Space
from tests import factories

Browser = Callable[[Actor | None], Client]
AROUND = ".header, .rail, .footer, .dock"


@pytest.fixture
def topic(ada: Actor, meadow: Space) -> Topic:
    return factories.topic(ada, meadow, text="About #bees")


def ways(browser: Client, place: str) -> dict[str, set[str]]:
    """The addresses of links and of forms that ask, and those of forms that act."""
    tree = LexborHTMLParser(browser.get(place).text)
    found: dict[str, set[str]] = {"get": set(), "post": set()}
    for around in tree.css(AROUND):
        found["get"] |= {str(a.attributes["href"]) for a in around.css("a")}
        for form in around.css("form:not([method=dialog])"):
            method = str(form.attributes.get("method") or "get")
            found[method].add(str(form.attributes["action"]))
        for button in around.css("button[form]"):
            form = tree.css_first(f"#{button.attributes['form']}")
            found[str(form.attributes["method"])].add(str(form.attributes["action"]))
    return found


@pytest.mark.parametrize("who", [None, "ben", "ada", "olga"])
@pytest.mark.parametrize("place", ["/", "/s/meadow/", "topic"])
def test_every_link_around_a_page_leads_to_one(
    as_: Browser, ada: Actor, ben: Actor, topic: Topic, who: str | None, place: str
) -> None:
    cast = {None: None, "ada": ada, "ben": ben, "olga": factories.person("olga", is_staff=True)}
    browser = as_(cast[who])

    around = ways(browser, topic.get_absolute_url() if place == "topic" else place)

    statuses = {way: browser.get(way).status_code for way in around["get"]}
    assert {way: status for way, status in statuses.items() if status != 200} == {}
    assert len(statuses) >= (9 if who is None else 12)
    assert around["post"] == (set() if who is None else {"/accounts/logout/"})


@pytest.mark.parametrize("who", [None, "cyn", "ben", "ada"])
@pytest.mark.parametrize("place", ["/s/meadow/", "/s/meadow/answers/", "topic", "/@ada/"])
def test_every_link_within_leads_to_a_page(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, topic: Topic, who: str | None, place: str
) -> None:
    factories.topic(ben, topic.space, kind="question", title="Where?")
    browser = as_({None: None, "ada": ada, "ben": ben, "cyn": cyn}[who])
    address = topic.get_absolute_url() if place == "topic" else place

    tree = LexborHTMLParser(browser.get(address).text)
    here = {str(a.attributes["href"]) for a in tree.css(".main a[href], .aside a[href]")}
    inside = {way.partition("#")[0] for way in here if way.startswith("/")}

    statuses = {way: browser.get(way, follow=True).status_code for way in inside}
    assert {way: status for way, status in statuses.items() if status != 200} == {}
    assert len(statuses) > 2
