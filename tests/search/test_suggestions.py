"""What is offered while one types: a few of each kind, and nothing that one cannot see."""

from collections.abc import Callable

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.people.actions import mute_person
from groundswell.spaces.models import Space
from tests import factories

Browser = Callable[[Actor | None], Client]


def offered(browser: Client, typed: str) -> dict[str, list[str]]:
    """The texts of the rows by their kind; "" holds the one that searches."""
    tree = LexborHTMLParser(browser.get("/search/suggest/", {"q": typed}).text)
    found: dict[str, list[str]] = {}
    for row in tree.css("[role=option]"):
        kind = row.parent.attributes.get("aria-label") or "" if row.parent else ""
        words = " ".join(row.css_first("span[dir]").text().split())
        found.setdefault(str(kind), []).append(words)
    return found


@pytest.fixture
def said(ada: Actor, ben: Actor, meadow: Space, burrow: Space) -> None:
    factories.topic(ada, meadow, title="The lane floods again", text="#lanes")
    factories.topic(ben, burrow, title="Lane of our own", text="#laneside")
    factories.person("lana")
    factories.space(ada, "lanes", name="Lane keepers")
    project_pending()


def test_every_kind_is_offered_and_each_leads_there(as_: Browser, ben: Actor, said: None) -> None:
    assert offered(as_(ben), "lan") == {
        "Topics": ["Lane of our own The Burrow", "The lane floods again The Meadow"],
        "Spaces": ["Lane keepers"],
        "People": ["Lana @lana"],
        "Tags": ["#lanes", "#laneside"],
        "": ["Search everything for “lan”"],
    }
    tree = LexborHTMLParser(as_(ben).get("/search/suggest/?q=lan").text)
    ways = [str(row.attributes["href"]) for row in tree.css("[role=option]")]
    assert [as_(ben).get(way).status_code for way in ways] == [200] * 7


def test_strangers_are_offered_what_everyone_can_read(as_: Browser, said: None) -> None:
    assert offered(as_(None), "lan") == {
        "Topics": ["The lane floods again The Meadow"],
        "Spaces": ["Lane keepers"],
        "Tags": ["#lanes"],
        "": ["Search everything for “lan”"],
    }


def test_signs_ask_for_one_kind(as_: Browser, ben: Actor, said: None) -> None:
    assert set(offered(as_(ben), "@lan")) == {"People", ""}
    assert set(offered(as_(ben), "#lan")) == {"Tags", ""}


@pytest.mark.parametrize("typed", ["", "l", " ", "\x00\x00\x00", '"""', "x" * 999])
def test_odd_words_offer_nothing_and_break_nothing(as_: Browser, said: None, typed: str) -> None:
    found = offered(as_(None), typed)

    assert set(found) <= {""}


def test_five_of_a_kind_are_enough(as_: Browser, ada: Actor, meadow: Space) -> None:
    for number in range(7):
        factories.topic(ada, meadow, title=f"Lane {number}", text=f"#lane{number}")
        factories.space(ada, name=f"Lane space {number}")
        factories.person(f"lane{number}")
    project_pending()

    found = offered(as_(ada), "lane")

    assert {kind: len(rows) <= 5 for kind, rows in found.items()} == dict.fromkeys(
        ["Topics", "Spaces", "People", "Tags", ""], True
    )
    assert len(found["Topics"]) == len(found["Tags"]) == 5


def test_topics_and_tags_of_avoided_people_are_not_offered(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, meadow: Space
) -> None:
    factories.member(cyn, meadow)
    factories.topic(cyn, meadow, title="Lane of Cyn", text="#lanecyn")
    project_pending()
    mute_person(actor=ben, person=cyn)

    assert (set(offered(as_(ada), "lane")), set(offered(as_(ben), "lane"))) == (
        {"Topics", "Tags", ""},
        {""},
    )


def test_offers_take_the_same_queries_for_one_and_three(
    as_: Browser, ada: Actor, meadow: Space, django_assert_num_queries
) -> None:
    browser = as_(ada)
    factories.topic(ada, meadow, title="Lane", text="#lane")
    project_pending()
    browser.get("/search/suggest/?q=lane")
    with django_assert_num_queries(8):
        browser.get("/search/suggest/?q=lane")

    for number in range(2):
        factories.topic(ada, meadow, title=f"Lane {number}", text=f"#lane{number}")
    project_pending()
    with django_assert_num_queries(8):
        browser.get("/search/suggest/?q=lane")
