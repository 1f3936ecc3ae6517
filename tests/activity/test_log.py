"""The one door: what it lets through, and what it leaves when it refuses."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

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
from groundswell.core.clock import now
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


@pytest.fixture
def readers(db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[int]]:
    """Two readers, of which the first refuses what is in `broken`; each notes what it read."""
    noted: dict[str, list[int]] = {"first": [], "second": [], "broken": []}

    def first(activity: Activity) -> None:
        noted["first"].append(activity.id)
        Actor.objects.filter(id=activity.actor_id).update(name="Half done")
        if activity.id in noted["broken"]:
            raise RuntimeError("It is broken.")

    def second(activity: Activity) -> None:
        noted["second"].append(activity.id)

    Outbox.objects.all().delete()
    monkeypatch.setattr(projector, "_eventual", {"first": first, "second": second})
    return noted


def test_reader_that_fails_keeps_neither_others_nor_later_activities_waiting(
    ben: Actor, meadow: Space, readers: dict[str, list[int]]
) -> None:
    Outbox.objects.all().delete()
    earlier, later = [
        Activity.objects.get(topic_id=factories.topic(ben, meadow).id) for _time in range(2)
    ]
    readers["broken"].append(earlier.id)

    assert projector.project_pending() == 1

    row = Outbox.objects.get()
    assert (row.activity_id, row.attempts, row.failed) == (earlier.id, 1, {"first": "RuntimeError"})
    assert readers["second"] == [earlier.id, later.id]


def test_reader_that_fails_leaves_nothing_half_done(
    ben: Actor, meadow: Space, readers: dict[str, list[int]]
) -> None:
    Outbox.objects.all().delete()
    topic = factories.topic(ben, meadow)
    readers["broken"].append(Activity.objects.get(topic_id=topic.id).id)

    projector.project_pending()

    assert Actor.objects.get(id=ben.id).name == "Ben"


def test_reader_that_failed_alone_reads_again_later_and_later(
    ben: Actor, meadow: Space, readers: dict[str, list[int]]
) -> None:
    Outbox.objects.all().delete()
    activity = Activity.objects.get(topic_id=factories.topic(ben, meadow).id)
    readers["broken"].append(activity.id)
    projector.project_pending()
    readers["first"].clear()

    assert projector.project_pending() == 0
    with time_machine.travel(now() + timedelta(seconds=3)):
        assert projector.project_pending() == 0
    with time_machine.travel(now() + timedelta(seconds=6)):
        assert projector.project_pending() == 0
    readers["broken"].clear()
    with time_machine.travel(now() + timedelta(seconds=8)):
        assert projector.project_pending() == 1

    assert (readers["first"], readers["second"]) == ([activity.id, activity.id], [activity.id])


def test_reader_of_another_name_since_an_update_is_not_forgotten(
    ben: Actor, meadow: Space, readers: dict[str, list[int]]
) -> None:
    Outbox.objects.all().delete()
    factories.topic(ben, meadow)
    Outbox.objects.update(failed={"its.old.name": "ValueError"}, attempts=1)

    projector.project_pending()

    assert (len(readers["first"]), len(readers["second"])) == (1, 1)


def test_projected_activity_leaves_the_outbox(ben: Actor, meadow: Space) -> None:
    Outbox.objects.all().delete()
    factories.topic(ben, meadow)

    assert projector.project_pending() == 1
    assert list(Outbox.objects.all()) == []
