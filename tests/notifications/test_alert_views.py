"""The list of alerts, its buttons and the bell."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.actions import (
    delete_message,
    edit_message,
    follow_tag,
    follow_topic,
    mark_read,
    react,
)
from groundswell.conversations.models import Hashtag, Message, TagFollow, Topic, TopicFollow
from groundswell.notifications.models import Notification
from groundswell.people.actions import block_person, follow_person
from groundswell.people.models import AlertPreference, PersonFollow
from groundswell.spaces.actions import ask_to_join
from groundswell.spaces.models import Membership, Space, SpaceFollow
from tests import factories

Browser = Callable[[Actor | None], Client]


@pytest.fixture
def flood(ada: Actor, meadow: Space) -> Topic:
    return factories.topic(ada, meadow, title="Why does the lane flood?")


def lines(client: Client, address: str = "/alerts/") -> list[str]:
    """The sentences of the list."""
    project_pending()
    page = LexborHTMLParser(client.get(address).text)
    return [" ".join(p.text().split()) for p in page.css(".alert-row > p:nth-of-type(1)")]


def others(meadow: Space, count: int) -> list[Actor]:
    people = [factories.person(f"p{n}", name=f"Person {n}") for n in range(count)]
    for person in people:
        factories.member(person, meadow)
    return people


def test_answers_of_several_are_one_line(
    as_: Browser, ada: Actor, meadow: Space, flood: Topic
) -> None:
    for person in others(meadow, 4):
        factories.reply(person, flood)

    assert lines(as_(ada)) == [
        "New: Person 3 and 3 others answered you in Why does the lane flood?"
    ]


def test_sentences_say_what_was_done_to_the_reader(
    as_: Browser, ada: Actor, ben: Actor, flood: Topic
) -> None:
    react(actor=ben, message=flood.messages.get(number=1), sign="👍")
    factories.reply(ben, flood, text="Ask @ada about the leat.")

    assert lines(as_(ada)) == [
        "New: Ben mentioned you in Why does the lane flood?",
        "New: Ben reacted to your words in Why does the lane flood?",
    ]


def test_words_are_quoted_while_they_stand(
    as_: Browser, ada: Actor, ben: Actor, flood: Topic
) -> None:
    kept = factories.reply(ben, flood, text="The *culvert* is blocked.")
    project_pending()

    assert "The culvert is blocked." in as_(ada).get("/alerts/").text

    delete_message(actor=ben, message=kept)
    project_pending()
    assert lines(as_(ada)) == []


def test_names_and_titles_are_escaped(as_: Browser, ada: Actor, meadow: Space) -> None:
    evil = factories.person("evil", name="<b onclick=x>{topic}")
    factories.member(evil, meadow)
    topic = factories.topic(ada, meadow, title="<script>{actor}</script>")
    factories.reply(evil, topic)

    assert lines(as_(ada)) == ["New: <b onclick=x>{topic} answered you in <script>{actor}</script>"]
    assert "<b onclick" not in as_(ada).get("/alerts/").text


def test_opening_an_alert_leads_there_and_marks_its_line(
    as_: Browser, ada: Actor, meadow: Space, flood: Topic
) -> None:
    for person in others(meadow, 3):
        factories.reply(person, flood)
    project_pending()
    latest = Notification.objects.of(ada).order_by("-id")[0]

    answer = as_(ada).get(f"/alerts/{latest.id}/")

    assert (answer.status_code, answer["Location"]) == (303, f"/t/{flood.id}/4/#m4")
    assert Notification.objects.of(ada).unread().count() == 0


def test_alert_of_somebody_else_is_missing(
    as_: Browser, ada: Actor, ben: Actor, flood: Topic
) -> None:
    factories.reply(ben, flood)
    project_pending()
    alert = Notification.objects.get()

    assert as_(ben).get(f"/alerts/{alert.id}/").status_code == 404
    assert as_(ben).post("/alerts/read/", {"id": alert.id}).status_code == 303
    assert Notification.objects.get().read_at is None


def test_marks_one_and_all_as_read_and_one_as_unread(
    as_: Browser, ada: Actor, ben: Actor, flood: Topic
) -> None:
    first = factories.reply(ben, flood)
    factories.reply(ben, flood, text="@ada look")
    project_pending()
    alert = Notification.objects.get(activity__message_id=first.id)
    client = as_(ada)

    client.post("/alerts/read/", {"id": alert.id})
    assert Notification.objects.of(ada).unread().count() == 1

    client.post("/alerts/read/", {})
    assert Notification.objects.of(ada).unread().count() == 0

    client.post("/alerts/unread/", {"id": alert.id})
    assert list(Notification.objects.of(ada).unread()) == [alert]


def test_filters_show_unread_and_mentions(
    as_: Browser, ada: Actor, ben: Actor, flood: Topic
) -> None:
    factories.reply(ben, flood)
    project_pending()
    client = as_(ada)
    client.post("/alerts/read/", {})
    factories.reply(ben, flood, text="@ada look")

    assert lines(client, "/alerts/?show=unread") == [
        "New: Ben mentioned you in Why does the lane flood?"
    ]
    assert lines(client, "/alerts/?show=mentions") == [
        "New: Ben mentioned you in Why does the lane flood?"
    ]
    assert len(lines(client)) == 2
    assert client.get("/alerts/?show=nothing").status_code == 404
    assert client.get("/alerts/?after=garbage").status_code == 404


def test_list_asks_as_much_for_three_alerts_as_for_one(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    client = as_(ada)
    counts = []
    for wanted in (1, 3):
        while Notification.objects.count() < wanted:
            factories.reply(ben, factories.topic(ada, meadow))
            project_pending()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/alerts/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_topic_that_closed_itself_to_the_reader_is_not_named(
    as_: Browser, ada: Actor, ben: Actor, burrow: Space
) -> None:
    topic = factories.topic(ben, burrow, title="Secret plans")
    factories.reply(ada, topic, text="Very secret.")
    project_pending()
    Membership.objects.filter(actor=ben, space=burrow).delete()
    page = as_(ben).get("/alerts/").text

    assert "Secret plans" not in page
    assert "Very secret" not in page
    assert lines(as_(ben)) == ["New: Ada answered you in something you can no longer see"]


def test_bell_counts_the_unread(as_: Browser, ada: Actor, ben: Actor, flood: Topic) -> None:
    factories.reply(ben, flood)
    project_pending()

    bell = LexborHTMLParser(as_(ada).get("/alerts/count/").text)

    assert [b.text() for b in bell.css(".btn .badge")] == ["1"]
    assert bell.css_first("#bell-dock").attributes["hx-swap-oob"] == "true"
    assert as_(None).get("/alerts/count/").status_code == 303


def test_bell_and_start_count_lines_as_the_list_shows_them(
    as_: Browser, ada: Actor, meadow: Space, flood: Topic
) -> None:
    other = factories.topic(ada, meadow, title="Who has the key?")
    opening = flood.messages.get(number=1)
    for person in others(meadow, 3):
        react(actor=person, message=opening, sign="👍")
        factories.reply(person, flood)
    factories.reply(person, other)
    project_pending()
    client = as_(ada)

    bell = LexborHTMLParser(client.get("/alerts/count/").text)
    start = " ".join(LexborHTMLParser(client.get("/").text).css_first(".for-you").text().split())

    assert len(lines(client)) == 3
    assert bell.css_first(".btn .badge").text() == "3"
    assert "2 alerts because somebody answered you" in start
    assert "1 alert because somebody reacted" in start


def test_what_is_in_no_topic_is_one_line_for_each_space(
    as_: Browser, ada: Actor, meadow: Space
) -> None:
    gate = factories.space(ada, "gate", name="The Gate", joining="approval")
    yard = factories.space(ada, "yard", name="The Yard", joining="approval")
    people = [factories.person(f"p{n}", name=f"Person {n}") for n in range(3)]
    for person in people:
        follow_person(actor=person, person=ada)
        ask_to_join(actor=person, space=gate, note="")
    ask_to_join(actor=people[0], space=yard, note="")
    client = as_(ada)

    assert sorted(lines(client)) == [
        "New: Person 0 asks to join The Yard",
        "New: Person 2 and 2 others ask to join The Gate",
        "New: Person 2 and 2 others follow you now",
    ]
    page = LexborHTMLParser(client.get("/alerts/").text)
    assert len(page.css(".alert-row > p a")) == 3
    assert page.css_first("#bell .badge").text() == "3"


def test_bell_counts_each_of_what_is_never_one_line(
    as_: Browser, ada: Actor, meadow: Space
) -> None:
    for person in others(meadow, 2):
        factories.topic(person, meadow, text="@ada look")
    project_pending()
    client = as_(ada)

    assert len(lines(client)) == 2
    assert LexborHTMLParser(client.get("/alerts/count/").text).css_first(".badge").text() == "2"


def test_reading_a_topic_answers_its_alerts(
    ada: Actor, ben: Actor, flood: Topic, django_capture_on_commit_callbacks
) -> None:
    for _ in range(2):
        factories.reply(ben, flood)
    project_pending()
    flood.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        mark_read(actor=ada, topic=flood, number=2)

    unread = Notification.objects.of(ada).unread()
    numbers = Message.objects.filter(id__in=unread.values("activity__message_id"))
    assert list(numbers.values_list("number", flat=True)) == [3]


def test_words_read_out_of_order_answer_their_own_alerts_only(
    ada: Actor, ben: Actor, flood: Topic, django_capture_on_commit_callbacks
) -> None:
    for _ in range(3):
        factories.reply(ben, flood)
    project_pending()
    flood.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        mark_read(actor=ada, topic=flood, number=3, after=2)

    unread = Notification.objects.of(ada).unread()
    numbers = Message.objects.filter(id__in=unread.values("activity__message_id"))
    assert sorted(numbers.values_list("number", flat=True)) == [2, 4]


def test_words_seen_before_the_alert_are_no_news(ada: Actor, ben: Actor, flood: Topic) -> None:
    factories.reply(ben, flood)
    flood.refresh_from_db()
    mark_read(actor=ada, topic=flood, number=2)
    project_pending()

    assert Notification.objects.get().read_at is not None


@pytest.mark.parametrize("reason", ["topic", "space", "person", "tag", "reaction"])
def test_reason_is_turned_off_and_on_again(
    as_: Browser, ada: Actor, cyn: Actor, flood: Topic, reason: str
) -> None:
    about = follow(reason, cyn, flood)
    before = following(cyn)
    client = as_(cyn)

    client.post("/alerts/off/", {"reason": reason, "about": about})
    off = following(cyn)
    page = LexborHTMLParser(client.get("/alerts/").text)
    undo = page.css_first('form[action="/alerts/on/"]')
    fields = {i.attributes["name"]: i.attributes.get("value") or "" for i in undo.css("input")}
    client.post("/alerts/on/", fields)

    assert off != before
    assert following(cyn) == before
    assert "/alerts/on/" not in client.get("/alerts/").text


@pytest.mark.parametrize("reason", ["topic", "space", "person", "tag"])
def test_turning_off_and_on_again_is_in_the_log(
    as_: Browser, ada: Actor, cyn: Actor, flood: Topic, reason: str
) -> None:
    about = follow(reason, cyn, flood)
    before = Activity.objects.filter(actor=cyn).count()
    client = as_(cyn)

    client.post("/alerts/off/", {"reason": reason, "about": about})
    client.post("/alerts/on/", {"reason": reason, "about": about, "level": "all"})

    assert Activity.objects.filter(actor=cyn).count() == before + 2


def test_on_again_asks_what_following_asks(
    as_: Browser, ada: Actor, cyn: Actor, flood: Topic, burrow: Space
) -> None:
    secret = factories.topic(ada, burrow)
    block_person(actor=ada, person=cyn)
    client = as_(cyn)

    answers = [
        client.post("/alerts/on/", {"reason": reason, "about": about, "level": "all"}).status_code
        for reason, about in [("person", ada.id), ("space", burrow.id), ("topic", secret.id)]
    ]

    assert answers == [403, 409, 409]
    assert following(cyn) == [[], [], [], [], []]


def follow(reason: str, person: Actor, topic: Topic) -> int | str:
    if reason == "topic":
        follow_topic(actor=person, topic=topic, level="all")
        return topic.id
    if reason == "space":
        SpaceFollow.objects.create(actor=person, space=topic.space, level="all")
        return topic.space_id
    if reason == "person":
        PersonFollow.objects.create(actor=person, followed=topic.author, level="all")
        return topic.author_id
    if reason == "tag":
        tag = Hashtag.objects.create(key="water", name="Water")
        follow_tag(actor=person, tag=tag, level="all")
        return TagFollow.objects.get().id
    return ""


def following(person: Actor) -> list[list[tuple[object, ...]]]:
    """Everything the person hears of."""
    return [
        list(model.objects.filter(actor=person).values_list("level"))
        for model in (TopicFollow, SpaceFollow, PersonFollow, TagFollow)
    ] + [[tuple(p.silenced) for p in AlertPreference.objects.filter(actor=person) if p.silenced]]


def test_unknown_reason_is_missing(as_: Browser, ada: Actor) -> None:
    assert as_(ada).post("/alerts/off/", {"reason": "weather"}).status_code == 404


def test_person_named_by_an_edit_is_told(ada: Actor, ben: Actor, cyn: Actor, flood: Topic) -> None:
    reply = factories.reply(ben, flood, text="Who knows?")
    project_pending()
    edit_message(actor=ben, message=reply, text="Who knows? @cyn")
    project_pending()
    told = Notification.objects.order_by("recipient__handle")

    assert list(told.values_list("recipient__handle", "reason")) == [
        ("ada", "reply"),
        ("cyn", "mention"),
    ]

    edit_message(actor=ben, message=reply, text="Who knows? @ada")
    project_pending()
    assert list(told.values_list("recipient__handle", "reason")) == [("ada", "mention")]
