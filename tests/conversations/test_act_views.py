"""Reacting, keeping, passing on and following, through the public door."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from groundswell.actors.models import Actor
from groundswell.conversations.actions import bookmark, delete_message, react, reshare
from groundswell.conversations.models import (
    Bookmark,
    Hashtag,
    Message,
    Reaction,
    Reshare,
    TagFollow,
    TopicFollow,
)
from groundswell.core import limits
from groundswell.spaces.models import Space
from tests import factories
from tests.core.hostile import HOSTILE

Browser = Callable[[Actor | None], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    limits.reset()


@pytest.fixture
def message(ben: Actor, meadow: Space) -> Message:
    return factories.reply(ben, factories.topic(ben, meadow), text="The **drain** is blocked.")


def test_reaction_is_given_and_leads_back(as_: Browser, ada: Actor, message: Message) -> None:
    answer = as_(ada).post(f"/m/{message.id}/react/", {"give": "💡"})

    assert (answer.status_code, answer["Location"]) == (303, message.get_absolute_url())
    assert list(Reaction.objects.values_list("actor_id", "sign")) == [(ada.id, "💡")]


def test_reaction_by_htmx_answers_with_the_row_of_the_topics_page(
    as_: Browser, ada: Actor, message: Message
) -> None:
    browser = as_(ada)

    row = browser.post(f"/m/{message.id}/react/", {"give": "💡"}, headers=HTMX)

    page = browser.get(message.topic.get_absolute_url()).text
    assert row.status_code == 200
    assert "<html" not in row.text
    assert 'aria-pressed="true" aria-label="Good idea, 1" autofocus' in row.text
    plain = _without_tokens(row.text.replace(" autofocus", ""))
    assert plain.strip() in _without_tokens(page)


def _without_tokens(html: str) -> str:
    parts = html.split('name="csrfmiddlewaretoken" value="')
    return parts[0] + "".join(part.partition('"')[2] for part in parts[1:])


def test_reaction_is_taken_back(as_: Browser, ada: Actor, message: Message) -> None:
    react(actor=ada, message=message, sign="💡")

    as_(ada).post(f"/m/{message.id}/react/", {"take": "💡"})

    assert list(Reaction.objects.all()) == []


def test_reaction_sent_twice_counts_once_and_says_so(
    as_: Browser, ada: Actor, message: Message
) -> None:
    browser = as_(ada)

    for _ in range(2):
        answer = browser.post(f"/m/{message.id}/react/", {"give": "💡"})
    again = browser.post(f"/m/{message.id}/react/", {"give": "💡"}, headers=HTMX)

    assert answer.status_code == 303
    assert again.status_code == 409
    assert "You have already given this reaction." in again.text
    assert Reaction.objects.count() == 1


def test_stranger_to_the_space_is_refused_with_the_reason(
    as_: Browser, cyn: Actor, message: Message
) -> None:
    plain = as_(cyn).post(f"/m/{message.id}/react/", {"give": "💡"})
    row = as_(cyn).post(f"/m/{message.id}/react/", {"give": "💡"}, headers=HTMX)

    assert (plain.status_code, row.status_code) == (403, 403)
    assert "Join The Meadow first" in plain.text
    assert "Join The Meadow first" in row.text


def test_signed_out_reaction_leads_to_sign_in(as_: Browser, message: Message) -> None:
    answer = as_(None).post(f"/m/{message.id}/react/", {"give": "💡"})

    assert answer["Location"] == f"/accounts/login/?next=/m/{message.id}/"


@pytest.mark.parametrize(
    "path",
    ["react/", "reactions/", "bookmark/", "reshare/", "reshares/", "accept/"],
)
def test_message_of_a_closed_space_is_missing_to_others(
    as_: Browser, ben: Actor, cyn: Actor, burrow: Space, path: str
) -> None:
    hidden = factories.reply(ben, factories.topic(ben, burrow, kind="question"))
    browser = as_(cyn)

    for known in (hidden.id, 5, 10**17, 10**40):
        address = f"/m/{known}/{path}"
        assert {browser.get(address).status_code, browser.post(address).status_code} <= {404, 405}


def test_hostile_signs_are_refused_in_words(as_: Browser, ada: Actor, message: Message) -> None:
    browser = as_(ada)

    seen = set()
    for sign in [*HOSTILE[:120], "\0", "💡" * 500]:
        limits.reset()
        for name in ("give", "take"):
            address = f"/m/{message.id}/react/"
            seen.add(browser.post(address, {name: sign}).status_code)

    assert seen <= {303, 403, 409, 422}
    assert list(Reaction.objects.all()) == []


def test_who_reacted_is_one_click_away(
    as_: Browser, ada: Actor, ben: Actor, message: Message
) -> None:
    react(actor=ada, message=message, sign="💡")
    react(actor=ben, message=message, sign="💡")

    page = as_(None).get(f"/m/{message.id}/reactions/")
    topic = as_(None).get(message.topic.get_absolute_url())

    assert f'href="/m/{message.id}/reactions/"' in topic.text
    assert "2 people" in page.text
    heading = LexborHTMLParser(page.text).css_first("#sign-1").text()
    assert heading.split() == ["💡", "Good", "idea", "2", "people"]
    assert ">Ada</a>" in page.text
    assert "What do you say?" not in page.text


def test_picker_without_scripts_is_a_page_and_with_them_a_menu(
    as_: Browser, ada: Actor, message: Message
) -> None:
    page = as_(ada).get(f"/m/{message.id}/reactions/")
    menu = as_(ada).get(f"/m/{message.id}/reactions/", headers=HTMX)

    assert "What do you say?" in page.text
    assert "<html" not in menu.text
    assert menu.text.count('name="give"') == 6


def test_too_many_reactions_are_slowed_down(as_: Browser, ada: Actor, message: Message) -> None:
    browser = as_(ada)
    for _ in range(150):
        for name in ("give", "take"):
            browser.post(f"/m/{message.id}/bookmark/", {"keep": "1" if name == "give" else "0"})

    answer = browser.post(f"/m/{message.id}/react/", {"give": "💡"}, headers=HTMX)

    assert answer.status_code == 429
    assert "a little too much at once" in answer.text


def test_deleted_message_has_no_row_and_takes_no_reaction(
    as_: Browser, ada: Actor, ben: Actor, message: Message
) -> None:
    delete_message(actor=ben, message=message)

    row = as_(ada).post(f"/m/{message.id}/react/", {"give": "💡"}, headers=HTMX)
    form = as_(ada).get(f"/m/{message.id}/reshare/")

    assert row.status_code == 409
    assert form.status_code == 409


# Keeping


def test_bookmark_is_kept_and_removed_from_the_row(
    as_: Browser, ada: Actor, message: Message
) -> None:
    browser = as_(ada)

    kept = browser.post(f"/m/{message.id}/bookmark/", {"keep": "1"}, headers=HTMX)
    assert 'aria-label="Bookmarked"' in kept.text
    assert Bookmark.objects.count() == 1

    browser.post(f"/m/{message.id}/bookmark/", {"keep": "0"})
    assert Bookmark.objects.count() == 0


def test_bookmarks_are_ones_own(as_: Browser, ada: Actor, ben: Actor, message: Message) -> None:
    kept = bookmark(actor=ada, message=message, note="ask the council")

    own, other = as_(ada).get("/bookmarks/"), as_(ben).get("/bookmarks/")

    assert "The drain is blocked." in own.text
    assert "ask the council" in own.text
    assert "Nothing kept yet" in other.text
    assert as_(ben).post(f"/bookmarks/{kept.id}/", {"note": "x"}).status_code == 404
    assert as_(ben).post(f"/bookmarks/{kept.id}/remove/").status_code == 404


def test_bookmark_note_is_changed_found_and_refused_when_too_long(
    as_: Browser, ada: Actor, message: Message
) -> None:
    kept = bookmark(actor=ada, message=message)
    browser = as_(ada)

    saved = browser.post(f"/bookmarks/{kept.id}/", {"note": "for the walk"})
    long = browser.post(f"/bookmarks/{kept.id}/", {"note": "long " * 100})

    assert saved["Location"] == f"/bookmarks/#b{kept.id}"
    assert "for the walk" in browser.get("/bookmarks/?q=WALK").text
    assert "No note has these words" in browser.get("/bookmarks/?q=swim").text
    assert long.status_code == 422
    assert "long long" in long.text


def test_bookmark_of_what_one_may_no_longer_read_shows_nothing_of_it(
    as_: Browser, ben: Actor, cyn: Actor, burrow: Space
) -> None:
    membership = factories.member(cyn, burrow)
    secret = factories.reply(ben, factories.topic(ben, burrow), text="The password is swordfish")
    kept = bookmark(actor=cyn, message=secret)
    membership.delete()

    page = as_(cyn).get("/bookmarks/")
    removed = as_(cyn).post(f"/bookmarks/{kept.id}/remove/")

    assert "can no longer read" in page.text
    assert "swordfish" not in page.text
    assert removed["Location"] == "/bookmarks/"


@pytest.mark.parametrize("query", ["?after=nonsense", "?before=i1.i2", "?after=" + "9" * 500])
def test_unknown_cursor_is_missing(as_: Browser, ada: Actor, query: str) -> None:
    assert as_(ada).get(f"/bookmarks/{query}").status_code == 404


def test_hostile_words_in_the_search_of_notes_find_nothing(as_: Browser, ada: Actor) -> None:
    browser = as_(ada)

    seen = {browser.get("/bookmarks/", {"q": text}).status_code for text in HOSTILE[:150]}

    assert seen == {200}


# Passing on


@pytest.fixture
def orchard(ada: Actor) -> Space:
    return factories.space(ada, "orchard", name="The Orchard")


def test_message_is_passed_on_to_followers(as_: Browser, ada: Actor, message: Message) -> None:
    answer = as_(ada).post(f"/m/{message.id}/reshare/", {"into": "", "text": "Read *this*"})

    found = Reshare.objects.get()
    assert answer["Location"] == message.get_absolute_url()
    assert (found.into, found.text, found.actor_id) == (None, "Read *this*", ada.id)
    assert "<em>this</em>" in found.html


def test_message_is_passed_on_into_a_space(
    as_: Browser, ada: Actor, orchard: Space, message: Message
) -> None:
    form = as_(ada).get(f"/m/{message.id}/reshare/")

    as_(ada).post(f"/m/{message.id}/reshare/", {"into": str(orchard.id), "text": ""})

    assert "The Orchard" in form.text
    assert [row.message_id for row in Reshare.objects.filter(into=orchard)] == [message.id]


def test_form_to_pass_on_is_a_region_for_the_dialog(
    as_: Browser, ada: Actor, message: Message
) -> None:
    region = as_(ada).get(f"/m/{message.id}/reshare/", headers=HTMX)

    assert region.text.lstrip().startswith("<form")


@pytest.mark.parametrize("into", ["1", "x", "9" * 60, "\0"])
def test_passing_on_elsewhere_is_refused_and_keeps_the_words(
    as_: Browser, ada: Actor, message: Message, into: str
) -> None:
    page = as_(ada).post(f"/m/{message.id}/reshare/", {"into": into, "text": "My own words"})

    assert page.status_code == 422
    assert "My own words" in page.text
    assert list(Reshare.objects.all()) == []


def test_words_among_members_are_not_passed_on(as_: Browser, ada: Actor, burrow: Space) -> None:
    said = factories.reply(ada, factories.topic(ada, burrow))

    page = as_(ada).get(f"/m/{said.id}/reshare/")
    topic = as_(ada).get(said.topic.get_absolute_url())

    assert page.status_code == 403
    assert "said among members" in page.text
    assert "Pass on" not in topic.text.replace('id="pass-on-title">Pass on', "")


def test_chain_is_kept_and_shown_as_a_tree(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, message: Message
) -> None:
    first = reshare(actor=ada, message=message, text="Look")

    as_(cyn).post(f"/m/{message.id}/reshare/", {"into": "", "text": "", "via": str(first.id)})

    page = as_(None).get(f"/m/{message.id}/reshares/")
    assert Reshare.objects.get(actor=cyn).via_id == first.id
    assert "Passed on 2 times" in page.text
    assert "2 hands in the longest chain" in page.text
    assert page.text.index("Ada passed it on") < page.text.index("Cyn passed it on")
    assert page.text.count('class="cascade"') == 2


def test_cascade_hides_what_went_into_hidden_spaces(
    as_: Browser, ada: Actor, ben: Actor, burrow: Space, message: Message
) -> None:
    reshare(actor=ada, message=message, into=burrow)

    assert "Nobody has passed this on yet." in as_(None).get(f"/m/{message.id}/reshares/").text
    assert "The Burrow" in as_(ben).get(f"/m/{message.id}/reshares/").text
    topic = message.topic.get_absolute_url()
    assert "Passed on, 1" not in as_(None).get(topic).text
    assert "Passed on, 1" in as_(ben).get(topic).text


def test_reshare_is_taken_back_by_its_maker_only(
    as_: Browser, ada: Actor, ben: Actor, message: Message
) -> None:
    passed_on = reshare(actor=ada, message=message)

    refused = as_(ben).post(f"/reshares/{passed_on.id}/withdraw/")
    taken = as_(ada).post(f"/reshares/{passed_on.id}/withdraw/")

    assert refused.status_code == 403
    assert taken["Location"] == f"/m/{message.id}/reshares/"
    assert Reshare.objects.get().withdrawn_at is not None
    assert as_(ada).post(f"/reshares/{passed_on.id}/withdraw/").status_code == 409


def test_taken_back_link_of_a_chain_stays_unnamed(
    as_: Browser, ada: Actor, cyn: Actor, message: Message
) -> None:
    first = reshare(actor=ada, message=message)
    reshare(actor=cyn, message=message, via=first)
    as_(ada).post(f"/reshares/{first.id}/withdraw/")

    page = as_(None).get(f"/m/{message.id}/reshares/")

    assert "took it back; it had gone further" in page.text
    assert "Ada passed" not in page.text
    assert "Passed on once" in page.text


# Following


@pytest.mark.parametrize("level", ["quiet", "normal", "all"])
def test_topic_is_followed_at_a_level(
    as_: Browser, ada: Actor, message: Message, level: str
) -> None:
    answer = as_(ada).post(f"/t/{message.topic_id}/follow/", {"level": level})

    assert answer["Location"] == f"/t/{message.topic_id}/"
    assert TopicFollow.objects.get(actor=ada).level == level


def test_follow_button_answers_htmx_with_itself(as_: Browser, ada: Actor, message: Message) -> None:
    button = as_(ada).post(f"/t/{message.topic_id}/follow/", {"level": "quiet"}, headers=HTMX)

    assert button.text.lstrip().startswith('<form class="follow"')
    assert "Following quietly" in button.text
    assert button.text.count('aria-pressed="true"') == 1


@pytest.mark.parametrize("level", ["", "loud", "\0", "quiet" * 50])
def test_unknown_level_is_refused(as_: Browser, ada: Actor, message: Message, level: str) -> None:
    answer = as_(ada).post(f"/t/{message.topic_id}/follow/", {"level": level})

    assert answer.status_code == 422
    assert TopicFollow.objects.filter(actor=ada).count() == 0


def test_tag_is_followed(as_: Browser, ada: Actor, ben: Actor, meadow: Space) -> None:
    factories.topic(ben, meadow, text="All about the #Flood.")

    answer = as_(ada).post("/tags/FLOOD/follow/", {"level": "all"})
    button = as_(ada).post("/tags/flood/follow/", {"level": "quiet"}, headers=HTMX)

    assert answer["Location"] == "/tags/flood/"
    assert TagFollow.objects.get().level == "quiet"
    assert "Following quietly" in button.text
    assert Hashtag.objects.count() == 1


@pytest.mark.parametrize("tag", ["unheard", "%00", "a b", "x" * 300, "%3Cscript%3E"])
def test_unknown_tag_is_missing(as_: Browser, ada: Actor, tag: str) -> None:
    assert as_(ada).post(f"/tags/{tag}/follow/", {"level": "all"}).status_code == 404


# What pages cost


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_database_as_often_for_three_as_for_one(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, count: int
) -> None:
    topic = factories.topic(ben, meadow)
    people = [factories.person() for _ in range(count)]
    said = [factories.reply(ben, topic) for _ in range(count)]
    for person in people:
        factories.member(person, meadow)
        react(actor=person, message=said[0], sign="💡")
        reshare(actor=person, message=said[0])
    for one in said:
        bookmark(actor=ada, message=one, note="keep")
    costs = {
        f"/m/{said[0].id}/reactions/": 5,
        f"/m/{said[0].id}/reshares/": 3,
        "/bookmarks/": 7,
    }

    seen = {
        address: _queries(as_, ada if "book" in address else None, address) for address in costs
    }

    assert seen == costs


def _queries(as_: Browser, person: Actor | None, address: str) -> int:
    browser = as_(person)
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)
