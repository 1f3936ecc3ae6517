"""Many rows at once, their values already known: what `bulk_create` writes, at a third of its cost.

`bulk_create` builds every row as an expression, which for an import of tens of thousands is most
of the work. Nothing is filled in here: no default, no `auto_now`, no key of an object.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from operator import itemgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)
Adapt = Callable[[Any], Any]
M = TypeVar("M", bound=models.Model)


def make_room(megabytes: int = 64) -> None:
    """Lets this process keep so much of an SQLite database at hand, where one that serves pages
    keeps six: rows that stand in many indexes are written to pages all over it. For the same reason
    pages wait in the log until they are half as many, in place of four megabytes: most have changed
    again by then. It does not wait for the disk at each commit: what the machine loses by a failure
    of its power is work that is done again from its file, and never more than the last of it."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size=-{megabytes * 1000}")
            cursor.execute(f"PRAGMA wal_autocheckpoint={megabytes * 125}")
            cursor.execute("PRAGMA synchronous=NORMAL")


@contextmanager
def nothing_to_collect() -> Iterator[None]:
    """Nobody looks for waste meanwhile: all that is made lives until the lot is written, so that
    looking it over again and again finds nothing, and takes a fifth of the time."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


def tell_planner() -> None:
    """Lets PostgreSQL look at what was written by the thousand: until it does by itself, minutes
    later, it plans every query for tables that are nearly empty."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def insert_all(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    ignore_conflicts: bool = False,
    replace: bool = False,
) -> None:
    """Writes rows of these columns (names as in `attname`).

    A row that is there already fails the lot; with `ignore_conflicts` it stays as it is; with
    `replace` the one with the same primary key gets the new values.
    """
    statement, plain = _plan(
        model, tuple(columns), ignore_conflicts=ignore_conflicts, replace=replace
    )
    given = [list(row) for row in rows]
    adapts = [(at, _remembered(adapt) if moment else adapt) for at, adapt, moment in plain]
    for row in given:
        for at, adapt in adapts:
            row[at] = adapt(row[at])
    if given:
        with connection.cursor() as cursor:
            if len(given) == 1:  # PostgreSQL's driver makes much of many
                cursor.execute(statement, given[0])
            else:
                cursor.executemany(statement, given)


def made(model: type[M], **values: Any) -> M:
    """An unsaved object of these values and the defaults, at a tenth of its constructor's cost.

    Names are those of fields; a foreign key takes the object. Nobody is told of the object
    (`pre_init`), and an object of no such field has nothing else to begin with.
    """
    related, drawn, plain = _mould(model)
    it = model.__new__(model)
    it._state = ModelState()
    row = it.__dict__
    row.update(plain)
    for name, value in values.items():
        if name in related:
            row[related[name]] = None if value is None else value.pk
            it._state.fields_cache[name] = value
        else:
            row[name] = value
    for name, draw in drawn:
        if name not in values:
            row[name] = draw()
    return it


@cache
def _mould(
    model: type[models.Model],
) -> tuple[dict[str, str], list[tuple[str, Callable[[], Any]]], dict[str, Any]]:
    """Columns of the names that take an object; what is drawn for each row; what is the same."""
    fields = model._meta.concrete_fields
    related = {it.name: it.attname for it in fields if it.is_relation}
    drawn = [(it.attname, it.default) for it in fields if _drawn(it)]
    return related, drawn, {it.attname: it.get_default() for it in fields if not _drawn(it)}


def _drawn(field: Any) -> bool:
    return field.has_default() and callable(field.default)


def update_all(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Gives rows that are there new values of these columns; each begins with its primary key."""
    fields = _fields(model, columns)
    adapts = [_adapt(field) for field in fields]
    given = [
        [
            *(adapt(value) if adapt else value for adapt, value in zip(adapts, new, strict=True)),
            key,
        ]
        for key, *new in rows
    ]
    if given:
        sets = ", ".join(f"{_column(field)} = %s" for field in fields)
        where = f"{_column(model._meta.pk)} = %s"
        # Names of our own tables and columns only; every value is a parameter.
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {_table(model)} SET {sets} WHERE {where}", given)  # noqa: S608 - said above


def update_one(model: type[models.Model], where: dict[str, Any], **new: Any) -> None:
    """Gives the row new values, as `update` does of a query that names it by these columns, without
    putting a query together."""
    sets = ", ".join(f"{_column(field)} = %s" for field in _fields(model, new))
    found = " AND ".join(f"{_column(field)} = %s" for field in _fields(model, where))
    given = [
        adapt(value) if (adapt := _adapt(field)) else value
        for part in (new, where)
        for field, value in zip(_fields(model, part), part.values(), strict=True)
    ]
    # Names of our own tables and columns only; every value is a parameter.
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {_table(model)} SET {sets} WHERE {found}", given)  # noqa: S608 - said above


def _fields(model: type[models.Model], columns: Iterable[str]) -> list[Any]:
    by_name = _by_name(model)
    return [by_name[name] for name in columns]


@cache
def _by_name(model: type[models.Model]) -> dict[str, Any]:
    return {field.attname: field for field in model._meta.concrete_fields}


def _column(field: Any) -> str:
    return connection.ops.quote_name(str(field.column))


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def insert_objects(model: type[models.Model], objects: Sequence[models.Model]) -> None:
    """Writes objects whose primary keys are set; to save one of them again changes its row."""
    columns = [
        field.attname
        for field in model._meta.concrete_fields
        if not isinstance(field, models.AutoField)
    ]
    insert_all(model, columns, map(itemgetter(*columns), map(vars, objects)))
    for written in objects:
        written._state.adding, written._state.db = False, connection.alias


@cache
def _plan(
    model: type[models.Model], columns: tuple[str, ...], *, ignore_conflicts: bool, replace: bool
) -> tuple[str, list[tuple[int, Adapt, bool]]]:
    """The statement; which values are adapted how, and whether they are moments."""
    fields = _fields(model, columns)
    adapts = [
        (at, adapt, isinstance(_target(field), models.DateTimeField))
        for at, field in enumerate(fields)
        if (adapt := _adapt(field))
    ]
    return _statement(model, fields, ignore_conflicts=ignore_conflicts, replace=replace), adapts


def _statement(
    model: type[models.Model], fields: Sequence[Any], *, ignore_conflicts: bool, replace: bool
) -> str:
    names = [_column(field) for field in fields]
    ending = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    if replace:
        key = _column(model._meta.pk)
        sets = ", ".join(f"{name} = excluded.{name}" for name in names if name != key)
        ending = f" ON CONFLICT ({key}) DO UPDATE SET {sets}"
    places = ", ".join(["%s"] * len(names))
    # Names of our own tables and columns only; every value is a parameter.
    return f"INSERT INTO {_table(model)} ({', '.join(names)}) VALUES ({places}){ending}"  # noqa: S608 - said above


def _target(field: Any) -> Any:
    return field.target_field if isinstance(field, models.ForeignKey) else field


def _adapt(field: Any) -> Adapt | None:
    field = _target(field)
    if isinstance(field, _AS_THEY_ARE):
        return None
    return partial(field.get_db_prep_save, connection=connection)


def _remembered(prepared: Adapt) -> Adapt:
    """One message's moment stands in five tables, and whole days of old tables are one moment."""
    known: dict[Any, Any] = {}

    def adapt(value: Any) -> Any:
        if value not in known:
            known[value] = prepared(value)
        return known[value]

    return adapt
