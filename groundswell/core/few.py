"""The few of each on PostgreSQL: the latest five topics of every space of somebody's, by one query.

A window numbers all rows of all spaces before it drops most of them, and PostgreSQL looks for each
of them whether it counts. Here the inner query is asked once for each row around it and ends at its
limit; what all of them found is an array, whose members are looked up by their key.
"""

from typing import Any

from django.db.models import BigIntegerField, BooleanField, Expression, F, Func, QuerySet, Subquery


class _Array(Subquery):
    template = "(ARRAY(%(subquery)s))"


def few_of_each(each: QuerySet[Any, Any], few: QuerySet[Any, Any]) -> Subquery:
    """The ids that `few`, which ends at a limit, finds for the rows of `each`: it knows them by
    `OuterRef`."""
    found = Func(_Array(few), function="unnest", output_field=BigIntegerField())
    return _Array(each.annotate(found=found).values("found"))


def gathered(ids: QuerySet[Any, Any]) -> Subquery:
    """What a query finds, as a whole: rows are looked up by it, where PostgreSQL would rather read
    a table from end to end and compare each row than believe that few are found."""
    return _Array(ids)


def among(key: str, ids: Subquery) -> Expression:
    """For `filter`: the key is one of these."""
    form = {"template": "%(expressions)s", "arg_joiner": " = ANY "}
    return Func(F(key), ids, output_field=BooleanField(), **form)
