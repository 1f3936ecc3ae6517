"""`icontains` and `istartswith` for every script, on SQLite as on PostgreSQL.

SQLite's LIKE folds the letters a to z alone: "ärger" would not find "Ärger". Words of plain ASCII
go its own fast way; others are compared by a function on the connection.
"""

import sqlite3
from typing import Any, Final

from django.db.backends.signals import connection_created
from django.db.models import CharField, TextField
from django.db.models.lookups import IContains, IStartsWith

_FUNCTION: Final = "lower_of_every_script"


class _Contains(IContains):
    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Where in the words it stands, from 1; 0 is nowhere."""
        if not _needs_help(self.rhs):
            return self.as_sql(compiler, connection)
        position, parameters = _position(self, compiler, connection)
        return f"{position} > 0", parameters


class _StartsWith(IStartsWith):
    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """The same, at the very beginning."""
        if not _needs_help(self.rhs):
            return self.as_sql(compiler, connection)
        position, parameters = _position(self, compiler, connection)
        return f"{position} = 1", parameters


def _needs_help(asked: object) -> bool:
    return isinstance(asked, str) and not asked.isascii()


def _position(
    lookup: IContains | IStartsWith, compiler: Any, connection: Any
) -> tuple[str, list[Any]]:
    column, parameters = lookup.process_lhs(compiler, connection)
    # As many bytes as letters: SQLite folds those itself, and calls Python for no row.
    plain = f"length({column}) = length(CAST({column} AS BLOB))"
    folded = f"CASE WHEN {plain} THEN lower({column}) ELSE {_FUNCTION}({column}) END"
    return f"instr({folded}, %s)", [*parameters * 4, lookup.rhs.lower()]


def _lower(text: float | str | bytes | None) -> float | str | bytes | None:
    return text.lower() if isinstance(text, str) else text


def _teach(connection: Any, **_signal: Any) -> None:
    if isinstance(connection.connection, sqlite3.Connection):
        connection.connection.create_function(_FUNCTION, 1, _lower, deterministic=True)


def install() -> None:
    """Teaches the two lookups, and each connection that is opened from now on."""
    for field in (CharField, TextField):
        field.register_lookup(_Contains)
        field.register_lookup(_StartsWith)
    connection_created.connect(_teach, dispatch_uid="groundswell.caseless")
