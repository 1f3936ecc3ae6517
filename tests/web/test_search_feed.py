"""A search as a feed: public words only, with the filters, page by page."""

import pytest

from groundswell.activity.projector import project_pending
from tests import factories


@pytest.fixture
def said(ada, ben, meadow, burrow):
    flood = factories.topic(ben, meadow, title="The lane", text="The culvert floods #water")
    factories.reply(ada, flood, text="Our culvert is old")
    factories.reply(ada, flood, text="Nothing to do with it")
    factories.topic(ada, burrow, title="Among us", text="A secret culvert #water")
    project_pending()


def entries(client, query):
    answer = client.get(f"/search/feed.json?{query}")
    assert answer.status_code == 200
    return [item["summary"] for item in answer.json()["items"]]


def test_feed_has_what_everybody_may_find_latest_first(as_, ada, said):
    public = ["Our culvert is old", "The culvert floods #water"]

    assert entries(as_(None), "q=culvert") == public
    assert entries(as_(ada), "q=culvert") == public
    assert entries(as_(None), "q=culvert&person=ben") == public[1:]
    assert entries(as_(None), "tag=water") == public[1:]
    assert entries(as_(None), "q=culvert&space=burrow") == public
    assert entries(as_(None), "") == []


def test_feed_names_itself_its_page_and_the_next(as_, said):
    feed = as_(None).get("/search/feed.json?q=culvert&count=1&x=y").json()

    assert feed["feed_url"].endswith("/search/feed.json?q=culvert")
    assert feed["home_page_url"].endswith("/search/?q=culvert")
    assert feed["next_url"].startswith(f"{feed['feed_url']}&after=i")
    following = as_(None).get(feed["next_url"].partition("testserver")[2] or feed["next_url"])
    assert [item["summary"] for item in following.json()["items"]] == ["The culvert floods #water"]


def test_feed_is_well_formed_and_cheap_to_ask_again(as_, said):
    client = as_(None)
    first = client.get("/search/feed.atom?q=culvert")

    again = client.get(
        "/search/feed.atom?q=culvert", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert (first.status_code, again.status_code) == (200, 304)
    assert "<title>Search: culvert</title>" in first.text


def test_search_page_leads_to_its_feed(as_, said):
    page = as_(None).get("/search/?q=culvert").text

    assert 'href="/search/feed.atom?q=culvert"' in page
