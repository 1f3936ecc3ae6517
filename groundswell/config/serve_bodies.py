"""Taking in the bodies of requests: within a size, a time and a number, before any page is made."""

import asyncio
import io
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final

from groundswell.core.limits import network_of
from groundswell.streaming.live import Message, Receive, Scope

LARGEST_BODY: Final = 32 * 1024 * 1024
IN_MEMORY: Final = 512 * 1024
STALL: Final = 30.0  # seconds without a byte
DEADLINE: Final = 600.0  # seconds for the whole: 32 MB at half a megabit
SMALL_DEADLINE: Final = 60.0
SMALL: Final = 64 * 1024
"""What people write, press and choose; beyond it are files."""
MOST_AT_ONCE: Final = 300
MOST_AT_ONCE_FROM_ONE: Final = 30
MOST_SMALL_AT_ONCE: Final = 4_000
MOST_SMALL_AT_ONCE_FROM_ONE: Final = 1_000  # a hall that votes stands behind one router


class TooLarge(Exception):  # noqa: N818 - read as what happened
    """The body is larger than any form of the site takes."""


class TooManyBodies(Exception):  # noqa: N818 - read as what happened
    """So many are being sent at this moment that one more has to wait."""


class Bodies:
    """The bodies that are on their way into one process."""

    def __init__(self) -> None:
        self.large: Counter[str] = Counter()
        self.small: Counter[str] = Counter()

    async def read(self, scope: Scope, receive: Receive) -> IO[bytes]:
        """The whole body, in memory while small and on disk beyond."""
        headers = dict(scope["headers"])
        announced = headers.get(b"content-length", b"0")
        if announced == b"0" and b"transfer-encoding" not in headers:
            return io.BytesIO()
        size = int(announced) if announced.isdigit() else LARGEST_BODY
        if size > LARGEST_BODY:
            raise TooLarge
        small = size <= SMALL and b"transfer-encoding" not in headers
        with self._place(network_of((scope.get("client") or ("", 0))[0]), small=small):
            async with asyncio.timeout(SMALL_DEADLINE if small else DEADLINE):
                return await _spooled(receive, small=small)

    @contextmanager
    def _place(self, network: str, *, small: bool) -> Iterator[None]:
        under_way = self.small if small else self.large
        most = MOST_SMALL_AT_ONCE if small else MOST_AT_ONCE
        most_from_one = MOST_SMALL_AT_ONCE_FROM_ONE if small else MOST_AT_ONCE_FROM_ONE
        if under_way.total() >= most or under_way[network] >= most_from_one:
            raise TooManyBodies
        under_way[network] += 1
        try:
            yield
        finally:
            under_way[network] -= 1
            if not under_way[network]:
                del under_way[network]


async def _spooled(receive: Receive, *, small: bool) -> IO[bytes]:
    body: IO[bytes] = io.BytesIO() if small else tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller's
    try:
        await _fill(body, receive)
    except BaseException:
        body.close()
        raise
    return body


async def _fill(body: IO[bytes], receive: Receive) -> None:
    size = 0
    more = True
    while more:
        message: Message = await asyncio.wait_for(receive(), STALL)
        if message["type"] == "http.disconnect":
            raise ConnectionError
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > LARGEST_BODY:
            raise TooLarge
        body.write(chunk)
        more = message.get("more_body", False)
    body.seek(0)
