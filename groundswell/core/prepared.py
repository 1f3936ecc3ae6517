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
_BLANK_TEXT: Final = "\ufdd0{}\ufdd1"
"""Stands where a text will; no text that comes in holds these signs."""
Value = int | str


@dataclass(frozen=True, slots=True)
class _Compiled:
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]


class Prepared:
    """A `values_list` query with blanks for numbers and texts, filled in anew at each call.

    `make` gets the blanks by name and must use each as it is: compared with a column, never
    counted with. Nothing else that changes, such as the time, may be in it. A text may stand
    within a pattern when it holds none of the pattern's own signs.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]]) -> None:
        self._make = make
        self._local = threading.local()

    def __call__(self, **values: Value) -> list[tuple[Any, ...]]:
        blanks = _blanks(values)
        compiled = self._compiled(blanks)
        filled = [(blanks[name], value) for name, value in values.items()]
        params = [_filled(param, filled) for param in compiled.params]
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, params)
            rows = cursor.fetchall()
        found = compiled.compiler.results_iter(results=[rows], tuple_expected=True)
        return [tuple(row) for row in found]

    def _compiled(self, blanks: dict[str, Value]) -> _Compiled:
        """One for each thread, because a compiler belongs to the connection of its thread."""
        kept: _Compiled | None = getattr(self._local, "compiled", None)
        if kept is None:
            compiler = self._make(**blanks).query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            kept = self._local.compiled = _Compiled(compiler, sql, tuple(params))
        return kept


def _blanks(values: dict[str, Value]) -> dict[str, Value]:
    """What stands for each value while the query is put together."""
    return {
        name: _BLANK_TEXT.format(place) if isinstance(values[name], str) else _BLANK - place
        for place, name in enumerate(sorted(values))
    }


def _filled(param: Any, values: list[tuple[Value, Value]]) -> Any:
    for blank, value in values:
        if param == blank:
            return value
        if isinstance(param, str) and isinstance(blank, str):
            param = param.replace(blank, str(value))
    return param
