"""The bus: signals between processes. "Topic 42 changed", never what it says.

`publish` is fire and forget: it neither raises nor keeps a request waiting. Three back ends carry
the same signals: Unix datagrams between the processes of one machine, NOTIFY when the database is
PostgreSQL, Redis or Valkey when REDIS_URL is set. A lost signal costs a late refresh, nothing more:
whoever listens must be able to catch up by itself.
"""

import logging
from contextlib import AbstractContextManager
from typing import Final, Protocol

from django.conf import settings
from django.db import close_old_connections, connections

from groundswell.core.bus.gathered import Gathered
from groundswell.core.bus.signal import Data, Signal

__all__ = ["Data", "Signal", "Subscription", "publish", "publish_once", "subscribe"]

log: Final = logging.getLogger(__name__)


class Subscription(Protocol):
    """An ear on the bus; blocks, so it belongs in a thread or a worker's loop."""

    def receive(self, timeout: float) -> list[Signal]:
        """The signals that came; empty after `timeout` seconds of silence."""

    def close(self) -> None: ...


def kind() -> str:
    """`local`, `postgres` or `redis`: what carries signals here."""
    chosen = str(getattr(settings, "BUS", "auto"))
    if chosen != "auto":
        return chosen
    if getattr(settings, "REDIS_URL", ""):
        return "redis"
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return "postgres"
    return "local"


def publish(channel: str, event: str = "changed", data: Data | None = None) -> None:
    """Tell whoever listens to `channel`; `data` is a few numbers or codes, never content.

    Call it after commit. A signal that cannot be sent is dropped with a line in the log.
    """
    try:
        payload = Signal(channel, event, data or {}).encode()
        _send(payload)
    except Exception:  # a signal must never undo the write it tells of
        log.warning("The signal %s of %s was not sent.", event, channel, exc_info=True)


def publish_once(channel: str, event: str = "changed") -> None:
    """The same of what many do at once, such as voting: one signal for all of a moment."""
    _gathered.put((channel, event))


def deliver(signal: tuple[str, str]) -> None:
    """Publishes from a thread that serves no request, after which Django would give up a
    connection that broke."""
    close_old_connections()
    publish(*signal)


def settle(timeout: float) -> None:
    """Waits until what was published once has left and nothing is held for it."""
    _gathered.settle(timeout)


_gathered: Final = Gathered("bus-gathered", deliver, rest=connections.close_all)


def _send(payload: bytes) -> None:
    from groundswell.core.bus import local, postgres, redis  # noqa: PLC0415 - optional back ends

    match kind():
        case "redis":
            redis.send(payload)
        case "postgres":
            postgres.send(payload)
        case _:
            local.send(payload)


def subscribe() -> AbstractContextManager[Subscription]:
    """An ear on every signal of the site, of this and of all other processes."""
    from groundswell.core.bus import local, postgres, redis  # noqa: PLC0415 - optional back ends

    match kind():
        case "redis":
            return redis.RedisSubscription()
        case "postgres":
            return postgres.PostgresSubscription()
        case _:
            return local.LocalSubscription()
