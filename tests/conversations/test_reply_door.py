"""Where one cannot reply, the page says why, and what would let one."""

from collections.abc import Callable

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser, LexborNode

from groundswell.actors.models import Account, Actor
from groundswell.conversations.models import Closing, Lock, Topic
from groundswell.spaces.actions import (
    ask_to_join,
    close_space,
    edit_guidelines,
    invite_by_email,
    remove_member,
)
from groundswell.spaces.models import Membership, Space
from groundswell.spaces.rules import accepted_number
from tests import factories

Browser = Callable[[Actor | None], Client]


@pytest.fixture
def topic(ada: Actor, meadow: Space) -> Topic:
    return factories.topic(ada, meadow)


def place(browser: Client, topic: Topic) -> LexborNode:
    found = LexborHTMLParser(browser.get(f"/t/{topic.id}/").text).css_first("#reply")
    assert found is not None
    return found


def said(browser: Client, topic: Topic) -> str:
    """The sentence in place of the form."""
    here = place(browser, topic)
    assert here.css("textarea") == []
    return " ".join(here.css_first(".notice").text().split())


def test_closed_topic_leads_to_its_summary(as_: Browser, ada, ben, topic: Topic) -> None:
    Closing.objects.create(topic=topic, by=ada, source="Done", html="<p>Done</p>")

    sentence = (
        "This topic is closed, so nobody replies any more. What came of it stands at its head."
    )
    assert said(as_(ben), topic) == sentence
    assert said(as_(ada), topic) == f"{sentence} Reopen it"
    assert said(as_(None), topic) == sentence


def test_locked_topic_gives_the_reason_and_lets_stewards_reply(
    as_: Browser, ada, ben, topic: Topic
) -> None:
    Lock.objects.create(topic=topic, by=ada, reason="We meet on Friday.")

    assert said(as_(ben), topic) == (
        "A steward has locked this topic, so nobody replies for now. We meet on Friday."
    )
    assert len(place(as_(ada), topic).css("textarea")) == 1


def test_closed_space_gives_the_reason(as_: Browser, ada, ben, meadow, topic: Topic) -> None:
    close_space(actor=ada, space=meadow, reason="The summer is over.")

    assert {said(as_(who), topic) for who in (ada, ben, None)} == {
        "The Meadow is closed and can only be read. The summer is over."
    }


def test_stranger_is_shown_both_ways_in_without_a_form(as_: Browser, topic: Topic) -> None:
    here = place(as_(None), topic)

    assert [(a.text().strip(), a.attributes["href"]) for a in here.css(".notice a")] == [
        ("Sign in to reply", f"/accounts/login/?next=/t/{topic.id}/"),
        ("Join", f"/accounts/signup/?next=/t/{topic.id}/"),
    ]
    assert here.css("form") == []


def test_joining_beside_the_words_leads_back_to_them(
    as_: Browser, ada, cyn, meadow, topic: Topic
) -> None:
    edit_guidelines(actor=ada, space=meadow, text="Be kind.")
    browser = as_(cyn)
    here = place(browser, topic)
    words = {i.attributes["name"]: i.attributes.get("value") or "" for i in here.css("form input")}

    answer = browser.post("/s/meadow/join/", {**words, "accept_guidelines": "on"})

    assert here.css_first(".guidelines-note .words").text().strip() == "Be kind."
    assert (answer.status_code, answer["Location"]) == (303, f"/t/{topic.id}/#reply")
    assert accepted_number(cyn, meadow) == 1
    assert len(place(browser, topic).css("textarea")) == 1


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_joining_leads_nowhere_else(as_: Browser, cyn, meadow: Space, elsewhere: str) -> None:
    answer = as_(cyn).post("/s/meadow/join/", {"next": elsewhere})

    assert answer["Location"] == "/s/meadow/"


def test_asking_waiting_inviting_and_removal_each_have_a_sentence(
    as_: Browser, ada, ben, cyn, meadow, topic: Topic
) -> None:
    Space.objects.filter(id=meadow.id).update(joining="approval")
    meadow.refresh_from_db()
    found = [said(as_(cyn), topic)]
    ask_to_join(actor=cyn, space=meadow, note="Please")
    found.append(said(as_(cyn), topic))
    invite_by_email(actor=factories.grown_up(ada), space=meadow, email="cyn@example.org")
    found.append(said(as_(cyn), topic))
    remove_member(
        actor=ada, membership=Membership.objects.get(space=meadow, actor=ben), reason="Adverts."
    )
    found.append(said(as_(ben), topic))
    Space.objects.filter(id=meadow.id).update(joining="invitation")
    found.append(said(as_(factories.person("dan")), topic))

    assert found == [
        "Members of The Meadow reply here. A steward lets people in. Ask to join",
        "You have asked to join The Meadow. Once a steward lets you in you can reply.",
        "Members of The Meadow reply here, and Ada invites you to be one. Look at the invitation",
        "A steward removed you from The Meadow, so you cannot reply. Adverts.",
        "Members of The Meadow reply here. People come to it by invitation.",
    ]


def test_account_that_waits_is_told_so(as_: Browser, ben: Actor, topic: Topic) -> None:
    Account.objects.filter(actor=ben).update(approved_at=None)

    assert said(as_(ben), topic) == (
        "A steward has not let your account in yet. You can read everything here, "
        "and reply as soon as they have."
    )


def test_page_for_a_new_topic_says_why_not_before_one_writes(
    as_: Browser, cyn: Actor, meadow: Space
) -> None:
    page = as_(cyn).get("/s/meadow/new/")

    assert page.status_code == 403
    assert "Join The Meadow first; then you can write here." in page.text
    assert 'href="/s/meadow/"' in page.text
