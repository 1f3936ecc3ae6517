"""What a page's thread hands back to the event loop: at once when small, bit by bit when not."""

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Any, Final

CHUNK: Final = 64 * 1024
MOST_BUFFERED: Final = 1024 * 1024
STALL: Final = 30.0  # seconds a thread waits for a reader who does not read
Headers = list[tuple[bytes, bytes]]
ExcInfo = tuple[type[BaseException], BaseException, TracebackType]


class FileBody:
    """`wsgi.file_wrapper`: a body that is a file. Django gives it in place of an iterator."""

    def __init__(self, file: IO[bytes], size: int = CHUNK) -> None:
        self.file = file
        self.size = size

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(self.size), b"")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        # Read on the loop: 64 KB come from the page cache sooner than a thread would.
        while chunk := self.file.read(CHUNK):
            yield chunk

    def close(self) -> None:
        # Django hangs the end of its request on this.
        self.file.close()


@dataclass(slots=True)
class Start:
    """Status and headers; with `complete`, the whole body too; with `file`, the file to send."""

    status: int
    headers: Headers
    body: bytes = b""
    complete: bool = True
    file: FileBody | None = None


class Outbox:
    """One response on its way from a thread to the loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.start: asyncio.Future[Start] = loop.create_future()
        self.given: Start | None = None
        self.started = False
        self.abandoned = False
        self.chunks: deque[bytes | None] = deque()
        self.buffered = 0
        self.more = asyncio.Event()
        self.room = threading.Condition()

    # In the page's thread

    def fill(self, wsgi: Callable[[Any, Any], Iterable[bytes]], environ: dict[str, Any]) -> None:
        """Run the application and hand over what it answers."""
        self.give(wsgi(environ, self.start_response), environ)

    def give(self, body: Iterable[bytes], environ: dict[str, Any]) -> None:
        """Hand over what the application answered."""
        if isinstance(body, FileBody) and environ["REQUEST_METHOD"] != "HEAD":
            self._hand_over(file=body)
            return
        try:
            self._collect(body, head=environ["REQUEST_METHOD"] == "HEAD")
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()

    def say(self, words: bytes) -> None:
        """Hand over these words, which the application did not know yet when it answered."""
        if self.given is not None:
            told = [pair for pair in self.given.headers if pair[0] != b"content-length"]
            self.given.headers = [*told, (b"content-length", str(len(words)).encode())]
        self._hand_over(body=words)

    def start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: ExcInfo | None = None
    ) -> Callable[[bytes], object]:
        """What WSGI wants for the status and the headers."""
        if self.started and exc_info:
            raise exc_info[1]
        encoded = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers]
        self.given = Start(int(status[:3]), encoded)
        return self._put

    def _collect(self, body: Iterable[bytes], *, head: bool) -> None:
        """A list is a whole page; anything else is sent as it comes."""
        whole = hasattr(body, "__len__") or not getattr(body, "streaming", True)
        if whole or head:
            self._hand_over(body=b"" if head else b"".join(body))
            return
        for chunk in body:
            if chunk:
                if not self.started:
                    self._hand_over(complete=False)
                self._put(chunk)
            if self.abandoned:
                return
        if self.started:
            self._put(None)
        else:
            self._hand_over()

    def _hand_over(
        self, *, body: bytes = b"", complete: bool = True, file: FileBody | None = None
    ) -> None:
        if self.given is None:
            raise RuntimeError("The application returned without a status.")
        self.started = True
        start = self.given
        start.body, start.complete, start.file = body, complete and file is None, file
        self.loop.call_soon_threadsafe(self._settle, start)

    def _put(self, chunk: bytes | None) -> None:
        """Wait for room; a reader who takes nothing for too long is given up."""
        with self.room:
            self.chunks.append(chunk)
            self.buffered += len(chunk or b"")
            self.loop.call_soon_threadsafe(self.more.set)
            fits = self.room.wait_for(
                lambda: self.abandoned or self.buffered <= MOST_BUFFERED, timeout=STALL
            )
        if not fits:
            self.loop.call_soon_threadsafe(self.abandon)
            raise TimeoutError("The reader of a response does not read.")

    def fail(self) -> None:
        """The application broke: an error page if nothing has left yet, else a broken end."""
        if not self.started:
            headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"22")]
            start = Start(500, headers, b"Something went wrong.\n")
            self.loop.call_soon_threadsafe(self._settle, start)
        else:
            self.loop.call_soon_threadsafe(self.abandon)

    # In the loop

    def _settle(self, start: Start) -> None:
        if not self.start.done():
            self.start.set_result(start)
        elif start.file is not None:
            start.file.close()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            while not self.chunks and not self.abandoned:
                self.more.clear()
                await self.more.wait()
            if self.abandoned:
                raise ConnectionError
            chunk = self._take()
            if chunk is None:
                return
            yield chunk

    def _take(self) -> bytes | None:
        with self.room:
            chunk = self.chunks.popleft()
            self.buffered -= len(chunk or b"")
            self.room.notify()
        return chunk

    def abandon(self) -> None:
        """Nobody reads any more."""
        with contextlib.suppress(RuntimeError), self.room:
            self.abandoned = True
            self.room.notify()
        self.more.set()
