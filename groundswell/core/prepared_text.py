"""The text of a prepared query: what stands where values will, and how each database reads it."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection

Value = int | str | datetime
_BLANK: Final = 2_147_000_000
"""Stands where a number will: fits every column but small ones, and no query counts so far."""
_BLANK_TEXT: Final = "\ufdd0{}\ufdd1"
"""Stands where a text will; no text that comes in holds these signs."""
_BLANK_YEAR: Final = 9000
"""Stands where a time will."""
_PLACE: Final = re.compile(r"(?<!%)%s")


def blank(place: int, value: Value) -> Value:
    """What stands in the query where a value of the same type will."""
    if isinstance(value, datetime):
        return datetime(_BLANK_YEAR + place, 1, 1, tzinfo=UTC)
    return _BLANK_TEXT.format(place) if isinstance(value, str) else _BLANK + place


def _given(value: Value) -> Value:
    """As the database is given it: SQLite reads times as text, and PostgreSQL small numbers and
    large ones as two types, for each of which it would keep a plan."""
    if isinstance(value, int):
        return _whole(value)
    if not isinstance(value, datetime):
        return value
    given = connection.ops.adapt_datetimefield_value(value)
    return value if given is None else given


def _whole(value: int) -> int:
    if connection.vendor != "postgresql":
        return value
    from psycopg.types.numeric import Int8  # noqa: PLC0415 - optional

    return Int8(value)


def plain(sql: str) -> str:
    """As SQLite itself reads it."""
    return _PLACE.sub("?", sql).replace("%%", "%")


class Filler:
    """Puts values where their blanks stand among what a query is given."""

    def __init__(self, params: Iterable[Any], blanks: dict[str, Value]) -> None:
        self.blanks = blanks
        self.params = list(params)
        names = {_given(blank): name for name, blank in blanks.items()}
        marks = {blank: name for blank, name in names.items() if isinstance(blank, str)}
        self.whole: list[tuple[int, str]] = []
        self.within: list[tuple[int, dict[str, str]]] = []
        for place, param in enumerate(self.params):
            if isinstance(param, Value) and param in names:
                self.whole.append((place, names[param]))
            elif isinstance(param, str) and any(mark in param for mark in marks):
                self.within.append((place, marks))

    @property
    def places(self) -> list[int]:
        """Where something differs from one asking to the next."""
        return sorted({place for place, _ in self.whole} | {place for place, _ in self.within})

    def __call__(self, values: dict[str, Value]) -> list[Any]:
        filled = self.params.copy()
        for place, name in self.whole:
            filled[place] = _given(values[name])
        for place, marks in self.within:
            for mark, name in marks.items():
                filled[place] = filled[place].replace(mark, str(_given(values[name])))
        return filled


def written_out(sql: str, fill: Filler) -> tuple[str, Filler]:
    """The query with everything but its values written into it, for PostgreSQL.

    It keeps one plan, made before it knows the values: a kind that an index is made for must not
    be one of them.
    """
    places = fill.places
    before, *rest = _PLACE.split(sql)
    parts = [before]
    for place, after in enumerate(rest):
        parts += ["%s" if place in places else _literal(fill.params[place]), after]
    return "".join(parts), Filler([fill.params[place] for place in places], fill.blanks)


def _literal(value: Any) -> str:
    operations: Any = connection.ops
    written: str = operations.compose_sql("%s", [value])
    return written.replace("%", "%%")
