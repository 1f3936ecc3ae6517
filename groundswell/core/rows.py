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
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in columns]
    adapts = [(at, adapt) for at, adapt in enumerate(map(_adapt, fields)) if adapt]
    given = [list(row) for row in rows]
    for row in given:
        for at, adapt in adapts:
            row[at] = adapt(row[at])
    if given:
        with connection.cursor() as cursor:
            statement = _statement(
                model, fields, ignore_conflicts=ignore_conflicts, replace=replace
            )
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
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    adapts = [_adapt(by_name[name]) for name in columns]
    given = [
        [
            *(adapt(value) if adapt else value for adapt, value in zip(adapts, new, strict=True)),
            key,
        ]
        for key, *new in rows
    ]
    if given:
        quote = connection.ops.quote_name
        sets = ", ".join(f"{quote(str(by_name[name].column))} = %s" for name in columns)
        table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
        # Names of our own tables and columns only; every value is a parameter.
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {table} SET {sets} WHERE {key} = %s", given)  # noqa: S608 - said above


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


def _statement(
    model: type[models.Model], fields: Sequence[Any], *, ignore_conflicts: bool, replace: bool
) -> str:
    quote = connection.ops.quote_name
    names = [quote(str(field.column)) for field in fields]
    ending = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    if replace:
        key = quote(str(model._meta.pk.column))
        sets = ", ".join(f"{name} = excluded.{name}" for name in names if name != key)
        ending = f" ON CONFLICT ({key}) DO UPDATE SET {sets}"
    places = ", ".join(["%s"] * len(names))
    # Names of our own tables and columns only; every value is a parameter.
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places}){ending}"  # noqa: S608 - said above


def _adapt(field: Any) -> Adapt | None:
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, _AS_THEY_ARE):
        return None
    prepared: Adapt = partial(field.get_db_prep_save, connection=connection)
    return _remembered(prepared) if isinstance(field, models.DateTimeField) else prepared


def _remembered(prepared: Adapt) -> Adapt:
    """One message's moment stands in five tables, and whole days of old tables are one moment."""
    known: dict[Any, Any] = {}

    def adapt(value: Any) -> Any:
        if value not in known:
            known[value] = prepared(value)
        return known[value]

    return adapt
