"""A closed loop of a few keep-alive connections, on loopback, for a bounded time."""

import asyncio
import itertools
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
Request = Callable[[int], bytes]


@dataclass
class Measured:
    """What one scenario came to. CPU is that of all server processes together."""

    name: str
    seconds: float = 0.0
    cpu: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    largest: int = 0

    @property
    def count(self) -> int:
        """Requests answered."""
        return len(self.milliseconds)

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.count / self.seconds

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds for a request."""
        return 1000 * self.cpu / max(self.count, 1)

    def quantile(self, share: float) -> float:
        """Milliseconds within which this share was answered."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def family(pid: int) -> Iterator[int]:
    """A process and everything below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from family(int(child))


def cpu_seconds(pid: int) -> float:
    """User and system time of the process and its children so far."""
    ticks = 0
    for member in family(pid):
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICK


def memory_mb(pid: int) -> float:
    """Proportional memory of the process and its children."""
    total = 0
    for member in family(pid):
        text = Path(f"/proc/{member}/smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total / 1024


async def measure(
    name: str, port: int, request: Request, *, pid: int, seconds: float, connections: int
) -> Measured:
    """Sends `request(n)` for n = 0, 1, ... over the connections until the time is over."""
    await _run(Measured(name), port, request, connections, 0.5)  # warm
    result = Measured(name)
    numbers = itertools.count(1_000)
    cpu, began = cpu_seconds(pid), time.perf_counter()
    await _run(result, port, lambda _n: request(next(numbers)), connections, seconds)
    result.seconds = time.perf_counter() - began
    result.cpu = cpu_seconds(pid) - cpu
    return result


async def _run(
    result: Measured, port: int, request: Request, connections: int, seconds: float
) -> None:
    until = time.perf_counter() + seconds
    await asyncio.gather(
        *(_client(result, port, request, until, first) for first in range(connections))
    )


async def _client(result: Measured, port: int, request: Request, until: float, first: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = first * 100_000
    while (began := time.perf_counter()) < until:
        writer.write(request(number))
        number += 1
        status, size = await _answer(reader)
        result.milliseconds.append(1000 * (time.perf_counter() - began))
        result.statuses[status] = result.statuses.get(status, 0) + 1
        result.largest = max(result.largest, size)
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    lower = head.lower()
    if b"content-length:" in lower:
        size = int(lower.split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(size)
        return status, size
    size = 0
    while chunk := int((await reader.readline()).strip() or b"0", 16):
        await reader.readexactly(chunk + 2)
        size += chunk
    await reader.readline()
    return status, size
