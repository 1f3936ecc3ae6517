"""Counting for all processes of a site together, in the table of the cache.

For what is rare and dear. A key is counted by one process at a time: the table's own `get` and
`set` would let two through that come in the same moment.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from django.core.cache import caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection, transaction
from limits import RateLimitItem

_PREFIX: Final = "limit"


def free_at(
    key: Sequence[str], items: Sequence[RateLimitItem], cost: int, *, counting: bool
) -> float:
    """Counts one act, unless it is one too many: then gives the time at which it may be done."""
    name = ":".join((_PREFIX, *key))
    with _alone(name):
        cache = caches["default"]
        at = time.time()
        longest = max(item.get_expiry() for item in items)
        times = [then for then in cache.get(name, ()) if then > at - longest]
        waits = [_free_at(item, times, at, cost) for item in items]
        if counting and not any(waits):
            cache.set(name, [*times, *[at] * cost], timeout=longest)
        return max(waits)


def _free_at(item: RateLimitItem, times: Sequence[float], at: float, cost: int) -> float:
    """When the window has room again; 0 when it has room now."""
    within = [then for then in times if then > at - item.get_expiry()]
    over = len(within) + cost - item.amount
    if over <= 0:
        return 0.0
    return within[min(over, len(within)) - 1] + item.get_expiry() if within else at + 1


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """No other process counts this key meanwhile: SQLite lets one write, PostgreSQL locks names."""
    if not isinstance(caches["default"], BaseDatabaseCache):
        yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        yield
