"""Locking, pinning, closing; moving, splitting and merging whole conversations."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from groundswell.activity.log import importing
from groundswell.actors.models import Actor
from groundswell.conversations.actions import (
    accept_answer,
    close_topic,
    lock_topic,
    mark_read,
    merge_topic,
    move_messages,
    move_topic,
    pin_topic,
    reopen_topic,
    split_topic,
    unlock_topic,
    unpin_topic,
)
from groundswell.conversations.models import (
    AcceptedAnswer,
    Link,
    Lock,
    Message,
    Pin,
    ReadPosition,
    Topic,
)
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.spaces.models import Space
from tests import factories

Browser = Callable[[Actor | None], Client]


def words_of(topic: Topic) -> list[tuple[int, str]]:
    """Numbers and texts as they stand, without stewards' notes."""
    rows = topic.messages.exclude(kind="note").order_by("number")
    return list(rows.values_list("number", "text"))


def thread(author: Actor, space: Space, *texts: str) -> Topic:
    topic = factories.topic(author, space, text=texts[0])
    for text in texts[1:]:
        factories.reply(author, topic, text=text)
    topic.refresh_from_db()
    return topic


def test_lock_and_unlock(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)

    lock_topic(actor=ada, topic=topic, reason="Cooling down")
    with pytest.raises(Conflict, match="locked: Cooling down"):
        factories.reply(ben, topic)

    unlock_topic(actor=ada, topic=topic)
    factories.reply(ben, topic)
    assert list(Lock.objects.all()) == []


def test_members_do_not_lock(ben: Actor, meadow: Space) -> None:
    with pytest.raises(Refused, match="Only stewards"):
        lock_topic(actor=ben, topic=factories.topic(ben, meadow), reason="Enough")


def test_pin_and_unpin(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)

    pin_topic(actor=ada, topic=topic)
    assert list(Pin.objects.values_list("topic_id", "by_id")) == [(topic.id, ada.id)]

    unpin_topic(actor=ada, topic=topic)
    assert list(Pin.objects.all()) == []


def test_closed_topic_takes_no_reply_until_reopened(ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)

    closing = close_topic(actor=ben, topic=topic, summary="We *agreed*.")
    with pytest.raises(Conflict, match="closed"):
        factories.reply(ben, topic)
    assert "<em>agreed</em>" in closing.html

    reopen_topic(actor=ben, topic=topic)
    factories.reply(ben, topic)


def test_move_takes_the_counts_along(ada: Actor, ben: Actor, meadow: Space) -> None:
    orchard = factories.space(ada, "orchard")
    topic = factories.topic(ben, meadow)

    move_topic(actor=ada, topic=topic, space=orchard)

    counts = Space.objects.order_by("id").values_list("topic_count", flat=True)
    assert topic.space_id == orchard.id
    assert list(counts) == [0, 1]


