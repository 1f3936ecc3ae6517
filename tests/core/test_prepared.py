"""Queries put together once: the numbers are new each time, the rows are Django's."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from groundswell.actors.models import Actor
from groundswell.core.prepared import Prepared, PreparedModels


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


def test_number_that_is_part_of_the_query_stays(ada: Actor) -> None:
    found = Prepared(lambda person: Actor.objects.filter(id=person).values_list("handle")[:1])

    assert [found(person=ada.id), found(person=1)] == [[("ada",)], []]


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
