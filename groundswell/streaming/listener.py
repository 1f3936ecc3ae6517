"""One open stream: what waits to be written, and whether its reader keeps up."""

import asyncio
from typing import Final

from groundswell.core.subscriptions import Grant

LONGEST_QUEUE: Final = 64


class Listener:
    """Frames go in from the hub, never waiting; the stream takes them out as its reader reads."""

    __slots__ = ("closed", "grant", "network", "queue", "slot", "waiter")

    def __init__(self, grant: Grant, slot: int, network: str = "") -> None:
        self.grant = grant
        self.network = network
        self.slot = slot  # in which second of the heartbeat's round it is greeted
        self.queue: list[bytes] = []
        self.closed = False
        self.waiter: asyncio.Future[None] | None = None

    def push(self, frame: bytes, reset: bytes) -> None:
        """Queue a frame. A reader too slow for its queue is told to start afresh instead."""
        if self.closed:
            return
        if len(self.queue) >= LONGEST_QUEUE:
            self.queue[:] = [reset]
        else:
            self.queue.append(frame)
        self._wake()

    def close(self, farewell: bytes = b"") -> None:
        """Write what is queued and the farewell, then end the stream."""
        if farewell and not self.closed:
            self.queue.append(farewell)
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        waiter = self.waiter
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    async def take(self) -> bytes:
        """All that is queued, waiting for the first; empty once the stream is over."""
        if not self.queue and not self.closed:
            self.waiter = asyncio.get_running_loop().create_future()
            try:
                await self.waiter
            finally:
                self.waiter = None
        frames = self.queue[0] if len(self.queue) == 1 else b"".join(self.queue)
        self.queue.clear()
        return frames
