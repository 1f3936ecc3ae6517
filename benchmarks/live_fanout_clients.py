"""Listeners for the fan-out benchmark: each a bare protocol that notes when each event arrived."""

import asyncio
import re
import time
from dataclasses import dataclass, field

EVENT = re.compile(rb'"n":(\d+)')


@dataclass(slots=True)
class Tally:
    """What all listeners together received."""

    begun: float = 0.0
    interval: float = 0.1
    latencies: list[float] = field(default_factory=list)
    connected: int = 0
    lost: int = 0
    refused: int = 0


class Listening(asyncio.Protocol):
    """One listener."""

    def __init__(self, request: bytes, tally: Tally) -> None:
        self.request = request
        self.tally = tally
        self.tail = b""
        self.greeted = False
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        now = time.time()
        if not self.greeted:
            self.greeted = True
            if b" 200 " in data[:20]:
                self.tally.connected += 1
            else:
                self.tally.refused += 1
        data = self.tail + data
        end = data.rfind(b"\n\n") + 2
        self.tail = data[end:] if end > 1 else data
        for found in EVENT.finditer(data, 0, max(end, 0)):
            due = self.tally.begun + int(found[1]) * self.tally.interval
            self.tally.latencies.append(now - due)

    def connection_lost(self, exc: Exception | None) -> None:
        self.tally.lost += 1


async def connect(port: int, request: bytes, *, count: int, tally: Tally) -> list[Listening]:
    """Open `count` streams, fifty at a time, and wait until each was greeted."""
    loop = asyncio.get_running_loop()
    listening: list[Listening] = []
    for start in range(0, count, 50):
        some = [
            loop.create_connection(lambda: Listening(request, tally), "127.0.0.1", port)
            for _ in range(min(50, count - start))
        ]
        listening += [protocol for _, protocol in await asyncio.gather(*some)]
        await asyncio.sleep(0.02)
    until = time.monotonic() + 10
    while (  # noqa: ASYNC110 - the hot path sets no event
        tally.connected + tally.refused < count and time.monotonic() < until
    ):
        await asyncio.sleep(0.05)
    return listening
