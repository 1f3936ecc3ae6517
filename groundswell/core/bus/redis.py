"""Signals by Redis or Valkey, sent from a thread of their own so that no page waits for it.

No retries, short timeouts, and a circuit breaker: while the server is dead or hung, signals go to
the listeners of this machine, and one signal every few seconds tries whether it is back.
"""

import contextlib
import logging
import time
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from groundswell.core.bus import local
from groundswell.core.bus.closing import Closing
from groundswell.core.bus.sender import Sender
from groundswell.core.bus.signal import MISSED, Signal
from groundswell.core.loading import load_redis

if TYPE_CHECKING:
    import redis

CHANNEL: Final = "groundswell"
TIMEOUT: Final = 0.25
REST: Final = 5.0  # seconds the breaker stays open
BATCH: Final = 500

log: Final = logging.getLogger(__name__)


def _client() -> "redis.Redis":
    load_redis()
    from redis import Redis  # noqa: PLC0415 - only the extra `redis` installs it
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.retry import Retry  # noqa: PLC0415

    return Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=TIMEOUT,
        socket_connect_timeout=TIMEOUT,
        retry=Retry(NoBackoff(), 0),
        health_check_interval=0,
    )


class _Breaker:
    def __init__(self) -> None:
        self.client: redis.Redis | None = None
        self.resting_until = 0.0

    def deliver(self, payload: bytes) -> None:
        if time.monotonic() >= self.resting_until and self._publish(payload):
            return
        local.send(payload)

    def _publish(self, payload: bytes) -> bool:
        try:
            self.client = self.client or _client()
            self.client.publish(CHANNEL, payload)
        except Exception as error:  # noqa: BLE001 - whatever ails it, the site goes on
            log.warning("Redis does not answer (%s); signals stay on this machine.", error)
            self.client = None
            self.resting_until = time.monotonic() + REST
            return False
        return True


_sender: Final = Sender("bus-redis", _Breaker().deliver)


def send(payload: bytes) -> None:
    _sender.put(payload)


class RedisSubscription(Closing):
    """Listens to Redis and, for the times it is away, to this machine."""

    def __init__(self) -> None:
        self.local = local.LocalSubscription()
        self.pubsub: Any = None
        self.retry_at = 0.0
        self.was_lost = False

    def receive(self, timeout: float) -> list[Signal]:
        if self.pubsub is None and not self._connect():
            return self.local.receive(min(timeout, 0.5))
        signals = self.local.receive(0)
        if self.was_lost:
            self.was_lost = False
            signals.append(MISSED)
        return signals + self._heard(0 if signals else timeout)

    def _connect(self) -> bool:
        if time.monotonic() < self.retry_at:
            return False
        try:
            client: Any = _client()  # its types say nothing of pubsub
            pubsub = client.pubsub(ignore_subscribe_messages=True)
            pubsub.subscribe(CHANNEL)
        except Exception:  # noqa: BLE001 - dead, hung or not installed: all the same here
            self.retry_at = time.monotonic() + REST
            self.was_lost = True
            return False
        self.pubsub = pubsub
        return True

    def _heard(self, timeout: float) -> list[Signal]:
        signals: list[Signal] = []
        try:
            message = self.pubsub.get_message(timeout=timeout)
            while message and len(signals) < BATCH:
                signal = Signal.decode(message["data"])
                if signal:
                    signals.append(signal)
                message = self.pubsub.get_message(timeout=0)
        except Exception:  # noqa: BLE001 - see above
            self._drop()
            self.was_lost = True
        return signals

    def _drop(self) -> None:
        if self.pubsub is not None:
            with contextlib.suppress(Exception):
                self.pubsub.close()
        self.pubsub = None

    def close(self) -> None:
        self._drop()
        self.local.close()
