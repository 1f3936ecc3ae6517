"""Topic pages are put together from parts that are kept: none is ever stale, no page large."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from groundswell.actors.models import Actor
from groundswell.conversations.actions import (
    accept_answer,
    delete_message,
    edit_message,
    move_topic,
    react,
    withdraw_reaction,
)
from groundswell.conversations.models import Message, Topic
from groundswell.core.clock import now
from groundswell.core.stencil import fill, stencil
from groundswell.people.actions import block_person, erase_account, mute_person, release_person
from groundswell.spaces.actions import change_space
from groundswell.spaces.models import Membership, Space
from groundswell.web.scripts import BUNDLE
from tests import factories

Browser = Callable[[Actor | None], Client]
MOST_BYTES = 40 * 1024
MENU = {"may_close": False, "closed": False, "steward": False, "locked": False, "pinned": False}
WORDS = (
    "I walked along the lane this morning and looked at the drain by the bridge. It is full of "
    "leaves again, as it was last autumn, and the water stands a hand deep on the path. Could "
    "somebody with a long rake come on Saturday? I bring tea, and my neighbour has a cart."
)


@pytest.fixture
def topic(ben: Actor, meadow: Space) -> Topic:
    return factories.topic(ben, meadow, text="Why does the lane flood?")


@pytest.fixture
def message(ben: Actor, topic: Topic) -> Message:
    return factories.reply(ben, topic, text="The **drain** is blocked.")


@pytest.fixture
def page(as_: Browser, topic: Topic) -> Callable[[Actor | None], str]:
    """The topic's page as somebody sees it now; each call is another request."""
    browsers: dict[int, Client] = {}

    def look(person: Actor | None) -> str:
        browser = browsers.setdefault(person.id if person else 0, as_(person))
        return browser.get(topic.get_absolute_url()).text

    return look


def test_edit_and_deletion_are_seen_at_once(
    page: Callable, ada: Actor, ben: Actor, message: Message
) -> None:
    assert "<strong>drain</strong>" in page(ada)

    edit_message(actor=ben, message=message, text="The **culvert** is blocked.")
    edited = page(ada)
    delete_message(actor=ben, message=message)
    deleted = page(ada)

    assert "<strong>culvert</strong>" in edited
    assert "<strong>drain</strong>" not in edited
    assert f'href="/m/{message.id}/history/">edited</a>' in edited
    assert "culvert" not in deleted
    assert "Ben deleted this message." in deleted


def test_reactions_are_counted_at_once_and_ones_own_is_pressed(
    page: Callable, ada: Actor, ben: Actor, message: Message
) -> None:
    assert "Good idea" not in page(ada)

    react(actor=ada, message=message, sign="💡")
    react(actor=ben, message=message, sign="💡")
    given = page(ada)
    withdraw_reaction(actor=ada, message=message, sign="💡")
    taken = page(ada)

    assert 'aria-pressed="true" aria-label="Good idea, 2"' in given
    assert 'aria-pressed="false" aria-label="Good idea, 1"' in taken
    assert f'<a class="reaction" href="/m/{message.id}/reactions/"' in page(None)


def test_author_is_shown_as_they_are_now(
    page: Callable, ada: Actor, ben: Actor, meadow: Space, message: Message
) -> None:
    assert page(ada).count(">Ben</a>") == 3

    Actor.objects.filter(id=ben.id).update(name="Benedikt <Berg>", picture="p/new.webp")
    Membership.objects.filter(actor=ben).update(role="steward")
    shown = page(ada)

    assert shown.count(">Benedikt &lt;Berg&gt;</a>") == 3  # beside the title and two messages
    assert shown.count('<img src="/media/p/new.webp"') == 2
    assert shown.count(">Steward</span>") == 2
    assert ">Ben</a>" not in shown


def test_erased_author_leaves_no_name(
    page: Callable, ada: Actor, ben: Actor, message: Message
) -> None:
    assert ">Ben</a>" in page(ada)

    erase_account(actor=ben)

    assert ">Ben</a>" not in page(ada)
    assert 'href="/@ben/"' not in page(ada)


def test_moving_and_closing_the_doors_count_at_once(
    as_: Browser, ada: Actor, cyn: Actor, meadow: Space, burrow: Space, message: Message
) -> None:
    address = message.topic.get_absolute_url()
    stranger = as_(cyn)
    assert stranger.get(address).status_code == 200

    change_space(actor=ada, space=meadow, visibility="members")
    hidden = stranger.get(address).status_code
    change_space(actor=ada, space=Space.objects.get(id=meadow.id), visibility="public")
    shown = stranger.get(address).status_code
    move_topic(actor=ada, topic=Topic.objects.get(id=message.topic_id), space=burrow)

    assert (hidden, shown) == (404, 200)
    assert stranger.get(address).status_code == 404
    assert "The Burrow" in as_(ada).get(address).text


