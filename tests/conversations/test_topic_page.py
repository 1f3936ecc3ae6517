"""A topic's page: what is shown, to whom, in which order, and at what cost."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.conversations.actions import (
    delete_message,
    edit_message,
    mark_read,
    merge_topic,
    move_topic,
    split_topic,
)
from groundswell.conversations.models import Message, ReadPosition, Topic
from groundswell.spaces.models import Space
from tests import factories

Browser = Callable[[Actor | None], Client]
SIGNED_OUT, SIGNED_IN = 8, 19


def numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<article class="message[^>]* id="m(\d+)"', page)]


def long_topic(author: Actor, space: Space, count: int) -> Topic:
    topic = factories.topic(author, space)
    Message.objects.bulk_create(
        Message(topic=topic, number=number, author=author, text="More.", html="<p>More.</p>")
        for number in range(2, count + 1)
    )
    Topic.objects.filter(id=topic.id).update(last_number=count)
    topic.last_number = count
    return topic


@pytest.mark.parametrize("replies", [1, 3])
def test_topic_takes_the_same_queries_for_one_and_three_messages(
    as_: Browser, ben: Actor, meadow: Space, replies: int, django_assert_num_queries
) -> None:
    topic = factories.topic(ben, meadow)
    for _ in range(replies):
        factories.reply(ben, topic, parent=topic.messages.get(number=1))
    stranger, member = as_(None), as_(ben)

    with django_assert_num_queries(SIGNED_OUT):
        stranger.get(f"/t/{topic.id}/")
    with django_assert_num_queries(SIGNED_IN):
        member.get(f"/t/{topic.id}/")


def test_deep_page_of_a_long_topic_takes_one_more_query(
    as_: Browser, ben: Actor, meadow: Space, django_assert_num_queries
) -> None:
    topic = long_topic(ben, meadow, 400)
    stranger = as_(None)

    with django_assert_num_queries(SIGNED_OUT + 1):  # the days along it
        page = stranger.get(f"/t/{topic.id}/300/")

    assert numbers(page.text) == list(range(271, 301))


def test_pages_begin_at_one_and_thirty_one(as_: Browser, ben: Actor, meadow: Space) -> None:
    topic = long_topic(ben, meadow, 62)
    browser = as_(None)

    shown = [numbers(browser.get(f"/t/{topic.id}/{n}/").text) for n in (1, 30, 31, 62)]

    assert [(page[0], page[-1]) for page in shown] == [(1, 30), (1, 30), (31, 60), (61, 62)]


@pytest.mark.parametrize("number", ["0", "63", "99999999999999999999999", "9223372036854775807"])
def test_number_that_no_message_has_is_missing(
    as_: Browser, ben: Actor, meadow: Space, number: str
) -> None:
    topic = long_topic(ben, meadow, 62)

    assert as_(None).get(f"/t/{topic.id}/{number}/").status_code == 404


@pytest.mark.parametrize("guess", ["0", "1", "9223372036854775807", "99999999999999999999999999"])
@pytest.mark.parametrize(
    "address", ["/t/{}/", "/m/{}/", "/m/{}/history/", "/media/a/{}/x", "/t/{}/go/"]
)
def test_guessed_ids_are_missing(as_: Browser, cyn: Actor, guess: str, address: str) -> None:
    assert as_(cyn).get(address.format(guess)).status_code == 404
    assert as_(None).get(address.format(guess)).status_code == 404


def test_reply_shows_what_it_answers(as_: Browser, ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow, text="Why does the *lane* flood?")
    factories.reply(ada, topic, parent=topic.messages.get(number=1))

    page = as_(None).get(f"/t/{topic.id}/").text

    assert f'<a class="message-context" href="/t/{topic.id}/1/#m1">' in page
    assert "Why does the lane flood?</span>" in page


def test_nested_reading_puts_answers_below_what_they_answer(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    second = factories.reply(ada, topic)
    factories.reply(ben, topic)
    factories.reply(ben, topic, parent=second)
    browser = as_(None)

    nested = browser.get(f"/t/{topic.id}/?as=nested")
    again = browser.get(f"/t/{topic.id}/")

    assert numbers(nested.text) == [1, 2, 4, 3]
    assert nested.cookies["reading"].value == "nested"
    assert numbers(again.text) == [1, 2, 4, 3]
    assert numbers(browser.get(f"/t/{topic.id}/?as=flat").text) == [1, 2, 3, 4]


def test_reading_is_remembered_with_the_account(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    second = factories.reply(ada, topic)
    factories.reply(ben, topic)
    factories.reply(ben, topic, parent=second)

    answer = as_(ben).post("/reading/", {"as": "nested", "back": f"/t/{topic.id}/"})

    assert (answer.status_code, answer["Location"]) == (303, f"/t/{topic.id}/")
    assert numbers(as_(ben).get(f"/t/{topic.id}/").text) == [1, 2, 4, 3]


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/t/\\evil", ""])
def test_choosing_how_to_read_never_leads_elsewhere(as_: Browser, ben: Actor, back: str) -> None:
    answer = as_(ben).post("/reading/", {"as": "flat", "back": back})

    assert answer["Location"] == "/"


def test_thread_that_is_longer_than_its_page_says_so(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    first = factories.reply(ben, topic)
    for _time in range(30):
        factories.reply(ben, topic, parent=first)

    long, short = (as_(None).get(f"/t/{topic.id}/{n}/thread/").text for n in (2, 3))

    assert numbers(long) == list(range(2, 32))
    assert f'href="/t/{topic.id}/31/#m31">This thread goes on.' in long
    assert "This thread goes on." not in short


def test_deep_threads_lead_on(as_: Browser, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)
    above = topic.messages.get(number=1)
    for _ in range(8):
        above = factories.reply(ben, topic, parent=above)
    browser = as_(None)

    page = browser.get(f"/t/{topic.id}/?as=nested").text
    thread = browser.get(f"/t/{topic.id}/6/thread/").text

    assert numbers(page) == [1, 2, 3, 4, 5, 6]
    assert f'href="/t/{topic.id}/6/thread/">Continue this thread: 3 messages</a>' in page
    assert numbers(thread) == [6, 7, 8, 9]


def test_deleted_messages_say_by_whom(as_: Browser, ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ada, meadow)
    own, other = factories.reply(ben, topic, text="Mine"), factories.reply(ben, topic, text="Bad")
    delete_message(actor=ben, message=own)
    delete_message(actor=ada, message=other)

    page = as_(None).get(f"/t/{topic.id}/").text

    assert "Ben deleted this message." in page
    assert "A steward deleted this message." in page


def test_steward_and_edit_are_marked(as_: Browser, ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ada, meadow)
    message = factories.reply(ben, topic)
    edit_message(actor=ben, message=message, text="Better.")

    page = as_(None).get(f"/t/{topic.id}/").text

    assert page.count(">Steward</span>") == 1
    assert f'<a href="/m/{message.id}/history/">edited</a>' in page


def test_permalink_finds_a_message_that_was_split_off_or_merged(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    message = factories.reply(ben, topic)
    browser = as_(None)
    before = browser.get(f"/m/{message.id}/")
    new = split_topic(actor=ada, topic=topic, numbers=[2], title="Apart")
    split = browser.get(f"/m/{message.id}/")
    merge_topic(actor=ada, topic=Topic.objects.get(id=new.id), into=topic)
    merged = browser.get(f"/m/{message.id}/")
    old_address = browser.get(f"/t/{new.id}/1/")

    assert before["Location"] == f"/t/{topic.id}/2/#m2"
    assert split["Location"] == f"/t/{new.id}/1/#m1"
    assert merged["Location"] == f"/t/{topic.id}/3/#m3"
    assert old_address["Location"] == f"/t/{topic.id}/3/?from={new.id}#m3"


def test_permalink_into_a_closed_space_is_missing_to_strangers(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, meadow: Space, burrow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    opening = topic.messages.get()
    move_topic(actor=ada, topic=topic, space=burrow)

    assert as_(cyn).get(f"/m/{opening.id}/").status_code == 404
    assert as_(cyn).get(f"/m/{opening.id}/quote/").status_code == 404
    assert as_(ben).get(f"/m/{opening.id}/").status_code == 302


def test_reader_sees_where_they_left_off(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    for _ in range(3):
        factories.reply(ada, topic)
    topic.refresh_from_db()
    mark_read(actor=ben, topic=topic, number=2)

    page = as_(ben).get(f"/t/{topic.id}/").text

    assert "You left off here" in page
    assert "2 new since you were here" in page
    assert as_(ben).get(f"/t/{topic.id}/unread/")["Location"] == f"/t/{topic.id}/3/#m3"


def test_reading_is_noted_by_post_and_never_goes_back(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = long_topic(ada, meadow, 40)
    browser = as_(ben)

    browser.post(f"/t/{topic.id}/read/", {"number": "12"})
    browser.post(f"/t/{topic.id}/read/", {"number": "4"})
    browser.post(f"/t/{topic.id}/read/", {"number": "many"})
    assert ReadPosition.objects.get(actor=ben, topic=topic).number == 12

    browser.get(f"/t/{topic.id}/read/?number=9999")
    assert ReadPosition.objects.get(actor=ben, topic=topic).number == 40


def test_reading_never_leaps_over_what_was_not_seen(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = long_topic(ada, meadow, 40)
    browser = as_(ben)
    place = f"/t/{topic.id}/read/"
    positions = ReadPosition.objects.filter(topic=topic).values_list("number", flat=True)

    browser.post(place, {"number": "38", "after": "35"})
    assert list(positions.all()) == []
    browser.post(place, {"number": "3", "after": "0"})
    browser.post(place, {"number": "38", "after": "35"})
    assert list(positions.all()) == [3]
    browser.post(place, {"number": "5", "after": "3"})
    browser.post(place, {"number": "9", "after": "4"})
    assert list(positions.all()) == [9]

    answer = browser.post(place, {"all": "1"})

    assert (answer.status_code, answer["Location"]) == (303, f"/t/{topic.id}/")
    assert list(positions.all()) == [40]


def test_opening_a_deep_address_says_what_is_new_still(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = long_topic(ada, meadow, 70)
    mark_read(actor=ben, topic=topic, number=2)
    browser = as_(ben)

    page = browser.get(f"/t/{topic.id}/65/").text
    browser.get(f"/t/{topic.id}/read/?number=70&after=60")

    assert f'<noscript><img src="/t/{topic.id}/read/?number=70&after=60"' in page
    assert "68 new since you were here" in page
    assert "Mark all as read" in page
    assert ReadPosition.objects.get(actor=ben, topic=topic).number == 2


def test_page_without_scripts_notes_what_it_shows(as_: Browser, ben: Actor, meadow: Space) -> None:
    topic = long_topic(ben, meadow, 40)

    page = as_(ben).get(f"/t/{topic.id}/").text

    assert f'<noscript><img src="/t/{topic.id}/read/?number=30&after=0"' in page


def test_strangers_page_may_be_shared_and_members_may_not(
    as_: Browser, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)

    assert as_(None).get(f"/t/{topic.id}/")["Groundswell-Shared"] == "1"
    assert "Groundswell-Shared" not in as_(ben).get(f"/t/{topic.id}/")
    assert "csrfmiddlewaretoken" not in as_(None).get(f"/t/{topic.id}/").text


def test_scrubber_leads_along_without_scripts(as_: Browser, ben: Actor, meadow: Space) -> None:
    topic = long_topic(ben, meadow, 400)
    browser = as_(None)

    page = browser.get(f"/t/{topic.id}/").text
    gone = browser.get(f"/t/{topic.id}/go/?number=245")
    past = browser.get(f"/t/{topic.id}/go/?number=5000")

    line = page.partition('<div class="scrubber">')[2].partition("</div>")[0]
    assert [int(n) for n in re.findall(rf'href="/t/{topic.id}/(\d+)/"', line)] == [
        *(1, 31, 91, 151, 211, 271, 331, 391)
    ]
    assert f'href="/t/{topic.id}/1/" aria-current="true"' in line
    assert gone["Location"] == f"/t/{topic.id}/245/#m245"
    assert past["Location"] == f"/t/{topic.id}/400/#m400"


def test_region_is_a_slice_of_the_page(as_: Browser, ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)
    factories.reply(ada, topic)
    browser = as_(ben)
    address = f"/t/{topic.id}/1/?left=0"
    changing = re.compile(r'name="(?:nonce|csrfmiddlewaretoken)" value="[^"]*"|token="[^"]*"')

    region = browser.get(address, headers={"HX-Request": "true"}).text
    page = browser.get(address).text

    assert changing.sub("", region).strip() in changing.sub("", page)
    assert numbers(region) == [1, 2]
