"""Signals between processes, by every back end that is there to try."""

import os
import subprocess
import sys
import threading
import time
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection, connections

from groundswell.core import bus
from groundswell.core.bus import (
    Signal,
    Subscription,
    local,
    publish,
    publish_once,
    redis,
    subscribe,
)
from groundswell.core.bus.gathered import Gathered
from groundswell.core.bus.sender import Sender

pytestmark = pytest.mark.usefixtures("own_bus")


def hear(subscription: Subscription, count: int, seconds: float = 3.0) -> list[Signal]:
    heard: list[Signal] = []
    until = time.monotonic() + seconds
    while len(heard) < count and time.monotonic() < until:
        heard += subscription.receive(0.1)
    return heard


def test_signal_reaches_every_listener() -> None:
    with subscribe() as one, subscribe() as other:
        publish("topic-1", "changed", {"n": 3})

        signal = Signal("topic-1", "changed", {"n": 3})
        assert hear(one, 1) == [signal]
        assert hear(other, 1) == [signal]


def test_signal_comes_from_another_process() -> None:
    program = (
        "from django.conf import settings; import sys;"
        "settings.configure(DATA_DIR=sys.argv[1], BUS='local');"
        "from groundswell.core.bus import publish; publish('topic-9')"
    )
    with subscribe() as subscription:
        folder = str(local.folder().parent)
        subprocess.run([sys.executable, "-c", program, folder], check=True, timeout=20)

        assert hear(subscription, 1) == [Signal("topic-9")]


def test_burst_is_not_lost_on_a_listener_that_is_behind() -> None:
    with subscribe() as subscription:
        for number in range(200):  # the kernel queues ten
            publish(f"topic-{number}")

        heard = hear(subscription, 200)
    assert {signal.channel for signal in heard} == {f"topic-{number}" for number in range(200)}


def test_what_many_do_within_a_moment_is_told_once_and_after_the_last() -> None:
    told: list[tuple[str, str]] = []
    rested = threading.Event()
    gathered = Gathered("bus-test", told.append, rest=rested.set, apart=0.3)
    for number in range(600):
        gathered.put((f"room-{number % 2}", "state"))

    until = time.monotonic() + 5
    while len(told) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    assert told == [("room-0", "state"), ("room-1", "state")]
    gathered.put(("room-1", "state"))
    while len(told) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    assert told[2:] == [("room-1", "state")]
    gathered.settle(5)
    assert rested.is_set()


def test_signal_of_many_reaches_whoever_listens() -> None:
    with subscribe() as subscription:
        for _one in range(3):
            publish_once("room-7", "state")

        assert hear(subscription, 1) == [Signal("room-7", "state")]


def test_publishing_does_not_wait_for_a_listener_that_is_stuck() -> None:
    with subscribe():
        began = time.monotonic()
        for _ in range(100):
            publish("topic-1")

        assert time.monotonic() - began < 10


def test_socket_of_a_dead_listener_is_swept_away() -> None:
    subscription = local.LocalSubscription()
    subscription.socket.close()  # as if its process had been killed

    publish("topic-1")

    assert not subscription.path.exists()


def test_long_folder_moves_to_a_short_one(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path / ("long" * 40)

    with subscribe() as subscription:
        publish("topic-1")
        assert hear(subscription, 1) == [Signal("topic-1")]


@pytest.mark.parametrize(
    ("channel", "data"),
    [
        ("Topic 1", {}),
        ("", {}),
        ("topic-1", {"text": "A whole sentence that somebody wrote, and so content, " * 2}),
        ("topic-1", {str(number): number for number in range(2000)}),
        ("topic-1", {"x": object()}),
    ],
)
def test_what_is_no_signal_is_dropped_without_an_error(channel: str, data: Any) -> None:
    with subscribe() as subscription:
        publish(channel, data=data)
        publish("topic-2")

        assert hear(subscription, 1) == [Signal("topic-2")]


@pytest.mark.parametrize("payload", [b"", b"{", b"[1,2,3]", b'["a"]', b"\xff", b"null"])
def test_what_cannot_be_read_is_ignored(payload: bytes) -> None:
    assert Signal.decode(payload) is None


@pytest.fixture
def new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process speaks to one Redis for good; here each test is such a process."""
    pytest.importorskip("redis", reason="the extra `redis` is not installed")
    monkeypatch.setattr(redis, "_sender", Sender("bus-redis", redis._Breaker().deliver))


def test_redis_that_is_dead_keeps_nobody_waiting(settings: Any, new_process: None) -> None:
    settings.BUS, settings.REDIS_URL = "redis", "redis://127.0.0.1:1/0"
    with subscribe() as subscription:
        began = time.monotonic()
        publish("topic-1")
        spent = time.monotonic() - began

        assert spent < 2
        assert Signal("topic-1") in hear(subscription, 1)


@pytest.fixture
def redis_bus(settings: Any, new_process: None) -> AbstractContextManager[Subscription]:
    url = os.environ.get("TEST_REDIS_URL", "")
    if not url:
        pytest.skip("TEST_REDIS_URL names no Redis or Valkey to test with")
    settings.BUS, settings.REDIS_URL = "redis", url
    return subscribe()


def test_signal_goes_through_redis(redis_bus: AbstractContextManager[Subscription]) -> None:
    with redis_bus as subscription:
        subscription.receive(0.1)  # the first call connects
        for number in range(50):
            publish(f"topic-{number}")

        heard = [signal.channel for signal in hear(subscription, 50)]
    assert heard == [f"topic-{number}" for number in range(50)]


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="DATABASE_URL names no PostgreSQL to test with"
)
@pytest.mark.django_db(transaction=True)
def test_signal_goes_through_postgres(settings: Any) -> None:
    settings.BUS = "auto"
    settings.REDIS_URL = ""
    with subscribe() as subscription:
        teller = threading.Thread(target=_publish_and_close)
        teller.start()
        teller.join()

        assert hear(subscription, 1) == [Signal("topic-1")]
    assert bus.kind() == "postgres"


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="DATABASE_URL names no PostgreSQL to test with"
)
@pytest.mark.django_db(transaction=True)
def test_signals_of_many_go_on_after_the_database_broke(settings: Any) -> None:
    settings.BUS, settings.REDIS_URL = "auto", ""
    gathered = Gathered("bus-test", bus.deliver, rest=connections.close_all)
    with subscribe() as subscription:
        gathered.put(("topic-1", "state"))
        assert hear(subscription, 1) == [Signal("topic-1", "state")]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND query LIKE '%pg_notify%'"
            )
        gathered.put(("topic-2", "state"))
        hear(subscription, 1, seconds=0.5)
        gathered.put(("topic-3", "state"))
        assert hear(subscription, 1)[-1:] == [Signal("topic-3", "state")]
    gathered.settle(5)


def _publish_and_close() -> None:
    publish("topic-1")
    connection.close()