@pytest.mark.parametrize("avoid", [mute_person, block_person])
def test_avoided_author_is_folded_away_and_comes_back(
    page: Callable, ada: Actor, ben: Actor, message: Message, avoid: Callable
) -> None:
    assert "Somebody you keep away from" not in page(ada)

    avoid(actor=ada, person=ben)
    folded = page(ada)
    release_person(actor=ada, person=ben)

    assert folded.count("Somebody you keep away from wrote this.") == 2
    assert "Somebody you keep away from" not in page(ada)


def test_accepted_answer_is_marked_at_once(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    question = factories.topic(ben, meadow, kind="question")
    answer = factories.reply(ada, question)
    asker, address = as_(ben), question.get_absolute_url()
    before = asker.get(address).text

    accept_answer(actor=ben, message=answer)
    after = asker.get(address).text

    assert f'formaction="/m/{answer.id}/accept/"' in before
    assert "message is-answer" not in before
    assert '<article class="message is-answer" id="m2"' in after
    assert f'formaction="/m/{answer.id}/accept/"' not in after


def test_times_are_exact_and_spoken_in_words(page: Callable, ada: Actor, message: Message) -> None:
    at = now() - timedelta(hours=3, minutes=10)
    Message.objects.filter(id=message.id).update(published_at=at)

    shown = page(ada)

    assert f'<time datetime="{at:%Y-%m-%dT%H:%M:%SZ}">3\xa0hours ago</time>' in shown
    assert ">just now</time>" in shown


def test_parts_are_kept_for_each_language() -> None:
    with translation.override("de"):
        german = stencil("conversations/_topic_menu.html", **MENU)
    with translation.override("en"):
        english = stencil("conversations/_topic_menu.html", **MENU)

    assert german is not english
    assert "History of this topic" in english
    assert stencil("conversations/_topic_menu.html", **MENU) is english


def test_stencil_fills_what_people_wrote_as_text() -> None:
    drawn = fill("conversations/_topic_menu.html", {"own": '"><script>100%s'}, **MENU)

    assert "<script>" not in drawn
    assert 'href="&#34;&gt;&lt;script&gt;100%shistory/"' in drawn


def test_thirty_ordinary_messages_make_a_small_page(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, topic: Topic, monkeypatch
) -> None:
    monkeypatch.setattr("groundswell.web.context.scripts", lambda: (BUNDLE,))  # as a site runs
    people = [factories.person() for _ in range(10)]
    for person in people:
        factories.member(person, meadow)
    for number in range(29):
        factories.reply(people[number % 10], topic, text=WORDS)
    message = topic.messages.get(number=7)
    react(actor=ben, message=message, sign="💡")

    whole = as_(ben).get(topic.get_absolute_url())

    assert whole.text.count('<article class="message"') == 30
    assert len(whole.content) <= MOST_BYTES
    assert len(as_(ada).get(topic.get_absolute_url()).content) <= MOST_BYTES
    assert len(as_(None).get(topic.get_absolute_url()).content) <= MOST_BYTES


@pytest.mark.parametrize(
    ("query", "leads"),
    [
        ("reply=2", "/t/{t}/2/?reply={m}#reply"),
        ("react=2", "/m/{m}/reactions/"),
        ("more=2", "/m/{m}/acts/"),
    ],
)
def test_buttons_below_a_message_lead_without_scripts(
    as_: Browser, ben: Actor, message: Message, query: str, leads: str
) -> None:
    answer = as_(ben).get(f"/t/{message.topic_id}/message/?{query}")

    assert answer["Location"] == leads.format(t=message.topic_id, m=message.id)


@pytest.mark.parametrize("query", ["", "more=9", "more=x", "more=99999999999999999999"])
def test_button_of_no_message_is_missing(
    as_: Browser, ben: Actor, message: Message, query: str
) -> None:
    assert as_(ben).get(f"/t/{message.topic_id}/message/?{query}").status_code == 404


def test_more_about_a_message_is_a_page_and_a_menu(
    as_: Browser, ada: Actor, ben: Actor, message: Message
) -> None:
    address = f"/m/{message.id}/acts/"

    own = as_(ben).get(address).text
    menu = as_(ben).get(address, headers={"HX-Request": "true"}).text
    stewards = as_(ada).get(address).text
    strangers = as_(None).get(address).text

    assert f'href="/m/{message.id}/edit/"' in own
    assert f'href="/m/{message.id}/edit/"' in menu
    assert "<html" not in menu
    assert f'href="/m/{message.id}/edit/"' not in stewards
    assert f'href="/m/{message.id}/delete/"' in stewards
    assert f'href="/m/{message.id}/delete/"' not in strangers
    assert 'name="keep"' not in strangers


def test_more_about_a_hidden_or_deleted_message_is_missing(
    as_: Browser, ben: Actor, cyn: Actor, burrow: Space, message: Message
) -> None:
    secret = factories.reply(ben, factories.topic(ben, burrow))
    delete_message(actor=ben, message=message)

    assert as_(cyn).get(f"/m/{secret.id}/acts/").status_code == 404
    assert as_(cyn).get(f"/t/{secret.topic_id}/message/?more=2").status_code == 404
    assert as_(ben).get(f"/m/{message.id}/acts/").status_code == 404
