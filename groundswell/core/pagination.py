"""Pages that start where the last one ended, never at a counted offset."""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groundswell.core.clock import EPOCH
from groundswell.core.errors import Invalid

DEFAULT_LIMIT = 30
LONGEST_CURSOR = 400
_INTEGER = re.compile(r"-?[0-9]{1,19}\Z", re.ASCII)
_LARGEST_INTEGER = (1 << 63) - 1
_MICROSECOND = timedelta(microseconds=1)

Key = int | str | datetime
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    items: tuple[M, ...]
    next_cursor: str | None = None
    previous_cursor: str | None = None


def keyset(
    queryset: QuerySet[M],
    fields: Sequence[str] = ("-id",),
    *,
    after: str | None = None,
    before: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[M]:
    """One page in the order of `fields`, of which the last must be unique and none null.

    A cursor that we did not make raises `Invalid`, which a view answers like a missing page.
    """
    cursor, backwards = (before, True) if before else (after, False)
    order = [_reversed(field) for field in fields] if backwards else list(fields)
    rows = queryset.order_by(*order)
    if cursor:
        rows = _starting_after(rows, order, decode_cursor(cursor, len(order)))
    found = list(rows[: limit + 1])
    more, items = len(found) > limit, found[:limit]
    if backwards:
        items.reverse()
    return Page(
        items=tuple(items),
        next_cursor=_cursor_at(items, -1, fields) if more or backwards else None,
        previous_cursor=_cursor_at(items, 0, fields)
        if (more if backwards else bool(cursor))
        else None,
    )


def encode_cursor(keys: Sequence[Key]) -> str:
    return ".".join(_encode_key(key) for key in keys)


def decode_cursor(cursor: str, expected: int) -> tuple[Key, ...]:
    parts = cursor.split(".") if len(cursor) <= LONGEST_CURSOR else []
    if len(parts) != expected:
        raise _unknown_cursor()
    try:
        return tuple(_decode_key(part) for part in parts)
    except (ValueError, OverflowError, binascii.Error) as error:
        raise _unknown_cursor() from error


def decode_id(cursor: str) -> int:
    """The id that a list in the order of ids goes on after."""
    [key] = decode_cursor(cursor, 1)
    if not isinstance(key, int):
        raise _unknown_cursor()
    return key


def _starting_after(rows: QuerySet[M], order: Sequence[str], keys: Sequence[Key]) -> QuerySet[M]:
    try:
        return rows.filter(_beyond(order, keys))
    except (ValueError, TypeError, ValidationError) as error:
        raise _unknown_cursor() from error


def _beyond(order: Sequence[str], keys: Sequence[Key]) -> Q:
    """Rows past the key, said so that an index on the first field is a range, not an OR."""
    (field, *other_fields), (key, *other_keys) = order, keys
    name, comparison = field.removeprefix("-"), "lt" if field.startswith("-") else "gt"
    strictly = Q(**{f"{name}__{comparison}": key})
    if not other_fields:
        return strictly
    tied = Q(**{name: key}) & _beyond(other_fields, other_keys)
    return Q(**{f"{name}__{comparison}e": key}) & (strictly | tied)


def _reversed(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"


def _cursor_at(items: Sequence[M], position: int, fields: Sequence[str]) -> str | None:
    if not items:
        return None
    names = (field.removeprefix("-").replace("__", ".") for field in fields)
    return encode_cursor([attrgetter(name)(items[position]) for name in names])


def _encode_key(key: Key) -> str:
    if isinstance(key, datetime):
        return f"t{(key - EPOCH) // _MICROSECOND}"
    if isinstance(key, int):
        return f"i{key}"
    return "s" + base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _decode_key(part: str) -> Key:
    kind, value = part[:1], part[1:]
    if kind == "s":
        return _decode_text(value)
    if kind not in {"i", "t"} or not _INTEGER.match(value):
        raise ValueError(part)
    number = int(value)
    if abs(number) > _LARGEST_INTEGER:
        raise ValueError(part)
    return number if kind == "i" else EPOCH + number * _MICROSECOND


def _decode_text(value: str) -> str:
    text = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()
    if "\0" in text or _encode_key(text) != "s" + value:
        raise ValueError(value)
    return text


def _unknown_cursor() -> Invalid:
    return Invalid(_("This page of the list is not known. Please start again at its beginning."))
