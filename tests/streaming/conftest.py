"""A live hub on loopback, in a thread of its own, and clients that read it line by line."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn

from groundswell.core.subscriptions import issue
from groundswell.streaming.live import Live

PATIENCE = 5.0


class Stream:
    """One client; `read` waits for text that has not been read yet."""

    def __init__(self, port: int, path: str, headers: str = "") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode())
        self.text = ""

    def read(self, wanted: str) -> str:
        until = time.monotonic() + PATIENCE
        while wanted not in self.text:
            assert time.monotonic() < until, f"{wanted!r} did not come in {self.text!r}"
            if not self._more():
                break
        return self.text

    def until_over(self) -> str:
        while self._more():
            pass
        return self.text

    def during(self, seconds: float) -> str:
        self.socket.settimeout(seconds)
        until = time.monotonic() + seconds
        try:
            while time.monotonic() < until and self._more():
                pass
        except TimeoutError:
            pass
        self.socket.settimeout(PATIENCE)
        return self.text

    def _more(self) -> bool:
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            return False
        self.text += data.decode()
        return bool(data)

    def events(self) -> list[str]:
        """The names of the events so far, presence and the greeting left out."""
        names = [line[7:] for line in self.text.splitlines() if line.startswith("event: ")]
        return [name for name in names if name != "here" and not name.endswith("-presence")]

    def close(self) -> None:
        self.socket.close()


class Site:
    """A server with nothing but the hub."""

    def __init__(self) -> None:
        self.live = Live()
        self.streams: list[Stream] = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        config = uvicorn.Config(
            self.app,
            interface="asgi3",
            loop="uvloop",
            http="httptools",
            lifespan="on",
            log_level="error",
            timeout_graceful_shutdown=2,
        )
        self.server = uvicorn.Server(config)
        self.loop: asyncio.AbstractEventLoop | None = None
        self.thread = threading.Thread(target=self.server.run, args=([self.listening],))

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await self.live(scope, receive, send)
            return
        await receive()
        self.loop = asyncio.get_running_loop()
        await self.live.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})

    def start(self) -> None:
        self.thread.start()
        until = time.monotonic() + PATIENCE
        while not self.server.started and time.monotonic() < until:
            time.sleep(0.005)

    def stop(self) -> None:
        for stream in self.streams:
            stream.close()
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.live.close)
        self.server.should_exit = True
        self.thread.join(PATIENCE)
        self.listening.close()

    def get(self, path: str, headers: str = "") -> Stream:
        stream = Stream(self.port, path, headers)
        self.streams.append(stream)
        return stream

    def listen(
        self, *channels: str, actor: int | None = None, last: str = "", token: str = ""
    ) -> Stream:
        """A stream that is open: what happens from now on reaches it."""
        seen = f"&last={last}" if last else ""
        stream = self.get(f"/live/stream?token={quote(token or issue(actor, channels))}{seen}")
        stream.read("event: here")
        return stream


@pytest.fixture
def site(settings: Any, tmp_path: Any) -> Iterator[Site]:
    settings.DATA_DIR = tmp_path
    settings.BUS = "local"
    site = Site()
    site.start()
    yield site
    site.stop()


@pytest.fixture
def own_bus(settings: Any, tmp_path: Any) -> None:
    """A bus that no other test can hear."""
    settings.DATA_DIR = tmp_path
    settings.BUS = "local"
