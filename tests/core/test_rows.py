"""Rows written at once are the rows that `bulk_create` would write."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.core.rows import insert_all, insert_objects
from groundswell.search.models import Entry
from groundswell.spaces.models import Space
from tests import factories

AT = datetime(2016, 2, 1, 9, 30, 0, 123456, tzinfo=UTC)


def activity(actor: Actor, kind: str, **more: object) -> Activity:
    return Activity(actor=actor, kind=kind, published_at=AT, data={"a": [1, "é"]}, **more)


def test_objects_are_written_as_they_are(ada: Actor) -> None:
    quick = activity(ada, "quick", source="decidim", topic_id=5)
    slow = activity(ada, "slow", source="decidim", topic_id=5)

    insert_objects(Activity, [quick])
    Activity.objects.bulk_create([slow])

    one, other = (Activity.objects.filter(id=it.id).values().get() for it in (quick, slow))
    assert {**one, "id": 0, "kind": ""} == {**other, "id": 0, "kind": ""}
    assert one["published_at"] == AT


def test_row_that_is_here_fails_stays_or_is_replaced(ada: Actor, meadow: Space) -> None:
    message = factories.topic(ada, meadow).messages.get()
    columns = ("message_id", "title", "text")
    Entry.objects.all().delete()
    insert_all(Entry, columns, [(message.id, "one", "one")])

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(Entry, columns, [(message.id, "two", "two")])
    insert_all(Entry, columns, [(message.id, "three", "three")], ignore_conflicts=True)
    assert Entry.objects.get().text == "one"

    insert_all(Entry, columns, [(message.id, "four", "four")], replace=True)
    assert Entry.objects.get().text == "four"


def test_nothing_is_nothing(db: None) -> None:
    insert_all(Entry, ("message_id",), [])

    assert Entry.objects.count() == 0
