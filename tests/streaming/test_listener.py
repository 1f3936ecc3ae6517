"""The queue between the hub and one reader."""

import asyncio

import pytest

from groundswell.core.subscriptions import Grant
from groundswell.streaming.frames import about
from groundswell.streaming.listener import LONGEST_QUEUE, Listener

GRANT = Grant(None, ("topic-1",), 0.0)


def test_slow_reader_gets_a_reset_in_place_of_what_it_missed() -> None:
    listener = Listener(GRANT, 0)

    for _ in range(LONGEST_QUEUE + 1):
        listener.push(b"frame", b"reset")
    listener.push(b"next", b"reset")

    assert listener.queue == [b"reset", b"next"]


def test_reader_takes_all_that_waits_at_once() -> None:
    async def scene() -> list[bytes]:
        listener = Listener(GRANT, 0)
        taking = asyncio.create_task(listener.take())
        await asyncio.sleep(0)
        listener.push(b"a", b"reset")
        listener.push(b"b", b"reset")
        first = await taking
        listener.close(b"bye")
        return [first, await listener.take(), await listener.take()]

    assert asyncio.run(scene()) == [b"ab", b"bye", b""]


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, 0), (1, 0), (2, 3), (4, 3), (5, 5), (9, 10), (12, 10), (18, 20), (237, 250), (1234, 1200)],
)
def test_about_rounds_a_crowd(count: int, shown: int) -> None:
    assert about(count) == shown
