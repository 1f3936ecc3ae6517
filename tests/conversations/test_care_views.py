"""What stewards do with topics, through the public door, and the trail that it leaves."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.actors.models import Actor
from groundswell.conversations.actions import (
    accept_answer,
    ask_too,
    close_topic,
    follow_topic,
    lock_topic,
    merge_topic,
    pin_topic,
    reshare,
    split_topic,
)
from groundswell.conversations.models import Closing, Lock, Message, Pin, Topic, TopicFollow
from groundswell.conversations.selectors import topics_of
from groundswell.spaces.models import Membership, Space
from tests import factories
from tests.core.hostile import HOSTILE

Browser = Callable[[Actor | None], Client]
HTMX = {"HX-Request": "true"}
ACTS = ["lock", "unlock", "pin", "unpin", "close", "reopen", "split", "merge", "move"]


@pytest.fixture
def topic(ben: Actor, meadow: Space) -> Topic:
    topic = factories.topic(ben, meadow, title="The lane", text="one")
    for text in ("two", "three", "four"):
        factories.reply(ben, topic, text=text)
    return topic


@pytest.fixture
def orchard(ada: Actor) -> Space:
    return factories.space(ada, "orchard", name="The Orchard")


@pytest.mark.parametrize("act", ACTS)
def test_care_is_for_stewards(
    as_: Browser, ben: Actor, cyn: Actor, meadow: Space, burrow: Space, act: str
) -> None:
    factories.member(cyn, meadow)
    open_to_all, hidden = factories.topic(ben, meadow), factories.topic(ben, burrow)

    for known in (hidden.id, 5, 10**40):
        assert as_(cyn).get(f"/t/{known}/{act}/").status_code == 404
        assert as_(cyn).post(f"/t/{known}/{act}/").status_code == 404
    assert as_(cyn).get(f"/t/{open_to_all.id}/{act}/").status_code == 403
    assert as_(cyn).post(f"/t/{open_to_all.id}/{act}/").status_code == 403
    assert as_(None).post(f"/t/{open_to_all.id}/{act}/").status_code == 303


@pytest.mark.parametrize("act", ACTS)
def test_every_act_asks_once_more_on_a_page(
    as_: Browser, ada: Actor, topic: Topic, act: str
) -> None:
    page = as_(ada).get(f"/t/{topic.id}/{act}/")

    assert page.status_code == 200
    assert 'method="post"' in page.text


def test_topic_is_locked_with_a_reason_that_all_see(as_: Browser, ada: Actor, topic: Topic) -> None:
    empty = as_(ada).post(f"/t/{topic.id}/lock/", {"reason": ""})
    done = as_(ada).post(f"/t/{topic.id}/lock/", {"reason": "Cooling down"})
    again = as_(ada).post(f"/t/{topic.id}/lock/", {"reason": "Once more"})

    page = as_(None).get(f"/t/{topic.id}/").text
    assert (empty.status_code, done["Location"]) == (422, f"/t/{topic.id}/")
    assert again.status_code == 422
    assert "locked already" in again.text
    assert "Locked by Ada" in page
    assert "Cooling down" in page

    as_(ada).post(f"/t/{topic.id}/unlock/")
    assert Lock.objects.count() == 0


def test_topic_is_pinned_and_unpinned(as_: Browser, ada: Actor, topic: Topic) -> None:
    as_(ada).post(f"/t/{topic.id}/pin/")
    assert Pin.objects.count() == 1

    as_(ada).post(f"/t/{topic.id}/unpin/")
    assert Pin.objects.count() == 0


def test_author_closes_with_a_summary_and_reopens(as_: Browser, ben: Actor, topic: Topic) -> None:
    as_(ben).post(f"/t/{topic.id}/close/", {"summary": "We **agreed**."})

    page = as_(None).get(f"/t/{topic.id}/").text
    assert "What came of this" in page
    assert "<strong>agreed</strong>" in page

    as_(ben).post(f"/t/{topic.id}/reopen/")
    assert Closing.objects.count() == 0
    assert as_(ben).post(f"/t/{topic.id}/lock/", {"reason": "x"}).status_code == 403


def test_refused_summary_is_kept(as_: Browser, ada: Actor, topic: Topic) -> None:
    page = as_(ada).post(f"/t/{topic.id}/close/", {"summary": "long " * 3000})

    assert page.status_code == 422
    assert "long long" in page.text


def test_hostile_reasons_are_shown_or_refused_in_words(
    as_: Browser, ada: Actor, topic: Topic
) -> None:
    browser = as_(ada)

    seen = set()
    for text in HOSTILE[:100]:
        seen.add(browser.post(f"/t/{topic.id}/lock/", {"reason": text}).status_code)
        Lock.objects.all().delete()

    assert seen <= {303, 422}


# Splitting, merging, moving


def test_chosen_messages_become_a_topic(as_: Browser, ada: Actor, topic: Topic) -> None:
    two, four = topic.messages.get(number=2), topic.messages.get(number=4)

    done = as_(ada).post(
        f"/t/{topic.id}/split/", {"title": "Even", "messages": [str(two.id), str(four.id)]}
    )

    new = Topic.objects.get(title="Even")
    assert done["Location"] == f"/t/{new.id}/"
    assert list(new.messages.order_by("number").values_list("text", flat=True)) == ["two", "four"]
    assert "Was split from" in as_(None).get(f"/t/{new.id}/").text
    assert "Was split into" in as_(None).get(f"/t/{topic.id}/").text


def test_split_of_an_older_page_takes_the_messages_that_were_seen(
    as_: Browser, ada: Actor, topic: Topic
) -> None:
    four = topic.messages.get(number=4)
    split_topic(actor=ada, topic=topic, numbers=[2], title="First")

    as_(ada).post(f"/t/{topic.id}/split/", {"title": "Second", "messages": [str(four.id)]})

    assert list(
        Topic.objects.get(title="Second").messages.order_by("number").values_list("text", flat=True)
    ) == ["four"]


@pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 50], ["1"], ["\0"], ["5"] * 400])
def test_split_of_nothing_is_refused_and_keeps_the_title(
    as_: Browser, ada: Actor, topic: Topic, chosen: list[str]
) -> None:
    page = as_(ada).post(f"/t/{topic.id}/split/", {"title": "My title", "messages": chosen})

    assert page.status_code == 422
    assert "My title" in page.text
    assert "Choose at least one reply" in page.text


def test_messages_of_another_topic_are_not_split_off(
    as_: Browser, ada: Actor, ben: Actor, burrow: Space, topic: Topic
) -> None:
    secret = factories.reply(ben, factories.topic(ben, burrow))

    page = as_(ada).post(f"/t/{topic.id}/split/", {"title": "X", "messages": [str(secret.id)]})

    assert page.status_code == 422


def test_topic_to_merge_into_is_found_by_title(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, meadow: Space, topic: Topic
) -> None:
    near = factories.topic(ben, meadow, title="The flooded lane")
    factories.topic(ben, meadow, title="Honey")
    factories.topic(cyn, factories.space(cyn, "elsewhere"), title="A lane elsewhere")

    found = as_(ada).get(f"/t/{topic.id}/merge/?q=LANE", headers=HTMX)

    assert found.text.lstrip().startswith('<section id="found"')
    assert f"?into={near.id}" in found.text
    assert found.text.count("?into=") == 1


def test_only_plain_topics_are_offered_and_a_closed_one_is_reopened_first(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, topic: Topic
) -> None:
    ended = factories.topic(ben, meadow, title="The ditch")
    close_topic(actor=ada, topic=ended, summary="Dug.")
    decision = factories.topic(ben, meadow, title="A vote")
    Topic.objects.filter(id=decision.id).update(kind="decision")
    browser, merge, carry = as_(ada), f"/t/{topic.id}/merge/", f"/t/{topic.id}/carry/"

    offered = browser.get(merge).text
    taking = browser.get(f"{merge}?into={decision.id}")
    refused = browser.get(f"{merge}?into={ended.id}")

    assert (f"?into={decision.id}" in offered, f"?into={ended.id}" in offered) == (False, False)
    assert f"/t/{ended.id}/reopen/" in offered
    assert f"?into={decision.id}" in browser.get(carry).text
    assert (taking.status_code, refused.status_code) == (409, 409)
    assert "Challenges, decisions and sessions stay as they were opened." in taking.text
    assert "is closed with a summary of what came of it. Reopen it first." in refused.text
    assert browser.get(f"/t/{ended.id}/merge/").status_code == 409


def test_notes_of_stewards_are_not_offered_to_be_split_off(
    as_: Browser, ada: Actor, ben: Actor, topic: Topic
) -> None:
    split_topic(actor=ada, topic=topic, numbers=[2], title="Another")

    page = as_(ada).get(f"/t/{topic.id}/split/").text

    assert "moved one message to" not in page


def test_merged_topic_leads_on_with_a_sentence(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, topic: Topic
) -> None:
    into = factories.topic(ben, meadow, title="The ditch")
    confirm = as_(ada).get(f"/t/{topic.id}/merge/?into={into.id}")

    done = as_(ada).post(f"/t/{topic.id}/merge/", {"into": str(into.id)})

    led = as_(None).get(f"/t/{topic.id}/", follow=True)
    assert "4 messages go to the end" in confirm.text
    assert done["Location"] == f"/t/{into.id}/"
    assert led.redirect_chain == [(f"/t/{into.id}/2/?from={topic.id}#m2", 302)]
    assert "“The lane” was merged into this topic" in led.text
    assert "Took in" in led.text
    assert [one.title for one in topics_of(meadow, None)] == ["The ditch"]
    assert as_(ada).get(f"/t/{topic.id}/lock/").status_code == 404


def test_merged_topic_of_a_hidden_one_is_missing(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, burrow: Space, topic: Topic
) -> None:
    merge_topic(actor=ada, topic=topic, into=factories.topic(ben, burrow))

    assert as_(None).get(f"/t/{topic.id}/").status_code == 404
    assert as_(ben).get(f"/t/{topic.id}/").status_code == 302


def test_merge_takes_followers_askers_and_the_answer_along(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space
) -> None:
    factories.member(cyn, meadow)
    first = factories.topic(ada, meadow, kind="question")
    second = factories.topic(ben, meadow, kind="question")
    follow_topic(actor=cyn, topic=second, level="all")
    ask_too(actor=cyn, topic=second)
    ask_too(actor=ada, topic=second)
    answer = factories.reply(cyn, second)
    accept_answer(actor=ben, message=answer)
    pin_topic(actor=ada, topic=second)

    merge_topic(actor=ada, topic=second, into=first)

    first.refresh_from_db()
    meadow.refresh_from_db()
    assert TopicFollow.objects.get(topic=first, actor=cyn).level == "all"
    assert list(first.me_toos.values_list("actor_id", flat=True)) == [cyn.id]
    assert first.accepted.message_id == answer.id
    assert Pin.objects.count() == 0
    assert meadow.topic_count == 1


def test_split_off_answer_no_longer_answers(ada: Actor, ben: Actor, meadow: Space) -> None:
    question = factories.topic(ben, meadow, kind="question")
    answer = factories.reply(ada, question)
    accept_answer(actor=ben, message=answer)

    split_topic(actor=ada, topic=question, numbers=[2], title="Apart")

    assert not Topic.objects.filter(accepted__isnull=False).exists()


@pytest.mark.parametrize(
    ("into", "status"), [("1", 404), ("\0", 200), ("9" * 50, 200), ("-1", 200)]
)
def test_merge_into_nothing_is_missing_or_asks_again(
    as_: Browser, ada: Actor, topic: Topic, into: str, status: int
) -> None:
    before = topic.messages.count()

    assert as_(ada).post(f"/t/{topic.id}/merge/", {"into": into}).status_code == status
    assert topic.messages.count() == before


def test_messages_are_carried_to_a_topic_that_is_found(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, topic: Topic
) -> None:
    into = factories.topic(ben, meadow, title="Where it belongs")
    second = topic.messages.get(number=2)
    browser = as_(ada)

    found = browser.get(f"/t/{topic.id}/carry/?q=belongs").text
    asked = browser.get(f"/t/{topic.id}/carry/?into={into.id}").text
    nothing = browser.post(f"/t/{topic.id}/carry/", {"into": into.id})
    done = browser.post(f"/t/{topic.id}/carry/", {"into": into.id, "messages": second.id})

    assert f'href="/t/{topic.id}/carry/?into={into.id}"' in found
    assert f'value="{second.id}"' in asked
    assert (nothing.status_code, "Choose at least one reply" in nothing.text) == (422, True)
    assert (done.status_code, done["Location"]) == (303, f"/t/{into.id}/")
    second.refresh_from_db()
    assert (second.topic_id, second.number) == (into.id, 2)


def test_messages_are_carried_by_stewards_of_both_places_only(
    as_: Browser, ada: Actor, ben: Actor, cyn: Actor, topic: Topic
) -> None:
    elsewhere = factories.topic(cyn, factories.space(cyn, "elsewhere"))
    second = topic.messages.get(number=2)
    words = {"into": elsewhere.id, "messages": second.id}

    assert as_(ben).post(f"/t/{topic.id}/carry/", words).status_code == 403
    assert as_(ada).post(f"/t/{topic.id}/carry/", words).status_code == 403
    assert Message.objects.get(id=second.id).topic_id == topic.id


def test_topic_is_moved_between_ones_own_spaces(
    as_: Browser, ada: Actor, orchard: Space, topic: Topic
) -> None:
    page = as_(ada).get(f"/t/{topic.id}/move/")
    done = as_(ada).post(f"/t/{topic.id}/move/", {"space": str(orchard.id)})
    elsewhere = as_(ada).post(f"/t/{topic.id}/move/", {"space": "1"})

    topic.refresh_from_db()
    assert "The Orchard" in page.text
    assert done["Location"] == f"/t/{topic.id}/"
    assert topic.space_id == orchard.id
    assert elsewhere.status_code == 422


def test_moving_members_words_into_the_open_is_warned_of(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, burrow: Space
) -> None:
    hidden = factories.topic(ben, burrow)

    assert "said among the members" in as_(ada).get(f"/t/{hidden.id}/move/").text


# The trail


def test_history_is_told_in_sentences(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, topic: Topic
) -> None:
    lock_topic(actor=ada, topic=topic, reason="Enough")
    new = split_topic(actor=ada, topic=topic, numbers=[3], title="Apart")

    changes = as_(None).get(f"/t/{topic.id}/history/").text
    everything = as_(None).get(f"/t/{topic.id}/history/?show=all").text

    assert ">Ada</a> locked this topic" in changes
    assert f'→ <a href="/t/{new.id}/" dir="auto">Apart</a>' in changes
    assert "replied in" not in changes
    assert ">Ben</a> replied in this topic" in everything


def test_history_keeps_to_its_audience(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, burrow: Space, topic: Topic
) -> None:
    follow_topic(actor=ben, topic=topic, level="all")
    reshare(actor=ada, message=topic.messages.get(number=1), into=burrow)

    stranger = as_(None).get(f"/t/{topic.id}/history/").text
    member = as_(ben).get(f"/t/{topic.id}/history/").text

    assert "follows this topic" not in stranger
    assert "passed on" not in stranger
    assert "follows this topic" in member
    assert "passed on" in member


def test_history_of_a_closed_space_is_missing(
    as_: Browser, ben: Actor, cyn: Actor, burrow: Space, topic: Topic
) -> None:
    hidden = factories.topic(ben, burrow)

    assert as_(cyn).get(f"/t/{hidden.id}/history/").status_code == 404
    assert as_(cyn).get(f"/t/{topic.id}/history/?after=nonsense").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_database_as_often_for_three_as_for_one(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, count: int
) -> None:
    topic = factories.topic(ben, meadow)
    for number in range(count):
        factories.reply(ben, topic)
        close_topic(actor=ada, topic=topic, summary="Done.")
        Closing.objects.all().delete()
        factories.topic(ben, meadow, title=f"Lane {number}")
    browser = as_(ada)
    costs = {
        f"/t/{topic.id}/history/?show=all": 11,
        f"/t/{topic.id}/split/": 9,
        f"/t/{topic.id}/merge/?q=lane": 10,
    }

    seen = {}
    for address in costs:
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        seen[address] = len(queries)

    assert seen == costs


@pytest.mark.parametrize("role", ["member", "steward"])
def test_menu_offers_nothing_that_would_be_refused(
    as_: Browser, ada: Actor, cyn: Actor, meadow: Space, topic: Topic, role: str
) -> None:
    factories.member(cyn, meadow)
    Membership.objects.filter(actor=cyn).update(role=role)

    page = as_(cyn).get(f"/t/{topic.id}/").text

    offered = {act for act in ACTS if f"/t/{topic.id}/{act}/" in page}
    allowed = {act for act in offered if as_(cyn).get(f"/t/{topic.id}/{act}/").status_code == 200}
    assert offered == allowed
    assert offered == (
        {"lock", "pin", "close", "split", "merge", "move"} if role == "steward" else set()
    )


def test_where_nobody_replied_nothing_is_offered_to_choose(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, topic: Topic
) -> None:
    alone = factories.topic(ben, meadow, title="Nobody answers")
    client = as_(ada)
    menu = client.get(f"/t/{alone.id}/").text
    pages = [
        client.get(f"/t/{alone.id}/{path}").text
        for path in ("split/", "carry/", f"carry/?into={topic.id}")
    ]

    assert (f"/t/{alone.id}/split/" in menu, f"/t/{alone.id}/carry/" in menu) == (False, False)
    assert ["Nobody has replied yet" in page for page in pages] == [True, True, True]
    assert ["<button" in page.partition("<main")[2].partition("</main")[0] for page in pages] == [
        False,
        False,
        False,
    ]
    assert "Nobody has replied yet" not in client.get(f"/t/{topic.id}/split/").text
