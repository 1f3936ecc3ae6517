"""Feeds: public words only, well formed whatever was written, and cheap to ask for again."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.activity.log import importing
from groundswell.actors.models import Actor
from groundswell.conversations.actions import delete_message, edit_message
from groundswell.conversations.models import Message
from groundswell.spaces.models import Space
from groundswell.timelines.rules import absolute
from groundswell.timelines.selectors.feed import FeedPage, space_source
from tests import factories
from tests.core.hostile import HOSTILE

ATOM = "{http://www.w3.org/2005/Atom}"
Browser = Callable[[Actor | None], Client]


def atom(client: Client, path: str) -> ET.Element:
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)  # noqa: S314 - our own writing


def titles(feed: ET.Element) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def test_feed_has_what_atom_asks_for(as_: Browser, ben: Actor, meadow: Space, settings) -> None:
    settings.SITE_URL = "https://tideway.example"
    with importing("mbox", datetime(2020, 5, 1, 12, tzinfo=UTC)):
        words = "# Now\n\nSee **@ben** and #river: [5 < 6](https://a.example/)"
        topic = factories.topic(ben, meadow, title="A & B", text=words)

    feed = atom(as_(None), "/feed.atom")

    page = "https://tideway.example/"
    assert feed.findtext(f"{ATOM}id") == f"{page}feed.atom"
    assert feed.findtext(f"{ATOM}updated") == "2020-05-01T12:00:00+00:00"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"alternate": page, "self": f"{page}feed.atom"}
    [entry] = feed.findall(f"{ATOM}entry")
    message = Message.objects.get(topic=topic)
    assert entry.findtext(f"{ATOM}id") == f"{page}m/{message.id}/"
    assert entry.findtext(f"{ATOM}title") == "A & B"
    assert entry.findtext(f"{ATOM}published") == "2020-05-01T12:00:00+00:00"
    assert entry.find(f"{ATOM}link").get("href") == f"{page}t/{topic.id}/1/#m1"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ben"
    assert entry.findtext(f"{ATOM}author/{ATOM}uri") == f"{page}@ben/"
    assert entry.find(f"{ATOM}category").get("term") == "river"
    assert entry.findtext(f"{ATOM}summary") == "Now See @ben and #river: 5 < 6"
    content = entry.find(f"{ATOM}content")
    assert (content.get("type"), f'href="{page}@ben/"' in content.text) == ("html", True)


def test_json_feed_says_the_same(as_: Browser, ben: Actor, meadow: Space, settings) -> None:
    settings.SITE_URL = "https://tideway.example"
    topic = factories.topic(ben, meadow, title="A & B", text="See #river")

    feed = json.loads(as_(None).get("/s/meadow/feed.json").content)

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["home_page_url"] == "https://tideway.example/s/meadow/"
    assert feed["feed_url"] == "https://tideway.example/s/meadow/feed.json"
    [item] = feed["items"]
    assert item["url"] == f"https://tideway.example/t/{topic.id}/1/#m1"
    assert (item["title"], item["summary"], item["tags"]) == ("A & B", "See #river", ["river"])
    assert item["authors"] == [{"name": "Ben", "url": "https://tideway.example/@ben/"}]


def test_each_feed_has_its_own_words(as_: Browser, ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow, title="The mill", text="#river")
    factories.reply(ada, topic, text="yes")
    factories.topic(ada, meadow, title="The lane", text="no")
    browser = as_(None)

    assert titles(atom(browser, "/feed.atom")) == ["The lane", "The mill"]
    assert titles(atom(browser, "/s/meadow/feed.atom")) == ["The lane", "The mill"]
    everything = ["The lane", "Re: The mill", "The mill"]
    assert titles(atom(browser, "/s/meadow/messages/feed.atom")) == everything
    assert titles(atom(browser, f"/t/{topic.id}/feed.atom")) == ["Re: The mill", "The mill"]
    assert titles(atom(browser, "/@ada/feed.atom")) == ["The lane", "Re: The mill"]
    assert titles(atom(browser, "/tags/river/feed.atom")) == ["The mill"]


def test_private_feed_is_missing_to_members_too(
    as_: Browser, ada: Actor, meadow: Space, burrow: Space
) -> None:
    hidden = factories.topic(ada, burrow, title="Hidden", text="#secret")
    factories.topic(ada, meadow, title="Open")

    for path in ("/s/burrow/", "/s/burrow/messages/", f"/t/{hidden.id}/", "/tags/secret/"):
        for form in ("atom", "json"):
            missing = as_(None).get(f"/s/nowhere/feed.{form}")
            answer = as_(None).get(f"{path}feed.{form}")
            assert (answer.status_code, answer.content) == (404, missing.content), path
            assert as_(ada).get(f"{path}feed.{form}").status_code == 404
    assert titles(atom(as_(ada), "/feed.atom")) == ["Open"]
    assert titles(atom(as_(ada), "/@ada/feed.atom")) == ["Open"]


def test_feed_asked_for_again_is_answered_by_one_narrow_query(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    factories.topic(ben, meadow)
    browser = as_(None)
    first = browser.get("/s/meadow/feed.atom")

    with CaptureQueriesContext(connection) as seen:
        again = browser.get("/s/meadow/feed.atom", headers={"If-None-Match": first["ETag"]})
        asked = [query["sql"] for query in seen.captured_queries]
    dated = browser.get(
        "/s/meadow/feed.atom", headers={"If-Modified-Since": first["Last-Modified"]}
    )

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert dated.status_code == 304
    # The space, and which messages there are; no text is read.
    assert len(asked) == 2
    assert '"html"' not in asked[1]
    assert first["Cache-Control"] == "public, max-age=60"


def test_every_change_makes_another_feed(as_: Browser, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow, title="One")
    path = f"/t/{topic.id}/feed.atom"
    browser = as_(None)
    seen = [browser.get(path)["ETag"]]

    message = factories.reply(ben, topic, text="first")
    seen.append(browser.get(path)["ETag"])
    edit_message(actor=ben, message=message, text="second")
    seen.append(browser.get(path)["ETag"])
    Actor.objects.filter(id=ben.id).update(name="Benedict")
    seen.append(browser.get(path)["ETag"])
    delete_message(actor=ben, message=message)
    seen.append(browser.get(path)["ETag"])

    assert len(set(seen)) == 5
    assert titles(atom(browser, path)) == ["One"]


def test_long_feed_goes_on(as_: Browser, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow, text="0")
    for number in range(1, 7):
        factories.reply(ben, topic, text=str(number))
    browser, path = as_(None), f"/t/{topic.id}/feed.atom?count=3"

    seen = []
    while path:
        feed = atom(browser, path)
        seen += [entry.findtext(f"{ATOM}summary") for entry in feed.iter(f"{ATOM}entry")]
        following = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "next"]
        path = following[0].get("href").removeprefix("http://127.0.0.1:8000") if following else ""

    assert seen == ["6", "5", "4", "3", "2", "1", "0"]
    assert browser.get(f"/t/{topic.id}/feed.atom?after=nonsense").status_code == 404


def test_feed_of_a_space_goes_on_after_topics_that_went_elsewhere(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    for number in range(5):
        factories.topic(ben, meadow, title=str(number))
    merged = factories.topic(ben, meadow, title="merged")
    Message.objects.filter(topic=merged).delete()
    type(merged).objects.filter(id=merged.id).update(last_number=0)
    browser, path = as_(None), "/s/meadow/feed.atom?count=2"

    seen = []
    while path:
        feed = atom(browser, path)
        seen += titles(feed)
        following = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "next"]
        path = following[0].get("href").removeprefix("http://127.0.0.1:8000") if following else ""

    assert seen == ["4", "3", "2", "1", "0"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Plans are read as SQLite writes them.")
def test_feed_of_a_space_reads_its_latest_topics_alone(meadow: Space) -> None:
    page = FeedPage(source=space_source(meadow, everything=False), address="/s/meadow/feed.atom")
    sql, params = page._messages().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        plan = [step for *_ids, step in cursor.fetchall()]

    assert [step for step in plan if "topic_opened (space_id=?)" in step] != []
    assert [step for step in plan if "conversations_topic_space_id" in step] == []


@pytest.mark.slow
def test_hostile_words_stay_well_formed(as_: Browser, ben: Actor, meadow: Space) -> None:
    words = [*HOSTILE[::8], "]]>", "<![/#", "a\ufffeb\uffff", "&#x0;&amp;lt;"]
    topic = factories.topic(ben, meadow)
    message = Message.objects.get(topic=topic)
    rows = [
        Message(topic=topic, number=n, author=ben, text=text[:9000], html=f"<p>{text[:9000]}</p>")
        for n, text in enumerate(words, start=2)
        if "\0" not in text and text.encode("utf-8", "ignore").decode() == text
    ]
    Message.objects.bulk_create(rows)
    Actor.objects.filter(id=ben.id).update(name="]]> <![CDATA[ & \ufffe")

    feed = atom(as_(None), f"/t/{topic.id}/feed.atom?count=500")

    assert len(titles(feed)) == len(rows) + 1
    said = json.loads(as_(None).get(f"/t/{topic.id}/feed.json?count=500").content)
    assert len(said["items"]) == len(rows) + 1
    assert message.id


def test_addresses_inside_words_are_made_absolute() -> None:
    html = '<a class="mention" href="/@ben/">b</a><img src="/media/a.png" alt=""> "/x" href="/y"'

    assert absolute(html, "https://s.example") == (
        '<a class="mention" href="https://s.example/@ben/">b</a>'
        '<img src="https://s.example/media/a.png" alt=""> "/x" href="/y"'
    )


def test_pages_name_their_feeds(as_: Browser, ben: Actor, meadow: Space, burrow: Space) -> None:
    topic = factories.topic(ben, meadow, text="#river")
    browser = as_(ben)

    for path in ("/", "/s/meadow/", f"/t/{topic.id}/", "/@ben/", "/tags/river/"):
        assert f'href="{path}feed.atom"' in browser.get(path).text, path
    assert "feed.atom" not in browser.get("/s/burrow/").text.partition("</head>")[0]
