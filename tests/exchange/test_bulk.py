"""The bulk door leaves what the single door leaves, and leaves it whole or not at all."""

from datetime import UTC, datetime, timedelta

import pytest

from groundswell.activity import bulk, projector
from groundswell.activity.bulk import Entry, fresh_ids, record_many
from groundswell.activity.log import ActionError, importing
from groundswell.activity.models import Activity, Outbox
from groundswell.conversations.actions import open_topic, post_reply
from groundswell.conversations.actions.bulk import Conversation, Said, bring_conversations
from groundswell.conversations.activities import REPLY_POSTED
from groundswell.conversations.models import (
    Contribution,
    Mention,
    Message,
    Tagging,
    Topic,
    TopicFollow,
)
from groundswell.spaces.models import Space
from tests import factories

START = datetime(2016, 2, 1, 9, 30, tzinfo=UTC)
WORDS = ["What of #Bon_viure, @ben?", "**Yes** #more", "No. See https://example.org/a", "@ada ok"]


def at(minutes):
    return START + timedelta(minutes=minutes)


def one_by_one(ada, ben, space):
    """Two topics and five replies through the single door."""
    for number in range(2):
        with importing("decidim", at(number)):
            topic = open_topic(
                actor=ada, space=space, kind="discussion", title=f"T{number}", text=WORDS[number]
            )
        first = post(ben, topic, WORDS[2], None, 10 + number)
        second = post(ada, topic, WORDS[3], first, 20 + number)
        post(ben, topic, WORDS[1], second, 30 + number)


def post(author, topic, text, parent, minutes):
    with importing("decidim", at(minutes)):
        return post_reply(actor=author, topic=topic, text=text, parent=parent)


def all_at_once(ada, ben, space):
    """The same through the bulk door."""
    conversations = [
        Conversation(
            title=f"T{number}",
            messages=[
                Said(author=ada, text=WORDS[number], at=at(number)),
                Said(author=ben, text=WORDS[2], at=at(10 + number)),
                Said(author=ada, text=WORDS[3], at=at(20 + number), parent=1),
                Said(author=ben, text=WORDS[1], at=at(30 + number), parent=2),
            ],
        )
        for number in range(2)
    ]
    return bring_conversations(
        actor=ada, space=space, source="decidim", conversations=conversations, names_people=True
    )


def rows_of(space):
    """Everything written about the conversations of a space, without its own ids and clock."""
    topics = Topic.objects.filter(space=space).order_by("title")
    messages = Message.objects.filter(topic__in=topics)
    topic_titles = {topic.id: topic.title for topic in topics}
    named = {message.id: (message.topic.title, message.number) for message in messages}
    plain = ("kind", "title", "author_id", "published_at", "last_number", "last_message_at")
    return {
        "topics": list(topics.values_list(*plain, "source", "removed_at")),
        "messages": sorted((named[it.id], named.get(it.parent_id), *said(it)) for it in messages),
        "taggings": sorted((named[it.message_id], it.tag_id) for it in taggings(topics)),
        "mentions": sorted(
            (named[it.message_id], it.actor_id)
            for it in Mention.objects.filter(message__in=messages)
        ),
        "credits": sorted(
            (it.topic.title, it.actor_id, it.role, named[it.message_id], it.at)
            for it in Contribution.objects.filter(topic__in=topics)
        ),
        "follows": sorted(
            (it.topic.title, it.actor_id, it.level)
            for it in TopicFollow.objects.filter(topic__in=topics)
        ),
        "activities": sorted(logged(it, named, topic_titles) for it in log_of(space)),
        "count": Space.objects.get(id=space.id).topic_count,
    }


def log_of(space):
    return Activity.objects.filter(space_id=space.id, topic_id__isnull=False)


def logged(it, named, topic_titles):
    what = (it.kind, it.actor_id, named[it.message_id], it.target_actor_id)
    return (*what, it.published_at, it.source, it.data == {}, topic_titles[it.topic_id])


def said(it):
    html = it.html.replace(str(it.id), "ID")
    place = (it.author_id, it.kind, it.text, html, it.renderer)
    return (*place, it.published_at, it.source, it.alignment)


def taggings(topics):
    return Tagging.objects.filter(topic__in=topics)


