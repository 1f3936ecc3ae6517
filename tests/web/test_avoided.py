"""Whom one keeps away from is not met on one's start page, nor in a space's lists."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from groundswell.actors.models import Actor
from groundswell.conversations.actions import accept_answer, mark_read, reshare
from groundswell.people.actions import block_person, mute_person
from groundswell.people.models import PersonFollow
from groundswell.spaces.models import Space
from groundswell.web.selectors.home import HomePage
from groundswell.web.selectors.layout import nav_spaces
from tests import factories

Browser = Callable[[Actor | None], Client]
PLACES = ("/", "/s/meadow/", "/s/meadow/answers/", "/s/meadow/similar/?title=Lane+of+Cyn")


def news_of(viewer: Actor) -> list[tuple[str, str, str]]:
    page = HomePage(viewer=viewer, spaces=nav_spaces(viewer))
    return [(row.title, row.by.name, row.words) for news in page.news for row in news.topics]


@pytest.mark.parametrize("avoid", [mute_person, block_person])
@pytest.mark.parametrize("place", PLACES)
def test_topics_of_avoided_people_are_listed_for_others_only(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, meadow: Space, place: str, avoid: Any
) -> None:
    factories.member(cyn, meadow)
    topic = factories.topic(cyn, meadow, kind="question", title="Lane of Cyn")
    avoid(actor=ben, person=cyn)

    shown = {who.handle: "Lane of Cyn" in page(as_(who), place) for who in (ada, ben)}

    assert shown == {"ada": True, "ben": False}
    assert as_(ben).get(f"/t/{topic.id}/").status_code == 200


def page(browser: Client, place: str) -> str:
    return browser.get(place).content.decode()


def test_blocked_person_does_not_meet_who_blocked_them(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    factories.topic(ada, meadow, title="Lane of Ada")
    block_person(actor=ada, person=ben)

    assert [("Lane of Ada" in page(as_(ben), place)) for place in PLACES[:2]] == [False, False]


def test_news_comes_from_the_last_person_whom_one_meets(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space
) -> None:
    factories.member(cyn, meadow)
    lane, weir = (factories.topic(ada, meadow, title=title) for title in ("Lane", "Weir"))
    mark_read(actor=ben, topic=weir, number=1)
    factories.reply(cyn, lane, text="What Cyn says")
    factories.reply(cyn, weir, text="What Cyn says")
    assert news_of(ben) == [
        ("Weir", "Cyn", "What Cyn says"),
        ("Lane", "Cyn", "What Cyn says"),
    ]

    mute_person(actor=ben, person=cyn)

    assert news_of(ben) == [("Lane", "Ada", "What do you think?")]
    assert [space.unread for space in nav_spaces(ben)] == [1]
    assert [space.unread for space in nav_spaces(cyn)] == [2]


def test_words_of_avoided_people_are_not_passed_on_to_one(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, meadow: Space
) -> None:
    orchard = factories.space(ada, "orchard")
    for person in (ben, cyn):
        factories.member(person, orchard)
    factories.member(cyn, meadow)
    PersonFollow.objects.create(actor=ben, followed=ada)
    said = factories.reply(cyn, factories.topic(ada, meadow, title="The lane"), text="Cyn's words")
    reshare(actor=ada, message=said)
    reshare(actor=ada, message=said, into=orchard)
    mark_read(actor=ben, topic=said.topic, number=2)
    shown = [("The lane" in page(as_(ben), place)) for place in ("/", "/s/orchard/")]

    mute_person(actor=ben, person=cyn)

    assert shown == [True, True]
    assert [("The lane" in page(as_(ben), place)) for place in ("/", "/s/orchard/")] == [
        False,
        False,
    ]


@pytest.mark.parametrize("avoid", [mute_person, block_person])
def test_accepted_answer_of_avoided_people_is_folded_for_who_avoids_them(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, meadow: Space, avoid: Any
) -> None:
    factories.member(cyn, meadow)
    question = factories.topic(ada, meadow, kind="question", title="Why?")
    answer = factories.reply(cyn, question, text="Words of Cyn")
    accept_answer(actor=ada, message=answer)
    avoid(actor=ben, person=cyn)

    boxes = [
        LexborHTMLParser(as_(who).get(f"/t/{question.id}/").text).css_first(".answer")
        for who in (ada, ben)
    ]

    assert [box.css_first("details .answer-words") is not None for box in boxes] == [False, True]
    assert [box.css_first(".answer-words").text(strip=True) for box in boxes] == [
        "Words of Cyn"
    ] * 2
