"""Reacting, passing on, keeping, following."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.conversations.actions import (
    bookmark,
    delete_message,
    follow_topic,
    mark_read,
    react,
    remove_bookmark,
    reshare,
    save_draft,
    withdraw_reaction,
    withdraw_reshare,
)
from groundswell.conversations.models import (
    Bookmark,
    Draft,
    Reaction,
    ReadPosition,
    Reshare,
    TopicFollow,
)
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.spaces.models import Space
from tests import factories


def test_reaction_is_given_once(ada: Actor, ben: Actor, meadow: Space) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow))

    react(actor=ada, message=message, sign="💡")
    with pytest.raises(Conflict, match="already"):
        react(actor=ada, message=message, sign="💡")

    assert list(Reaction.objects.values_list("actor_id", "sign")) == [(ada.id, "💡")]


def test_withdrawn_reaction_is_gone_and_stays_in_the_log(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow))
    react(actor=ada, message=message, sign="💡")

    withdraw_reaction(actor=ada, message=message, sign="💡")

    kinds = Activity.objects.filter(message_id=message.id, actor=ada).order_by("id")
    assert list(Reaction.objects.all()) == []
    assert list(kinds.values_list("kind", flat=True)) == [
        "conversations.reacted",
        "conversations.reaction_withdrawn",
    ]


def test_sign_outside_the_spaces_set_is_refused(ben: Actor, meadow: Space) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow))
    meadow.reactions = "🌱 🌊"
    meadow.save()
    message.topic.space.refresh_from_db()

    with pytest.raises(Refused, match="does not use this reaction"):
        react(actor=ben, message=message, sign="💡")


def test_deleted_message_takes_no_reaction(ada: Actor, ben: Actor, meadow: Space) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow))
    delete_message(actor=ben, message=message)

    with pytest.raises(Conflict, match="deleted"):
        react(actor=ada, message=message, sign="💡")


def test_reshare_keeps_the_chain(ada: Actor, ben: Actor, cyn: Actor, meadow: Space) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow))
    first = reshare(actor=ada, message=message, text="Worth reading")

    second = reshare(actor=cyn, message=message, via=first)

    assert (second.via_id, second.message_id) == (first.id, message.id)


def test_reshare_twice_to_one_place_is_refused(ada: Actor, ben: Actor, meadow: Space) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow))
    reshare(actor=ada, message=message)

    with pytest.raises(Conflict, match="already passed"):
        reshare(actor=ada, message=message)


def test_withdrawn_reshare_can_be_made_again(ada: Actor, ben: Actor, meadow: Space) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow))
    first = reshare(actor=ada, message=message)

    withdraw_reshare(actor=ada, passed_on=first)
    second = reshare(actor=ada, message=message)

    assert list(Reshare.objects.filter(withdrawn_at=None)) == [second]


def test_words_said_among_members_do_not_travel(ada: Actor, ben: Actor, burrow: Space) -> None:
    message = factories.reply(ben, factories.topic(ben, burrow))

    with pytest.raises(Refused, match="among members"):
        reshare(actor=ada, message=message)


def test_reshare_into_a_space_needs_membership(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space
) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow))
    orchard = factories.space(cyn, "orchard")

    with pytest.raises(Refused, match="Join Orchard first"):
        reshare(actor=ada, message=message, into=orchard)


def test_bookmark_is_kept_and_removed(ada: Actor, ben: Actor, meadow: Space) -> None:
    message = factories.reply(ben, factories.topic(ben, meadow))

    bookmark(actor=ada, message=message, note="for the walk")
    assert list(Bookmark.objects.values_list("actor_id", "note")) == [(ada.id, "for the walk")]

    remove_bookmark(actor=ada, message=message)
    assert list(Bookmark.objects.all()) == []


def test_following_a_topic_has_one_level(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)

    follow_topic(actor=ada, topic=topic, level="all")
    follow_topic(actor=ada, topic=topic, level="quiet")
    assert list(TopicFollow.objects.filter(actor=ada).values_list("level", flat=True)) == ["quiet"]

    follow_topic(actor=ada, topic=topic, level="none")
    assert list(TopicFollow.objects.filter(actor=ada)) == []


def test_unknown_level_is_refused(ada: Actor, ben: Actor, meadow: Space) -> None:
    with pytest.raises(Invalid, match="quiet, normal or all"):
        follow_topic(actor=ada, topic=factories.topic(ben, meadow), level="loud")


def test_read_position_never_goes_back(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)
    for _ in range(4):
        factories.reply(ben, topic)

    for number in (3, 2, 99, 1):
        mark_read(actor=ada, topic=topic, number=number)

    assert list(ReadPosition.objects.filter(actor=ada).values_list("number", flat=True)) == [5]


def test_own_words_posted_before_the_rest_is_known_as_read_are_no_news(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ben, meadow)
    mark_read(actor=ada, topic=topic, number=1)
    factories.reply(ben, topic)
    factories.reply(ada, topic)
    factories.reply(ada, topic)
    factories.reply(ben, topic)

    mark_read(actor=ada, topic=topic, number=2, after=1)

    assert ReadPosition.objects.get(actor=ada, topic=topic).number == 4


def test_draft_is_kept_once_and_ends_when_emptied(ada: Actor) -> None:
    save_draft(actor=ada, place="topic-1", text="Dear")
    save_draft(actor=ada, place="topic-1", text="Dear all")
    assert list(Draft.objects.values_list("place", "text")) == [("topic-1", "Dear all")]

    save_draft(actor=ada, place="topic-1", text="")
    assert list(Draft.objects.of(ada)) == []


def test_reply_takes_few_queries(ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)
    factories.reply(ben, topic)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        factories.reply(ben, topic)

    assert len(queries) <= 17


def test_level_that_is_none_of_the_three_cannot_be_stored(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    follow = TopicFollow(topic=factories.topic(ben, meadow), actor=ada, level="loud")

    with pytest.raises(IntegrityError), transaction.atomic():
        follow.save()
