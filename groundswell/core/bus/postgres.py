"""Signals by LISTEN and NOTIFY, where the database is PostgreSQL anyway."""

import contextlib
import time
from typing import TYPE_CHECKING, Any, Final

from django.db import DatabaseError, connection, connections

from groundswell.core.bus.closing import Closing
from groundswell.core.bus.signal import MISSED, Signal

if TYPE_CHECKING:
    import psycopg

CHANNEL: Final = "groundswell"
LONGEST_WAIT: Final = 5.0


def send(payload: bytes) -> None:
    """Inside a transaction the signal leaves with the commit, outside at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload.decode()])


class PostgresSubscription(Closing):
    """A connection of its own that listens; after a break it comes back and says so."""

    def __init__(self) -> None:
        self.connection: psycopg.Connection[Any] | None = None
        self.wait = 0.1
        self._connect()

    def _connect(self) -> None:
        import psycopg  # noqa: PLC0415 - only the extra `postgres` installs it

        given = connections["default"].get_connection_params()
        names = ("dbname", "user", "password", "host", "port", "sslmode", "options")
        params = {name: given[name] for name in names if given.get(name)}
        self.connection = psycopg.connect(**params, autocommit=True, connect_timeout=3)
        self.connection.execute(f"LISTEN {CHANNEL}")
        self.wait = 0.1

    def receive(self, timeout: float) -> list[Signal]:
        import psycopg  # noqa: PLC0415 - only the extra `postgres` installs it

        try:
            if self.connection is None:
                self._connect()
                return [MISSED]
            assert self.connection is not None  # noqa: S101 - for the type checker
            heard = self.connection.notifies(timeout=timeout, stop_after=1)
            payloads = [notify.payload for notify in heard]
        except (psycopg.Error, DatabaseError, OSError):
            self._drop()
            time.sleep(min(self.wait, timeout))
            self.wait = min(self.wait * 2, LONGEST_WAIT)
            return []
        return [signal for signal in map(Signal.decode, payloads) if signal]

    def _drop(self) -> None:
        if self.connection is not None:
            with contextlib.suppress(Exception):
                self.connection.close()
        self.connection = None

    def close(self) -> None:
        self._drop()
