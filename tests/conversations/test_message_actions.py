"""Replying, editing and deleting."""

import pytest

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.conversations.actions import delete_message, edit_message
from groundswell.conversations.models import Lock, Message, Version
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.spaces.models import Space
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


def test_log_never_holds_the_words(ben: Actor, meadow: Space) -> None:
    factories.reply(ben, factories.topic(ben, meadow), text="A secret word")

    activity = Activity.objects.get(kind="conversations.reply_posted")
    assert activity.data == {}
