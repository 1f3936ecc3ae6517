"""Queries that are put together once: for those on every page, that costs ten times the running."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import RelatedPopulator, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

from groundswell.core.prepared_text import Filler, Value, blank, plain, written_out

M = TypeVar("M", bound=Model)
MOST_KEPT_THERE: Final = 500
"""Queries that PostgreSQL keeps for one connection; more than there are."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    compiler: SQLCompiler
    sql: str
    fill: Filler
    plain: str
    """The same query as SQLite itself reads it; empty for other databases."""
    converters: Any
    anew: bool
    """PostgreSQL plans it at each asking."""
    read: Callable[[Any], Any]
    """Makes of a row what the query answers with."""


class _Kept:
    """One compiled query for all threads of a process: it holds no connection."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *, anew: bool = False) -> None:
        """`anew` is for queries of typed words: what is the shortest way to the texts that hold
        one depends on the word, and one plan for all words costs PostgreSQL 500 times as much."""
        self._make = make
        self._anew = anew
        self._compiled: _Compiled | None = None
        self._guard = threading.Lock()

    def _rows(self, values: dict[str, Value]) -> tuple[_Compiled, Iterable[Any]]:
        compiled = self._compiled or self._compiled_first(values)
        rows = _asked(compiled, compiled.fill(values))
        if compiled.converters:
            rows = compiled.compiler.apply_converters(rows, compiled.converters)
        return compiled, rows

    def _compiled_first(self, values: dict[str, Value]) -> _Compiled:
        with self._guard:  # a hall that comes in at once has it put together once
            if self._compiled is None:
                self._compiled = self._compile(values)
            return self._compiled

    def _compile(self, values: dict[str, Value]) -> _Compiled:
        blanks = {name: blank(place, values[name]) for place, name in enumerate(sorted(values))}
        compiler = self._make(**blanks).query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
        sql, params = compiler.as_sql()
        fill = Filler(params, blanks)
        if connection.vendor == "postgresql":
            sql, fill = written_out(sql, fill)
        # What makes values of columns asks only what kind of database it is; a thread's own
        # connection would stay open for as long as the query is kept.
        compiler.connection = connections.create_connection(DEFAULT_DB_ALIAS)
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        return _Compiled(
            compiler=compiler,
            sql=sql,
            fill=fill,
            plain=plain(sql) if connection.vendor == "sqlite" else "",
            converters=compiler.get_converters(columns),
            anew=self._anew,
            read=self._reader(compiler),
        )

    def _reader(self, _compiler: SQLCompiler) -> Callable[[Any], Any]:
        return tuple


def _asked(compiled: _Compiled, params: list[Any]) -> Iterable[Any]:
    """What the database answers. SQLite is asked at once: Django's cursor, which counts queries
    and writes each anew for SQLite, costs as much as most of them."""
    database: Any = connections[DEFAULT_DB_ALIAS]
    database.ensure_connection()
    watched = database.queries_logged or database.execute_wrappers or database.needs_rollback
    if compiled.plain and not watched:
        with database.wrap_database_errors:
            rows: list[Any] = database.connection.execute(compiled.plain, params).fetchall()
            return rows
    with database.cursor() if compiled.anew else _cursor(database) as cursor:
        cursor.execute(compiled.sql, params)
        return list(cursor.fetchall())


def _cursor(connection: Any) -> Any:
    """On PostgreSQL one of which the database, too, keeps how it goes about the query: with nine
    joined tables, thinking about it takes ten times as long as doing it. The values go beside it,
    where Django's own cursors write them into it; whoever has statements noted reads them so."""
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415 - optional

    connection.close_if_health_check_failed()
    connection.ensure_connection()
    raw = connection.connection
    raw.prepared_max = MOST_KEPT_THERE
    with connection.wrap_database_errors:
        there: Any = ServerBindingCursor(raw)  # type: ignore[call-arg]
        return connection._prepare_cursor(there)  # noqa: SLF001 - as it does itself


class Prepared(_Kept):
    """A `values_list` query with blanks for numbers, texts and times, filled in anew at each call.

    `make` gets the blanks by name and must use each as it is: compared with a column, never
    counted with. Nothing else that changes, such as the time of asking, may be in it. A text may
    stand within a pattern when it holds none of the pattern's own signs.
    """

    def __call__(self, **values: Value) -> list[tuple[Any, ...]]:
        _compiled, rows = self._rows(values)
        return [tuple(row) for row in rows]


class PreparedModels(_Kept, Generic[M]):
    """The same for a query of models, with what it selects along and what it annotates."""

    def __init__(self, make: Callable[..., QuerySet[M, M]], *, anew: bool = False) -> None:
        super().__init__(make, anew=anew)

    def __call__(self, **values: Value) -> list[M]:
        compiled, rows = self._rows(values)
        return [compiled.read(row) for row in rows]

    def _reader(self, compiler: SQLCompiler) -> Callable[[Any], M]:
        # As Django's own ModelIterable does, without putting the query together again.
        chosen: Any = compiler.klass_info
        select: Any = compiler.select
        first, past = chosen["select_fields"][0], chosen["select_fields"][-1] + 1
        names = [column[0].target.attname for column in select[first:past]]
        related = get_related_populators(chosen, select, connection.alias)  # type: ignore[call-arg]
        joined = [_joined(populator) for populator in related]
        annotated = list(compiler.annotation_col_map.items())
        model, alias = chosen["model"], connection.alias

        def read(row: Any) -> M:
            found: M = _object(model, alias, names, row[first:past])
            for fill in joined:
                fill(row, found)
            for name, column in annotated:
                setattr(found, name, row[column])
            return found

        return read


def _object(model: type[M], alias: str, names: list[str], values: Iterable[Any]) -> M:
    """What `from_db` makes of a row, without the constructor, which asks each field in turn, and
    without `pre_init`, which nothing here listens to."""
    made = model.__new__(model)
    made._state = ModelState()
    made._state.adding, made._state.db = False, alias
    made.__dict__.update(zip(names, values, strict=True))
    return made


def _joined(populator: RelatedPopulator) -> Callable[[Any, Model], None]:
    """What `populate` does with the columns of one joined table and those joined to it."""
    it: Any = populator
    if it.reorder_for_init:  # of a parent class, whose columns stand elsewhere
        populate: Callable[[Any, Model], None] = it.populate
        return populate
    model, alias, names, key = it.model_cls, it.db, it.init_list, it.pk_idx
    first, past = it.cols_start, it.cols_end
    beyond = [_joined(each) for each in it.related_populators]

    def fill(row: Any, owner: Model) -> None:
        values = row[first:past]
        found = None
        if values[key] is not None:
            found = _object(model, alias, names, values)
            for each in beyond:
                each(row, found)
        it.local_setter(owner, found)
        if found is not None:
            it.remote_setter(found, owner)

    return fill