def test_bulk_leaves_what_single_actions_leave(ada, ben):
    slow, quick = factories.space(ada, "slow"), factories.space(ada, "quick")
    factories.member(ben, slow)
    factories.member(ben, quick)

    one_by_one(ada, ben, slow)
    all_at_once(ada, ben, quick)

    assert rows_of(quick) == rows_of(slow)
    assert len(rows_of(quick)["messages"]) == 8
    assert len(rows_of(quick)["mentions"]) == 3


def test_ids_order_as_the_true_dates(ada, ben, meadow):
    written = all_at_once(ada, ben, meadow)

    by_id = sorted((row for rows in written for row in rows), key=lambda row: row.id)
    assert [row.published_at for row in by_id] == [at(m) for m in (0, 1, 10, 11, 20, 21, 30, 31)]


def test_replies_join_a_topic_that_is_here(ada, ben, meadow):
    topic = factories.topic(ada, meadow)
    first = factories.reply(ben, topic)

    bring_conversations(
        actor=ada,
        space=meadow,
        source="decidim",
        conversations=[
            Conversation(
                topic=topic,
                messages=[
                    Said(author=ben, text="Late", at=START, parent=first),
                    Said(author=ada, text="Later", at=at(1), parent=0),
                ],
            )
        ],
    )

    rows = list(topic.messages.order_by("number").values_list("number", "text", "parent__number"))
    assert rows[2:] == [(3, "Late", 2), (4, "Later", 3)]
    topic.refresh_from_db()
    assert (topic.last_number, topic.last_message_at) == (4, first.published_at)


def test_names_from_elsewhere_are_not_people_here(ada, ben, meadow):
    said = Said(author=ada, text="Ask @ben", at=START)

    bring_conversations(
        actor=ada,
        space=meadow,
        source="decidim",
        conversations=[Conversation(title="Elsewhere", messages=[said])],
    )

    assert list(Mention.objects.all()) == []
    assert Message.objects.get(topic__title="Elsewhere").html == '<p dir="auto">Ask @ben</p>\n'


def test_taken_id_is_drawn_again(ada, meadow, monkeypatch):
    topic = factories.topic(ada, meadow)
    drawn = iter([topic.id, topic.id, 77, 77, 78])
    monkeypatch.setattr(bulk, "new_id", lambda _at: next(drawn))

    assert fresh_ids(Topic, [START]) == [77]
    assert fresh_ids(Topic, []) == []
    assert list(drawn) == [77, 78]


def test_two_rows_of_one_batch_never_share_an_id(db, monkeypatch):
    drawn = iter([5, 5, 6])
    monkeypatch.setattr(bulk, "new_id", lambda _at: next(drawn))

    assert fresh_ids(Topic, [START, START]) == [5, 6]


def test_batch_that_fails_leaves_nothing(ada, ben, meadow):
    before = (Topic.objects.count(), Activity.objects.count())
    said = Said(author=ada, text="Fine", at=START)

    with pytest.raises(Exception, match="Nothing is written here yet"):
        bring_conversations(
            actor=ada,
            space=meadow,
            source="decidim",
            conversations=[
                Conversation(title="Good", messages=[said]),
                Conversation(title=" ", messages=[said]),
            ],
        )

    assert (Topic.objects.count(), Activity.objects.count()) == before


def test_bulk_readers_read_the_batch_and_no_alert_waits(ada, ben, meadow, monkeypatch):
    read = []
    monkeypatch.setattr(projector, "_bulk", {"reader": read.extend})
    Outbox.objects.all().delete()

    all_at_once(ada, ben, meadow)

    assert sorted(it.message_id for it in read) == sorted(
        Message.objects.filter(topic__space=meadow).values_list("id", flat=True)
    )
    assert list(Outbox.objects.all()) == []


def fails(_activities):
    raise RuntimeError


def writes_what_is_there(_activities):
    Message.objects.bulk_create([Message.objects.order_by("id").first()])


@pytest.mark.parametrize("failing", [fails, writes_what_is_there])
def test_what_a_bulk_reader_failed_on_is_left_to_the_worker(
    ada, ben, meadow, monkeypatch, caplog, failing
):
    monkeypatch.setattr(projector, "_bulk", {"failing": failing})
    Outbox.objects.all().delete()

    all_at_once(ada, ben, meadow)

    assert Outbox.objects.count() == 8
    assert Message.objects.filter(topic__space=meadow).count() == 8


def test_recording_in_bulk_outside_a_bulk_action_is_refused(ada):
    entry = Entry(kind=REPLY_POSTED, actor_id=ada.id, at=START)

    with pytest.raises(ActionError, match="outside a bulk action"):
        record_many([entry], source="decidim")
