"""New connections go to the process that has the fewest."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator

import pytest

from groundswell.config.serve_door import Board, Door
from groundswell.config.supervisor import listen

Open = list[asyncio.Transport]


class Kept(asyncio.Protocol):
    """Notes its connection while it lasts."""

    def __init__(self, among: Open) -> None:
        self.among = among

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.own = transport
        self.among.append(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.among.remove(self.own)


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with listen("127.0.0.1", 0) as opened:
        yield opened


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - nothing tells of a connection that came
            await asyncio.sleep(0.001)


class Hall:
    """Two processes' doors in one loop, and those who come in."""

    def __init__(self, listening: socket.socket) -> None:
        self.listening = listening
        board = Board(2)
        self.inside: tuple[Open, Open] = ([], [])
        # One loop knows a socket by one number only.
        sockets = (listening, listening.dup())
        self.doors = [
            Door(
                each,
                board,
                process,
                protocol=lambda among=among: Kept(among),
                count=lambda among=among: len(among),
            )
            for process, (each, among) in enumerate(zip(sockets, self.inside, strict=True))
        ]
        self.guests: list[asyncio.StreamWriter] = []

    def counts(self) -> tuple[int, int]:
        return len(self.inside[0]), len(self.inside[1])

    async def come(self, people: int) -> None:
        for _each in range(people):
            before = sum(self.counts())
            _reader, writer = await asyncio.open_connection(*self.listening.getsockname())
            self.guests.append(writer)
            await until(lambda before=before: sum(self.counts()) > before)

    async def empty(self, process: int) -> None:
        for transport in self.inside[process]:
            transport.close()
        await until(lambda: not self.inside[process])

    async def end(self) -> None:
        for each in self.doors:
            each.close()
            each.listening.close()
        for process in (0, 1):
            await self.empty(process)
        for guest in self.guests:
            guest.close()
            await guest.wait_closed()


def in_a_hall(
    listening: socket.socket, happens: Callable[[Hall], Awaitable[object]]
) -> tuple[object, tuple[int, int]]:
    async def run() -> tuple[object, tuple[int, int]]:
        hall = Hall(listening)
        told = await happens(hall)
        counts = hall.counts()
        await hall.end()
        return told, counts

    return asyncio.run(run())


def test_connections_are_shared_out_evenly_also_when_some_have_ended(
    listening: socket.socket,
) -> None:
    async def happens(hall: Hall) -> tuple[int, int]:
        for each in hall.doors:
            each.open()
        await hall.come(8)
        at_first = hall.counts()
        await hall.empty(0)
        await hall.come(8)
        return at_first

    assert in_a_hall(listening, happens) == ((4, 4), (6, 6))


def test_process_takes_what_nobody_else_does(listening: socket.socket) -> None:
    async def happens(hall: Hall) -> None:
        hall.doors[0].open()
        await hall.come(3)

    assert in_a_hall(listening, happens) == (None, (3, 0))


def test_closed_door_takes_nothing(listening: socket.socket) -> None:
    async def happens(hall: Hall) -> None:
        for each in hall.doors:
            each.open()
        hall.doors[0].close()
        await hall.come(4)

    assert in_a_hall(listening, happens) == (None, (0, 4))
