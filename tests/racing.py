"""Many people at the same instant, each on a connection of their own, on either database."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from django.db import connection, connections, transaction

from groundswell.core import queueing


@contextmanager
def several_connections(folder: Path) -> Iterator[None]:
    """SQLite's test database lives in memory, where connections cannot wait for one another: the
    race is held in a file instead, as on a real site. PostgreSQL needs nothing."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    kept, name = connection.connection, connection.settings_dict["NAME"]
    path = str(folder / "race.sqlite3")
    with sqlite3.connect(path) as copy:
        kept.backup(copy)
    copy.close()
    connection.settings_dict["NAME"] = path
    connection.connection = None
    try:
        yield
    finally:
        connection.close()
        queueing.let_go()
        connection.settings_dict["NAME"] = name
        connection.connection = kept


def _come_to(gate: threading.Barrier) -> None:
    """Waits for the others; one that cannot come, say for want of connections, keeps nobody."""
    try:
        connection.ensure_connection()
        _wait_patiently()
    except Exception:
        gate.abort()
        raise
    gate.wait()


def _wait_patiently() -> None:
    """What is asked is whether all of them count, not how long a small machine takes to let two
    hundred wait for one row: a page gives up after a few seconds, and says so."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2min'")


def together(works: list[Callable[[], Any]]) -> list[Any]:
    """What each came to: its result, or what it raised. All begin at the same instant."""
    results: list[Any] = [None] * len(works)
    gate = threading.Barrier(len(works))

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            _come_to(gate)
            results[place] = work()
        except Exception as error:  # noqa: BLE001 - what it raised is what is asked for
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def while_it_waits(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """What each came to, where the second asks for a row that the first has locked and changed:
    it waits inside its query, and goes on with what the first left."""
    results: list[Any] = [None, None]

    def run() -> None:
        try:
            _wait_patiently()
            results[1] = second()
        except Exception as error:  # noqa: BLE001 - what it raised is what is asked for
            results[1] = error
        finally:
            connections.close_all()

    other = threading.Thread(target=run)
    with transaction.atomic():
        results[0] = first()
        other.start()
        _until_it_waits(other)
    other.join()
    return results


# Of this database alone: others of the same server wait for their own reasons. What is waited for
# is a transaction, of which no database is named; the process that waits has one.
_WAITING = """
SELECT count(*) FROM pg_locks
JOIN pg_database ON pg_database.datname = current_database()
WHERE NOT pg_locks.granted AND pg_locks.pid IN (
    SELECT held.pid FROM pg_locks AS held WHERE held.database = pg_database.oid
)
"""


def _until_it_waits(other: threading.Thread) -> None:
    """SQLite's second writer waits before it asks anything: there is nothing to see."""
    late = monotonic() + 20
    while connection.vendor == "postgresql" and other.is_alive() and monotonic() < late:
        with connection.cursor() as cursor:
            cursor.execute(_WAITING)
            if cursor.fetchone() != (0,):
                return
        sleep(0.01)
    assert connection.vendor != "postgresql", "The second did not wait for the first."
