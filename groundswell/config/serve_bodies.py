"""Taking in the bodies of requests: within a size, a time and a number, before any page is made."""

import asyncio
import io
import tempfile
from collections import Counter
from typing import IO, Final

from groundswell.core.limits import network_of
from groundswell.streaming.live import Message, Receive, Scope

LARGEST_BODY: Final = 32 * 1024 * 1024
IN_MEMORY: Final = 512 * 1024
STALL: Final = 30.0  # seconds without a byte
DEADLINE: Final = 600.0  # seconds for the whole: 32 MB at half a megabit
MOST_AT_ONCE: Final = 300
MOST_AT_ONCE_FROM_ONE: Final = 30  # a hall behind one router sends small bodies, which are short


class TooLarge(Exception):  # noqa: N818 - read as what happened
    """The body is larger than any form of the site takes."""


class TooManyBodies(Exception):  # noqa: N818 - read as what happened
    """So many are being sent at this moment that one more has to wait."""


class Bodies:
    """The bodies that are on their way into one process."""

    def __init__(self) -> None:
        self.under_way: Counter[str] = Counter()

    async def read(self, scope: Scope, receive: Receive) -> IO[bytes]:
        """The whole body, in memory while small and on disk beyond."""
        headers = dict(scope["headers"])
        announced = headers.get(b"content-length", b"0")
        if announced == b"0" and b"transfer-encoding" not in headers:
            return io.BytesIO()
        if announced.isdigit() and int(announced) > LARGEST_BODY:
            raise TooLarge
        network = network_of((scope.get("client") or ("", 0))[0])
        if (
            self.under_way.total() >= MOST_AT_ONCE
            or self.under_way[network] >= MOST_AT_ONCE_FROM_ONE
        ):
            raise TooManyBodies
        self.under_way[network] += 1
        try:
            async with asyncio.timeout(DEADLINE):
                return await _spooled(receive)
        finally:
            self.under_way[network] -= 1
            if not self.under_way[network]:
                del self.under_way[network]


async def _spooled(receive: Receive) -> IO[bytes]:
    body: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller's
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
