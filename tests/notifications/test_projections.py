"""Who is told of what, why, and never twice."""

import pytest

from groundswell.activity.log import importing
from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending, rebuild
from groundswell.actors.models import Actor
from groundswell.conversations.actions import follow_tag, follow_topic
from groundswell.conversations.models import Hashtag, Topic
from groundswell.core.clock import now
from groundswell.notifications.models import Notification
from groundswell.notifications.projections import alert
from groundswell.people.actions import follow_person
from groundswell.people.models import AlertPreference, Block
from groundswell.spaces.actions import follow_space
from groundswell.spaces.models import Membership, Space, SpaceFollow
from tests import factories


def told() -> list[tuple[str, str]]:
    """Handles and reasons of all alerts, in the order of the people."""
    project_pending()
    rows = Notification.objects.order_by("recipient__handle")
    return list(rows.values_list("recipient__handle", "reason"))


def test_reply_tells_the_one_answered(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ada, meadow)
    factories.reply(ben, topic)

    assert told() == [("ada", "reply")]


def test_mention_outweighs_reply(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ada, meadow)
    factories.reply(ben, topic, text="@ada what do you say?")

    assert told() == [("ada", "mention")]


def test_nobody_is_told_of_their_own_words(ada: Actor, meadow: Space) -> None:
    topic = factories.topic(ada, meadow)
    factories.reply(ada, topic, text="@ada talking to myself")

    assert told() == []


def test_follower_of_everything_is_told_once(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ada, meadow)
    follow_topic(actor=ada, topic=topic, level="all")
    SpaceFollow.objects.create(space=meadow, actor=ada, level="all")
    factories.reply(ben, topic)

    assert told() == [("ada", "reply")]


def test_follower_of_the_space_hears_of_new_topics(
    ada: Actor, ben: Actor, cyn: Actor, meadow: Space
) -> None:
    SpaceFollow.objects.create(space=meadow, actor=cyn, level="normal")
    topic = factories.topic(ben, meadow)
    factories.reply(ben, topic)

    assert told() == [("cyn", "space")]


def test_quiet_topic_tells_only_of_mentions(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ada, meadow)
    follow_topic(actor=ada, topic=topic, level="quiet")
    factories.reply(ben, topic)
    assert told() == []

    factories.reply(ben, topic, text="@ada please")
    assert told() == [("ada", "mention")]


def test_quiet_topic_is_quiet_also_to_who_follows_its_space_its_tags_and_people(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    topic = factories.topic(ada, meadow)
    other = factories.topic(ada, meadow, text="#leat")
    follow_space(actor=ada, space=meadow, level="all")
    follow_person(actor=ada, person=ben, level="all")
    follow_tag(actor=ada, tag=Hashtag.objects.get(name="leat"), level="all")
    follow_topic(actor=ada, topic=topic, level="quiet")
    so_far = told()

    factories.reply(ben, topic, text="One #leat")
    assert told() == so_far == [("ben", "follower")]

    factories.reply(ben, other, text="Two #leat")
    assert told() == [("ada", "reply"), ("ben", "follower")]


@pytest.mark.parametrize("what", ["topic", "tag", "person", "space"])
@pytest.mark.parametrize(("level", "hears"), [("quiet", ""), ("normal", "topics"), ("all", "both")])
def test_what_each_level_tells_of(
    ben: Actor, cyn: Actor, meadow: Space, what: str, level: str, hears: str
) -> None:
    topic = factories.topic(ben, meadow, text="#leat")
    follow = {
        "topic": lambda: follow_topic(actor=cyn, topic=topic, level=level),
        "tag": lambda: follow_tag(actor=cyn, tag=Hashtag.objects.get(name="leat"), level=level),
        "person": lambda: follow_person(actor=cyn, person=ben, level=level),
        "space": lambda: follow_space(actor=cyn, space=meadow, level=level),
    }
    follow[what]()
    so_far = told()

    factories.reply(ben, Topic.objects.get(id=topic.id), text="Also #leat")
    of_reply = [one for one in told() if one not in so_far]
    Notification.objects.all().delete()
    factories.topic(ben, meadow, text="#leat again")

    assert of_reply == ([("cyn", what)] if hears == "both" else [])
    assert told() == ([("cyn", what)] if hears and what != "topic" else [])


def test_silenced_reason_is_not_told(ada: Actor, ben: Actor, meadow: Space) -> None:
    AlertPreference.objects.create(actor=ada, silenced=["reply"])
    factories.reply(ben, factories.topic(ada, meadow))

    assert told() == []


def test_muted_person_tells_nothing(ada: Actor, ben: Actor, meadow: Space) -> None:
    Block.objects.create(actor=ada, blocked=ben)
    factories.reply(ben, factories.topic(ada, meadow))

    assert told() == []


def test_mention_of_a_stranger_to_a_closed_space_tells_nothing(
    ada: Actor, ben: Actor, cyn: Actor, burrow: Space
) -> None:
    factories.topic(ben, burrow, text="What would @cyn and @ada say?")

    assert told() == [("ada", "mention")]


def test_import_alerts_nobody(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ada, meadow)
    with importing("mbox", now()):
        factories.reply(ben, topic)

    assert told() == []


def test_projection_made_twice_is_made_once(ada: Actor, ben: Actor, meadow: Space) -> None:
    factories.reply(ben, factories.topic(ada, meadow))
    project_pending()
    before = list(Notification.objects.values_list("recipient", "activity", "reason"))

    rebuild(alert)

    assert list(Notification.objects.values_list("recipient", "activity", "reason")) == before
    assert len(before) == 1


def test_person_who_left_the_space_is_told_no_more(ada: Actor, ben: Actor, burrow: Space) -> None:
    topic = factories.topic(ben, burrow)
    Membership.objects.filter(actor=ben, space=burrow).delete()
    factories.reply(ada, topic)

    assert Activity.objects.filter(topic_id=topic.id).count() == 2
    assert told() == []
