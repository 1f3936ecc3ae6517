"""Who of several processes takes a new connection: the one that has the fewest.

They share one listening socket, and whoever wakes first would take all that come at once: eight
connections of a proxy would keep one process busy and the others idle.
"""

import asyncio
import logging
import mmap
import socket
from collections.abc import Callable
from struct import Struct
from typing import Final

DEFERRED: Final = 0.002
"""Seconds in which somebody with fewer may come first; then whoever is there takes it."""
EXHAUSTED: Final = 1.0
_NUMBER: Final = Struct("=I")

log: Final = logging.getLogger(__name__)


class Board:
    """How many connections each process has. Made before they are forked, and shared by them."""

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self.memory = mmap.mmap(-1, processes * _NUMBER.size)

    def put(self, process: int, count: int) -> None:
        """Say how many this process has."""
        _NUMBER.pack_into(self.memory, process * _NUMBER.size, count)

    def has_more_than_others(self, process: int) -> bool:
        """Whether another process has fewer than this one."""
        counts: list[int] = [found for (found,) in _NUMBER.iter_unpack(self.memory)]
        return counts[process] > min(counts)


class Door:
    """Takes connections from the listening socket, one at a time, for one process."""

    def __init__(
        self,
        listening: socket.socket,
        board: Board,
        process: int,
        *,
        protocol: Callable[[], asyncio.Protocol],
        count: Callable[[], int],
    ) -> None:
        """`count` tells how many connections this process has."""
        self.listening, self.board, self.process = listening, board, process
        self.protocol, self.count = protocol, count
        self.loop = asyncio.get_running_loop()
        self.deferred: asyncio.TimerHandle | None = None
        self.coming: set[asyncio.Task[object]] = set()
        self.patient = False
        board.put(process, 0)

    def open(self) -> None:
        """Begin to take connections."""
        self.loop.add_reader(self.listening, self._knocked)

    def close(self) -> None:
        """Take no more."""
        if self.deferred is not None:
            self.deferred.cancel()
        self.loop.remove_reader(self.listening)

    def _knocked(self) -> None:
        self._tell()
        if not self.patient and self.board.has_more_than_others(self.process):
            self._wait(DEFERRED)
            return
        self.patient = False
        try:
            connection, _address = self.listening.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return  # somebody else took it, or it went away
        except OSError:
            log.exception("No connection can be taken now.")  # there is no descriptor left
            self._wait(EXHAUSTED)
            return
        connection.setblocking(False)
        task = self.loop.create_task(self._let_in(connection))
        self.coming.add(task)
        task.add_done_callback(self.coming.discard)
        self._tell()

    def _tell(self) -> None:
        self.board.put(self.process, self.count() + len(self.coming))

    def _wait(self, seconds: float) -> None:
        self.loop.remove_reader(self.listening)
        self.deferred = self.loop.call_later(seconds, self._look_again)

    def _look_again(self) -> None:
        self.deferred, self.patient = None, True
        self.open()

    async def _let_in(self, connection: socket.socket) -> None:
        try:
            await self.loop.connect_accepted_socket(self.protocol, connection)
        except OSError:
            connection.close()
