"""Asking the databases' own index of what ideas say (`models.wording`): no model stands for it."""

from collections.abc import Sequence

from django.db import connection


def holders(codes: Sequence[str], most: int) -> list[list[int]]:
    """For each of these codes up to so many ideas that hold it, as far as there are any."""
    if not codes:
        return []
    # Our own tables and numbers only; codes are parameters.
    if connection.vendor == "sqlite":
        one = (
            "SELECT * FROM (SELECT {} AS token, rowid FROM challenges_wording_index"
            " WHERE challenges_wording_index MATCH %s LIMIT {})"
        )
    else:
        one = (
            "(SELECT {} AS token, idea_id FROM challenges_wording"
            " WHERE string_to_array(words, ' ') @> ARRAY[%s] LIMIT {})"
        )
    parts = [one.format(place, most) for place in range(len(codes))]
    found: list[list[int]] = [[] for _code in codes]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), list(codes))
        for place, id_ in cursor.fetchall():
            found[place].append(id_)
    return [ids for ids in found if ids]


def holding(codes: Sequence[str], most: int) -> list[int]:
    """Up to so many ideas that hold all of these codes."""
    if connection.vendor == "sqlite":
        one = (
            "SELECT rowid FROM challenges_wording_index"
            " WHERE challenges_wording_index MATCH %s LIMIT %s"
        )
    else:
        one = (
            "SELECT idea_id FROM challenges_wording"
            " WHERE string_to_array(words, ' ') @> string_to_array(%s, ' ') LIMIT %s"
        )
    with connection.cursor() as cursor:
        cursor.execute(one, [" ".join(codes), most])
        return [id_ for (id_,) in cursor.fetchall()]
