"""Short writes of which many come at the same instant."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
T = TypeVar("T")
_turn = threading.Lock()


def in_turn(function: Callable[P, T]) -> Callable[P, T]:
    """On SQLite, which has one writer, a process's threads wait for one another before they begin.

    SQLite has whoever finds it busy sleep and try again, longer each time; a lock wakes the next
    one at once. Inside a transaction nobody waits: it may hold what the others are waiting for.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            return function(*args, **kwargs)
        with _turn:
            return function(*args, **kwargs)

    return run
