"""Queries put together once: the numbers are new each time, the rows are Django's."""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.core.prepared import Prepared, PreparedModels
from groundswell.spaces.models import Space
from tests import factories

needs_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="Only PostgreSQL keeps plans."
)


def test_numbers_are_filled_in_anew(
    ada: Actor, ben: Actor, django_assert_num_queries: Callable
) -> None:
    found = Prepared(
        lambda one, other: (
            Actor.objects.filter(id__gte=one, id__lte=other)
            .order_by("id")
            .values_list("id", "handle", "created_at")
        )
    )

    with django_assert_num_queries(3):
        both = found(one=ada.id, other=ben.id)
        first = found(one=ada.id, other=ada.id)
        second = found(other=ben.id, one=ben.id)

    rows = [(p.id, p.handle, Actor.objects.get(id=p.id).created_at) for p in (ada, ben)]
    assert (both, first, second) == (rows, rows[:1], rows[1:])


def test_answers_are_the_same_where_queries_are_watched(ada: Actor, ben: Actor) -> None:
    """SQLite is asked past Django's cursor unless somebody counts queries."""
    Actor.objects.filter(id=ben.id).update(name="100% ?s")
    found = Prepared(
        lambda word: (
            Actor.objects.filter(name__contains=word, name__endswith="% ?s")
            .exclude(handle__contains="%s")
            .values_list("handle", "created_at")
        )
    )

    unwatched = found(word="100")
    with CaptureQueriesContext(connection) as watched:
        again = found(word="100")

    made_at = Actor.objects.get(id=ben.id).created_at
    assert (len(watched), unwatched, again) == (1, [("ben", made_at)], [("ben", made_at)])


def test_what_breaks_is_an_error_of_django(ada: Actor) -> None:
    found = Prepared(
        lambda number: (
            Actor.objects.extra(where=["no_such_name = %s"], params=[number])
            .order_by()
            .values_list("id")
        )
    )

    with pytest.raises(DatabaseError), transaction.atomic():
        found(number=1)


def test_number_that_is_part_of_the_query_stays(ada: Actor) -> None:
    found = Prepared(lambda person: Actor.objects.filter(id=person).values_list("handle")[:1])

    assert [found(person=ada.id), found(person=1)] == [[("ada",)], []]


def kept_by_postgresql(word: str) -> list[tuple[int, int]]:
    """Of each kept query with this word: how often it went by the plan for all, and by its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements")
        return [(same, own) for words, same, own in cursor.fetchall() if word in words]


@needs_postgresql
def test_postgresql_keeps_one_plan_for_all_values(ada: Actor, ben: Actor) -> None:
    found = Prepared(
        lambda person: (
            Actor.objects.filter(id=person, kind="person")
            .exclude(name="100%s")
            .values_list("handle", "kind")
        )
    )

    # A small number, which PostgreSQL would take for another type than the large ones.
    given = [found(person=ada.id), found(person=7), found(person=ben.id)]

    assert given == [[("ada", "person")], [], [("ben", "person")]]
    assert kept_by_postgresql("= 'person'") == [(3, 0)]


@needs_postgresql
def test_queries_of_typed_words_are_planned_for_each(ada: Actor) -> None:
    found = Prepared(
        lambda word: Actor.objects.filter(name__contains=word, host="").values_list("handle"),
        anew=True,
    )

    assert found(word=ada.name) == [("ada",)]
    assert kept_by_postgresql("LIKE") == []


@pytest.mark.django_db(transaction=True)
def test_threads_share_what_was_put_together() -> None:
    made = []

    def make(person: int) -> QuerySet[Actor, Any]:
        made.append(person)
        return Actor.objects.filter(id=person).values_list("handle")

    found = Prepared(make)
    given = []

    def ask() -> None:
        given.append(found(person=1))
        connection.close()

    threads = [Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(made), given) == (1, [[], [], []])


def test_times_and_what_is_annotated_are_filled_in_anew(ada: Actor, ben: Actor) -> None:
    Actor.objects.filter(id=ada.id).update(created_at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    Actor.objects.filter(id=ben.id).update(created_at=datetime(2026, 3, 2, 12, tzinfo=UTC))

    def made(since: datetime, handle: str) -> QuerySet[Actor]:
        rows = Actor.objects.filter(id__in=[ada.id, ben.id], created_at__gte=since)
        return rows.annotate(asked=Q(handle=handle)).order_by("created_at")

    found = PreparedModels(made)

    both = found(since=datetime(2026, 3, 1, tzinfo=UTC), handle="ben")
    later = found(since=datetime(2026, 3, 2, tzinfo=UTC), handle="ada")
    assert [(one.handle, one.asked) for one in both] == [("ada", False), ("ben", True)]
    assert [(one.handle, one.asked) for one in later] == [("ben", False)]


def test_objects_are_those_that_django_makes(ada: Actor, meadow: Space) -> None:
    topic = factories.topic(ada, meadow)
    first = factories.reply(ada, topic)
    answer = factories.reply(ada, topic, parent=first)
    related = ("topic__space__actor", "parent__author", "tombstoned_by")
    rows = Message.objects.select_related(*related).filter(topic=topic.id).order_by("number")
    found = PreparedModels(
        lambda topic: (
            Message.objects.select_related(*related).filter(topic=topic).order_by("number")
        )
    )

    all_three = found(topic=topic.id)

    assert [inside(one) for one in all_three] == [inside(one) for one in rows]
    assert [one.parent for one in all_three] == [None, None, first]
    all_three[2].text = "Changed"
    all_three[2].save(update_fields=["text"])
    assert Message.objects.get(id=answer.id).text == "Changed"


def inside(row: Model, *above: Model) -> dict[str, Any]:
    """All that an object holds, and what it holds of others; whoever holds it back by its key."""
    told = {name: value for name, value in vars(row).items() if name != "_state"}
    kept = {
        name: inside(other, row, *above) if other and other not in above else other
        for name, other in row._state.fields_cache.items()
    }
    return {**told, "state": (row._state.adding, row._state.db), "kept": kept}
