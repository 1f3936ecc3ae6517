"""Replying, editing and deleting."""

from functools import partial

import pytest

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.conversations.actions import (
    accept_answer,
    close_topic,
    delete_message,
    edit_message,
    lock_topic,
    pin_topic,
    split_topic,
)
from groundswell.conversations.models import Lock, Mention, Message, Version
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.spaces.actions import close_space, remove_member
from groundswell.spaces.models import Membership, Space
from tests import factories


def test_replies_are_numbered_densely(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)

    factories.reply(ada, topic)
    factories.reply(ben, topic)

    topic.refresh_from_db()
    assert list(topic.messages.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert topic.last_number == 3


def test_reply_by_a_stranger_is_refused(ben: Actor, cyn: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)

    with pytest.raises(Refused, match="Join The Meadow first"):
        factories.reply(cyn, topic)

    assert topic.messages.count() == 1


def test_reply_in_a_locked_topic_says_why(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)
    Lock.objects.create(topic=topic, by=ada, reason="We meet on Friday.")

    with pytest.raises(Conflict, match="locked: We meet on Friday"):
        factories.reply(ben, topic)


def test_empty_reply_is_refused(ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)

    with pytest.raises(Invalid, match="Nothing is written here yet"):
        factories.reply(ben, topic, text="   ")


def test_edit_keeps_the_earlier_wording(ben: Actor, meadow: Space) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow), text="Frist.")

    edit_message(actor=ben, message=message, text="First.", reason="A slip")

    message.refresh_from_db()
    versions = Version.objects.filter(message=message)
    assert message.text == "First."
    assert [(v.number, v.text, v.reason) for v in versions] == [(1, "Frist.", "A slip")]


def test_editing_another_persons_words_is_refused(ada: Actor, ben: Actor, meadow: Space) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow), text="Mine.")

    with pytest.raises(Refused):
        edit_message(actor=ada, message=message, text="Hers.")

    assert Message.objects.get(id=message.id).text == "Mine."


def test_removed_member_no_longer_rewrites_what_they_said(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow), text="Fine.")
    theirs = Membership.objects.get(space=meadow, actor=ben)
    remove_member(actor=ada, membership=theirs, reason="Adverts")

    with pytest.raises(Refused, match="Join The Meadow first"):
        edit_message(actor=ben, message=message, text="Buy adverts.")
    delete_message(actor=ben, message=message)

    message.refresh_from_db()
    assert (message.text, message.tombstoned_by_id) == ("", ben.id)


def test_words_in_a_closed_space_stay_as_they_are(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow, kind="question")
    message = factories.reply(ben, topic, text="Fine.")
    close_space(actor=ada, space=meadow, reason="It is over.")

    for change in (
        partial(edit_message, actor=ben, message=message, text="Changed."),
        partial(accept_answer, actor=ben, message=message),
        partial(close_topic, actor=ben, topic=topic, summary="So."),
        partial(close_topic, actor=ada, topic=topic, summary="So."),
        partial(lock_topic, actor=ada, topic=topic, reason="So."),
        partial(pin_topic, actor=ada, topic=topic),
        partial(split_topic, actor=ada, topic=topic, numbers=[2], title="So"),
    ):
        with pytest.raises(Conflict, match="can only be read"):
            change()

    assert Message.objects.get(id=message.id).text == "Fine."


def test_trail_is_not_edited(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)
    factories.reply(ben, topic)
    split_topic(actor=ada, topic=topic, numbers=[2], title="Apart")
    note = topic.messages.get(kind="note")

    with pytest.raises(Refused, match="what was done here"):
        edit_message(actor=ada, message=note, text="Nothing was done.")


def test_deleting_leaves_a_tombstone_without_words(ada: Actor, ben: Actor, meadow: Space) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow), text="Oops")

    delete_message(actor=ada, message=message)

    message.refresh_from_db()
    assert (message.text, message.html, message.number) == ("", "", 2)
    assert message.tombstoned_by_id == ada.id


def test_mentions_and_tags_are_indexed(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)

    message = factories.reply(ben, topic, text="Hello @ada, see #Flood and #flood")

    assert list(message.mentions.values_list("actor_id", flat=True)) == [ada.id]
    assert list(message.taggings.values_list("tag_id", flat=True)) == ["flood"]


def test_handle_of_a_space_is_no_mention(ben: Actor, meadow: Space, burrow: Space) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow), text="@burrow and @nothere")

    assert message.html == '<p dir="auto">@burrow and @nothere</p>\n'
    assert list(Mention.objects.all()) == []


@pytest.mark.parametrize("kind", ["note", "holding"])
def test_only_a_reply_answers_a_question(ada: Actor, ben: Actor, meadow: Space, kind: str) -> None:
    message = factories.reply(ada, factories.topic(ben, meadow, kind="question"))
    Message.objects.filter(id=message.id).update(kind=kind)
    message.refresh_from_db()

    with pytest.raises(Conflict, match="Only a reply"):
        accept_answer(actor=ben, message=message)


def test_log_never_holds_the_words(ben: Actor, meadow: Space) -> None:
    factories.reply(ben, factories.topic(ben, meadow), text="A secret word")

    activity = Activity.objects.get(kind="conversations.reply_posted")
    assert activity.data == {}
