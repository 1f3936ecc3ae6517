"""What must hold when stewards arrange and people write and bring at the same instant."""

from functools import partial
from io import BytesIO

import pytest

from groundswell.conversations.actions import (
    keep_file,
    merge_topic,
    move_topic,
    post_reply,
    reshare,
)
from groundswell.conversations.actions.attachment import Brought
from groundswell.conversations.models import Attachment, Message, Reshare, Topic
from groundswell.conversations.rules import MEBIBYTE
from groundswell.core.errors import Conflict, Refused
from groundswell.spaces.models import Space
from tests import factories
from tests.racing import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("real_database")]


def test_topic_moved_by_two_stewards_at_once_is_counted_once():
    ada = factories.person("ada")
    spaces = [factories.space(ada) for _place in range(3)]
    topic = factories.topic(ada, spaces[0])
    moves = [
        partial(move_topic, actor=ada, topic=Topic.objects.get(id=topic.id), space=space)
        for space in spaces[1:]
    ]

    results = together(moves)

    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert sorted(Space.objects.values_list("topic_count", flat=True)) == [0, 0, 1]


def test_replies_while_topics_are_merged_leave_no_half_topic():
    ada = factories.person("ada")
    space = factories.space(ada)
    topics = [factories.topic(ada, space) for _place in range(2)]
    acts = [
        partial(post_reply, actor=ada, topic=Topic.objects.get(id=topics[0].id), text=f"No. {n}")
        for n in range(4)
    ]
    acts += [
        partial(
            merge_topic,
            actor=ada,
            topic=Topic.objects.select_related("space__actor").get(id=one.id),
            into=Topic.objects.select_related("space__actor").get(id=other.id),
        )
        for one, other in (topics, reversed(topics))
    ]

    results = together(acts)

    refused = [result for result in results if isinstance(result, Exception)]
    assert [type(result) for result in refused] == [Conflict] * len(refused)
    standing = Topic.objects.exclude(last_number=0).get()
    numbers = Message.objects.order_by("number").values_list("topic_id", "number")
    assert list(numbers) == [(standing.id, n) for n in range(1, standing.last_number + 1)]
    assert Space.objects.get(id=space.id).topic_count == 1


def test_two_files_at_once_do_not_share_one_room(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    ada = factories.person("ada")
    space = factories.space(ada)

    def bring():
        file = Brought(
            name="a", content=BytesIO(b"x"), content_type="text/plain", size=15 * MEBIBYTE
        )
        return keep_file(actor=ada, file=file, space=space)

    results = together([bring, bring, bring])

    assert sum(isinstance(result, Refused) for result in results) == 2
    assert Attachment.objects.count() == 1


def test_message_passed_on_by_two_clicks_at_once_travels_once():
    ada = factories.person("ada")
    message = factories.topic(ada, factories.space(ada)).messages.get()
    clicks = [
        partial(reshare, actor=ada, message=Message.objects.get(id=message.id))
        for _time in range(4)
    ]

    results = together(clicks)

    assert sum(isinstance(result, Conflict) for result in results) == 3
    assert Reshare.objects.count() == 1