def test_split_leaves_both_conversations_dense(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = thread(ben, meadow, "one", "two", "three", "four", "five")

    new = split_topic(actor=ada, topic=topic, numbers=[2, 4], title="Even ones")

    assert words_of(topic) == [(1, "one"), (2, "three"), (3, "five")]
    assert words_of(new) == [(1, "two"), (2, "four")]
    assert new.messages.get(number=1).kind == "opening"
    assert list(Link.objects.values_list("kind", "origin_id", "target_id")) == [
        ("split_into", topic.id, new.id)
    ]


def test_split_moves_reading_positions_along(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = thread(ben, meadow, "one", "two", "three", "four", "five")
    mark_read(actor=ada, topic=topic, number=4)

    split_topic(actor=ada, topic=topic, numbers=[2, 4], title="Even ones")

    assert ReadPosition.objects.get(actor=ada, topic=topic).number == 2


def test_opening_is_not_split_off(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = thread(ben, meadow, "one", "two")

    with pytest.raises(Invalid, match="the opening stays"):
        split_topic(actor=ada, topic=topic, numbers=[1, 2], title="All")


def test_moved_messages_stand_at_the_end_of_the_other(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    first = thread(ben, meadow, "one", "two", "three")
    second = thread(ada, meadow, "four")

    move_messages(actor=ada, topic=first, numbers=[2], into=second)

    assert words_of(first) == [(1, "one"), (2, "three")]
    assert words_of(second) == [(1, "four"), (2, "two")]


def test_merge_appends_and_leaves_a_trail(ada: Actor, ben: Actor, meadow: Space) -> None:
    first = thread(ben, meadow, "one", "two")
    second = thread(ada, meadow, "three", "four")

    merge_topic(actor=ada, topic=second, into=first)

    second.refresh_from_db()
    assert words_of(first) == [(1, "one"), (2, "two"), (3, "three"), (4, "four")]
    assert second.last_number == 0
    assert list(Link.objects.values_list("kind", "origin_id", "target_id")) == [
        ("merged_into", second.id, first.id)
    ]


@pytest.mark.parametrize(
    ("words", "said"), [(["three"], "with 1 message."), (["three", "four"], "with 2 messages.")]
)
def test_merge_says_how_many_messages_came(
    ada: Actor, ben: Actor, meadow: Space, words: list[str], said: str
) -> None:
    first, second = thread(ben, meadow, "one"), thread(ada, meadow, *words)

    merge_topic(actor=ada, topic=second, into=first)

    assert Message.objects.get(topic=first, kind="note").text.endswith(f"into this topic, {said}")


def test_merged_topic_is_not_merged_again(ada: Actor, ben: Actor, meadow: Space) -> None:
    first, second = thread(ben, meadow, "one"), thread(ada, meadow, "two")
    merge_topic(actor=ada, topic=second, into=first)

    with pytest.raises(Conflict, match="merged already"):
        merge_topic(actor=ada, topic=second, into=first)


@pytest.mark.parametrize("ended", ["first", "second"])
def test_what_is_summed_up_neither_takes_a_topic_in_nor_goes_into_one(
    ada: Actor, ben: Actor, meadow: Space, ended: str
) -> None:
    topics = {"first": thread(ben, meadow, "one"), "second": thread(ada, meadow, "two", "three")}
    close_topic(actor=ada, topic=topics[ended], summary="By the school.")

    with pytest.raises(Conflict, match="is closed with a summary of what came of it"):
        merge_topic(actor=ada, topic=topics["second"], into=topics["first"])
    reopen_topic(actor=ada, topic=topics[ended])
    merge_topic(actor=ada, topic=topics["second"], into=topics["first"])


def test_messages_are_carried_out_of_what_is_closed_and_not_into_it(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    ended, other = thread(ben, meadow, "one", "two"), thread(ada, meadow, "three", "four")
    close_topic(actor=ada, topic=ended, summary="By the school.")

    with pytest.raises(Conflict, match="is closed with a summary"):
        move_messages(actor=ada, topic=other, numbers=[2], into=ended)
    move_messages(actor=ada, topic=ended, numbers=[2], into=other)

    assert words_of(other)[:3] == [(1, "three"), (2, "four"), (3, "two")]


def test_lock_and_pin_of_a_time_that_is_brought_in_keep_it(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    then = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)

    with importing("elsewhere", then):
        lock = lock_topic(actor=ada, topic=topic, reason="Enough.")
        pin = pin_topic(actor=ada, topic=topic)

    assert (lock.at, pin.at) == (then, then)


def test_nothing_is_merged_into_a_topic_that_is_empty(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    first, second = thread(ben, meadow, "one"), thread(ada, meadow, "two")
    merge_topic(actor=ada, topic=second, into=first)
    first, second = Topic.objects.get(id=first.id), Topic.objects.get(id=second.id)

    with pytest.raises(Conflict, match="merged already"):
        merge_topic(actor=ada, topic=first, into=second)

    assert Space.objects.get(id=meadow.id).topic_count == 1


def test_topic_that_was_moved_meanwhile_is_not_moved_again(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    seen_before = Topic.objects.get(id=topic.id)
    orchard, lane = factories.space(ada, "orchard"), factories.space(ada, "lane")
    move_topic(actor=ada, topic=topic, space=orchard)

    with pytest.raises(Conflict, match="moved to another space"):
        move_topic(actor=ada, topic=seen_before, space=lane)

    counts = Space.objects.order_by("id").values_list("topic_count", flat=True)
    assert list(counts) == [0, 1, 0]


def test_answers_do_not_join_two_topics(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = thread(ben, meadow, "one", "two")
    second = topic.messages.get(number=2)
    stays = factories.reply(ben, topic, "three, of two", parent=second)
    goes = factories.reply(ben, topic, "four, of three", parent=stays)

    new = split_topic(actor=ada, topic=topic, numbers=[2, 4], title="Part")

    assert list(Message.objects.exclude(parent=None)) == []
    assert set(Message.objects.filter(id__in=[second.id, goes.id]).values_list("topic")) == {
        (new.id,)
    }


def test_answer_that_is_moved_away_is_accepted_no_longer(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow, kind="question")
    accept_answer(actor=ben, message=factories.reply(ada, topic))
    other = factories.topic(ada, meadow)

    move_messages(actor=ada, topic=topic, numbers=[2], into=other)

    assert list(AcceptedAnswer.objects.all()) == []


def test_words_moved_out_of_sight_show_nowhere(
    as_: Browser, ada: Actor, ben: Actor, meadow: Space, burrow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    moved = factories.reply(ben, topic, "Unkind words about Dee")
    factories.reply(ada, topic, "We moved this.", parent=moved)
    hidden = factories.topic(ada, burrow, title="What we keep to ourselves")

    move_messages(actor=ada, topic=topic, numbers=[2], into=hidden)

    page = as_(None).get(f"/t/{topic.id}/").text
    assert "We moved this." in page
    assert "Unkind words" not in page
    assert "What we keep" not in page
    assert "Ada moved one message elsewhere." in page


def test_parent_elsewhere_is_not_shown_even_if_a_row_says_so(
    as_: Browser, ben: Actor, meadow: Space, burrow: Space
) -> None:
    hidden = factories.reply(ben, factories.topic(ben, burrow), "Unkind words about Dee")
    topic = factories.topic(ben, meadow)
    reply = factories.reply(ben, topic)
    Message.objects.filter(id=reply.id).update(parent=hidden)

    assert "Unkind words" not in as_(None).get(f"/t/{topic.id}/").text


class NothingIsLost(TestCase):
    """Whatever is split off, every message stands once, and numbers are dense."""

    @settings(max_examples=20, deadline=None)
    @given(st.sets(st.integers(2, 8), min_size=1))
    def test_split_and_merge_back_keep_every_message(self, numbers: set[int]) -> None:
        ada = factories.person()
        space = factories.space(ada)
        topic = thread(ada, space, *(f"text {n}" for n in range(1, 9)))

        new = split_topic(actor=ada, topic=topic, numbers=sorted(numbers), title="Part")
        apart = sorted([*words_of(topic), *words_of(new)], key=lambda row: row[1])
        merge_topic(actor=ada, topic=new, into=topic)

        everything = [f"text {n}" for n in range(1, 9)]
        together = topic.messages.order_by("number")
        assert [text for _, text in apart] == everything
        assert sorted(text for _, text in words_of(topic)) == everything
        assert [message.number for message in together] == list(range(1, len(together) + 1))
