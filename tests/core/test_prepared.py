"""Queries put together once: the numbers are new each time, the rows are Django's."""

from collections.abc import Callable

from groundswell.actors.models import Actor
from groundswell.core.prepared import Prepared


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
