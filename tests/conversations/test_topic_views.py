"""A topic's page, from each person's side."""

from collections.abc import Callable

from django.test import Client

from groundswell.actors.models import Actor
from groundswell.conversations.models import Topic
from groundswell.spaces.models import Space
from tests import factories

Browser = Callable[[Actor | None], Client]


def test_topic_is_shown_to_strangers_of_a_public_space(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow, title="Why does the lane flood?", text="Every **winter**.")

    page = as_(None).get(f"/t/{topic.id}/")

    assert page.status_code == 200
    assert "<strong>winter</strong>" in page.text


def test_topic_of_a_closed_space_is_missing_to_strangers(
    as_: Browser, ben: Actor, cyn: Actor, burrow: Space
) -> None:
    topic = factories.topic(ben, burrow)

    assert as_(cyn).get(f"/t/{topic.id}/").status_code == 404
    assert as_(None).get(f"/t/{topic.id}/").status_code == 404
    assert as_(ben).get(f"/t/{topic.id}/").status_code == 200


def test_member_opens_a_topic(as_: Browser, ben: Actor, meadow: Space) -> None:
    answer = as_(ben).post(
        "/s/meadow/new/", {"kind": "question", "title": "Why?", "text": "Tell me."}
    )

    topic = Topic.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == f"/t/{topic.id}/"


def test_reply_is_posted_and_shown(as_: Browser, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)

    answer = as_(ben).post(f"/t/{topic.id}/reply/", {"text": "So do I."})

    assert answer.status_code == 303
    assert answer["Location"] == f"/t/{topic.id}/2/#m2"
    assert "So do I." in as_(None).get(f"/t/{topic.id}/").text


def test_refused_reply_keeps_what_was_typed(as_: Browser, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)

    page = as_(ben).post(f"/t/{topic.id}/reply/", {"text": "long " * 3000})

    assert page.status_code == 422
    assert "long long long" in page.text
    assert topic.messages.count() == 1


def test_reply_sent_twice_is_posted_once(as_: Browser, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)
    browser = as_(ben)

    for _ in range(2):
        answer = browser.post(f"/t/{topic.id}/reply/", {"text": "Once.", "nonce": "abc"})

    assert answer["Location"] == f"/t/{topic.id}/2/#m2"
    assert topic.messages.count() == 2


def test_stranger_who_replies_is_led_to_sign_in(as_: Browser, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)

    answer = as_(None).post(f"/t/{topic.id}/reply/", {"text": "Hello"})

    assert answer.status_code == 303
    assert answer["Location"] == f"/accounts/login/?next=/t/{topic.id}/"
