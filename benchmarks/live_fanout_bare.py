"""The limit to compare with: a bare asyncio protocol that writes one frame to all, nothing else.

python benchmarks/live_fanout_bare.py EVENTS INTERVAL     (prints its port, then waits for a line
                                                           with the time to begin)
"""

import asyncio
import sys
import time
from typing import cast

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"


class Bare(asyncio.Protocol):
    """A client that is only written to."""

    clients: set[asyncio.Transport] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass

    def data_received(self, data: bytes) -> None:
        self.transport.write(HEAD)
        self.clients.add(self.transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.clients.discard(self.transport)


async def main(events: int, interval: float) -> None:
    """Broadcast on schedule once told when to begin."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Bare, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    begun = float(await loop.run_in_executor(None, sys.stdin.readline))
    for number in range(events):
        await asyncio.sleep(max(0.0, begun + number * interval - time.time()))
        frame = b'id: %d\nevent: topic-1\ndata: {"n":%d}\n\n' % (number, number)
        for client in Bare.clients:
            client.write(frame)
    await asyncio.sleep(60)


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(int(sys.argv[1]), float(sys.argv[2])))
