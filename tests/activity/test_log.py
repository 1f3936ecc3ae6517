"""The one door: what it lets through, and what it leaves when it refuses."""

from datetime import UTC, datetime

import pytest

from groundswell.activity import projector
from groundswell.activity.log import (
    ActionError,
    AlreadyDone,
    action,
    importing,
    once,
    record,
)
from groundswell.activity.models import Activity, Outbox
from groundswell.actors.models import Actor
from groundswell.conversations.activities import REPLY_POSTED
from groundswell.conversations.models import Message
from groundswell.spaces.models import Space
from tests import factories


@action
def say_nothing(*, actor: Actor) -> None:
    actor.save(update_fields=["name"])


@action
def say_twice(*, actor: Actor) -> None:
    record(REPLY_POSTED, actor=actor)
    record(REPLY_POSTED, actor=actor)


@action
def rename_and_fail(*, actor: Actor) -> None:
    actor.name = "Changed"
    actor.save(update_fields=["name"])
    record(REPLY_POSTED, actor=actor)
    raise ValueError("on purpose")


def test_action_without_activity_is_rolled_back(ada: Actor) -> None:
    ada.name = "Other"

    with pytest.raises(ActionError, match="recorded 0 activities, not one"):
        say_nothing(actor=ada)

    assert Actor.objects.get(id=ada.id).name == "Ada"


def test_action_with_two_activities_is_refused(ada: Actor) -> None:
    with pytest.raises(ActionError, match="recorded 2 activities, not one"):
        say_twice(actor=ada)

    assert list(Activity.objects.all()) == []


def test_failed_action_leaves_nothing(ada: Actor) -> None:
    with pytest.raises(ValueError, match="on purpose"):
        rename_and_fail(actor=ada)

    assert Actor.objects.get(id=ada.id).name == "Ada"
    assert list(Activity.objects.all()) == []
    assert list(Outbox.objects.all()) == []


def test_recording_outside_an_action_is_refused(ada: Actor) -> None:
    with pytest.raises(ActionError, match="outside an action"):
        record(REPLY_POSTED, actor=ada)


def test_repeated_form_does_it_once(ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)

    with once("n1"):
        first = factories.reply(ben, topic)
    with once("n1"), pytest.raises(AlreadyDone) as repeat:
        factories.reply(ben, topic)

    assert repeat.value.activity.message_id == first.id
    assert Message.objects.filter(topic=topic).count() == 2


def test_nonce_of_another_person_does_not_count(ada: Actor, ben: Actor, meadow: Space) -> None:
    topic = factories.topic(ben, meadow)

    with once("n1"):
        factories.reply(ben, topic)
        factories.reply(ada, topic)

    assert [m.author_id for m in topic.messages.order_by("number")] == [ben.id, ben.id, ada.id]


def test_import_keeps_its_true_date_and_source(ben: Actor, meadow: Space) -> None:
    with importing("decidim", datetime(2016, 2, 1, 9, 30, tzinfo=UTC)):
        topic = factories.topic(ben, meadow)

    activity = Activity.objects.get(topic_id=topic.id)
    assert topic.published_at == datetime(2016, 2, 1, 9, 30, tzinfo=UTC)
    assert activity.published_at == datetime(2016, 2, 1, 9, 30, tzinfo=UTC)
    assert activity.source == "decidim"


def test_eventual_reader_that_fails_is_tried_again(
    ben: Actor, meadow: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_activity: Activity) -> None:
        raise RuntimeError

    Outbox.objects.all().delete()
    factories.topic(ben, meadow)
    monkeypatch.setattr(projector, "_eventual", {"failing": failing})

    assert projector.project_pending() == 0
    assert [row.attempts for row in Outbox.objects.all()] == [1]


def test_projected_activity_leaves_the_outbox(ben: Actor, meadow: Space) -> None:
    Outbox.objects.all().delete()
    factories.topic(ben, meadow)

    assert projector.project_pending() == 1
    assert list(Outbox.objects.all()) == []
