"""After a test whose transactions were real, the tables that hold something are emptied.

Django empties each of more than a hundred, and has every app write its permissions anew.
"""

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

# Written when the database is made, and by nothing else.
KEPT = {"django_content_type", "auth_permission"}


def empty_after_each_test() -> None:
    TransactionTestCase._fixture_teardown = _empty_all


def _empty_all(test: TransactionTestCase) -> None:
    for name in test._databases_names(include_mirrors=False):
        empty(connections[name])


def empty(database: BaseDatabaseWrapper) -> None:
    """All at once: whether what is left still points to something is asked at the end."""
    filled = filled_tables(database)
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        for table in filled:
            cursor.execute(f"DELETE FROM {database.ops.quote_name(table)}")  # noqa: S608 - our own table


def filled_tables(database: BaseDatabaseWrapper) -> list[str]:
    tables = database.introspection.django_table_names(only_existing=True, include_views=False)
    asked = (
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {database.ops.quote_name(table)})"  # noqa: S608 - the same
        for table in sorted(set(tables) - KEPT)
    )
    with database.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [table for (table,) in cursor.fetchall()]
