"""Queries that are put together once: for those on every page, that costs ten times the running."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

_BLANK: Final = -(2**62)
"""Stands where a number will; no id is negative."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]


class Prepared:
    """A `values_list` query with blanks for numbers, filled in anew at each call.

    `make` gets the blanks by name and must use each as it is: compared with a column, never
    counted with. Nothing else that changes, such as the time, may be in it.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._make = make
        self._local = threading.local()

    def __call__(self, **numbers: int) -> list[tuple[Any, ...]]:
        names = tuple(sorted(numbers))
        compiled = self._compiled(names)
        blanks = {_BLANK - place: numbers[name] for place, name in enumerate(names)}
        params = [blanks.get(p, p) if isinstance(p, int) else p for p in compiled.params]
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, params)
            rows = cursor.fetchall()
        found = compiled.compiler.results_iter(results=[rows], tuple_expected=True)
        return [tuple(row) for row in found]

    def _compiled(self, names: tuple[str, ...]) -> _Compiled:
        """One for each thread, because a compiler belongs to the connection of its thread."""
        kept: _Compiled | None = getattr(self._local, "compiled", None)
        if kept is None:
            blanks = {name: _BLANK - place for place, name in enumerate(names)}
            compiler = self._make(**blanks).query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            kept = self._local.compiled = _Compiled(compiler, sql, tuple(params))
        return kept
