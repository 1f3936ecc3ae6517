"""Pages for the event loop: a WSGI application behind ASGI, in a few threads.

Django answers an empty view in 0.2 ms through WSGI and 2.2 ms through its own ASGI handler, so
pages stay WSGI. A request takes a thread only once its body has arrived (on disk when it is large)
and gives it back when its answer is made: files leave from the loop, so neither a slow upload nor a
slow download keeps a page waiting.
"""

import asyncio
import io
import logging
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import IO, Any, Final

from groundswell.config.serve_bodies import Bodies, TooLarge, TooManyBodies
from groundswell.config.serve_crowd import Crowd, Job, answer_together
from groundswell.config.serve_outbox import FileBody, Outbox, Start
from groundswell.config.serve_refusals import BUSY, TOO_LARGE, TOO_MUCH_AT_ONCE, refuse
from groundswell.config.serve_turns import PATIENCE, Turns
from groundswell.core.together import is_gathered_at
from groundswell.streaming.live import Receive, Scope, Send

MOST_WAITING: Final = 600
"""Requests: half a large hall that answers at once. Beyond it "come back in a moment" is better."""
_PLAIN_NAMES: Final = {b"content-type": "CONTENT_TYPE", b"content-length": "CONTENT_LENGTH"}
# Decided at the edge from the connection and the trusted proxies; what a client says is dropped.
_DECIDED: Final = {b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-port", b"proxy"}

log: Final = logging.getLogger(__name__)
Environ = dict[str, Any]
Work = Callable[[], None]
WsgiApp = Callable[[Environ, Callable[..., Callable[[bytes], object]]], Iterable[bytes]]


class Pages:
    """An ASGI application that runs a WSGI one."""

    def __init__(self, wsgi: WsgiApp, threads: int, together: int = 1) -> None:
        self.wsgi = wsgi
        self.turns: Turns[Work] = Turns(_do, threads=threads, together=together)
        self.crowd = Crowd(self._put_together)
        self.looking: asyncio.TimerHandle | None = None
        self.waiting = 0
        self.bodies = Bodies()

    def start(self) -> None:
        """Start the threads: in the process that serves, not in the one it was forked from."""
        self.turns.start()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.waiting >= MOST_WAITING:
            await refuse(scope, send, BUSY)
            return
        try:
            body = await self.bodies.read(scope, receive)
        except TooManyBodies:
            await refuse(scope, send, TOO_MUCH_AT_ONCE)
            return
        except TooLarge:
            await refuse(scope, send, TOO_LARGE)
            return
        except (TimeoutError, ConnectionError):
            return  # the client fell silent or left while sending
        with body:
            self.waiting += 1
            try:
                await self._run(scope, body, receive, send)
            finally:
                self.waiting -= 1

    async def _run(self, scope: Scope, body: IO[bytes], receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        outbox = Outbox(loop)
        job = _environ(scope, body), outbox
        if scope["method"] == "POST" and is_gathered_at(scope["path"]):
            self.crowd.add(job)
        else:
            self.turns.put(partial(self._make, *job))
        if self.looking is None:
            self.looking = loop.call_later(PATIENCE, self._look, loop)
        start = await outbox.start
        await send(
            {"type": "http.response.start", "status": start.status, "headers": start.headers}
        )
        if start.complete:
            await send({"type": "http.response.body", "body": start.body})
        else:
            await _send_on(outbox, start, receive, send)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """While requests wait for a thread, see to it that a long one does not keep the turn."""
        self.looking = None
        if self.turns.waiting:
            self.turns.hand_on()
            self.looking = loop.call_later(PATIENCE / 2, self._look, loop)

    def close(self) -> None:
        """Let the threads end once what is queued is answered."""
        self.turns.close()

    def _make(self, environ: Environ, outbox: Outbox) -> None:
        try:
            outbox.fill(self.wsgi, environ)
        except Exception:
            log.exception("%s %s failed.", environ["REQUEST_METHOD"], environ["PATH_INFO"])
            outbox.fail()

    def _put_together(self, group: list[Job]) -> None:
        self.turns.put(partial(self._make_together, group, asyncio.get_running_loop()))

    def _put_alone(self, job: Job) -> None:
        self.turns.put(partial(self._make, *job))

    def _make_together(self, group: list[Job], loop: asyncio.AbstractEventLoop) -> None:
        try:
            answer_together(self.wsgi, group, self._put_alone)
        finally:
            loop.call_soon_threadsafe(self.crowd.done)


def _do(work: Work) -> None:
    work()


async def _send_on(outbox: Outbox, start: Start, receive: Receive, send: Send) -> None:
    """A file, or a body that is still being made, at the pace of its reader."""
    gone = asyncio.create_task(_until_gone(receive, outbox.abandon))
    try:
        chunks = start.file if start.file is not None else outbox
        async for chunk in chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            if outbox.abandoned:
                return
        await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()
        outbox.abandon()
        if start.file is not None:
            start.file.close()


async def _until_gone(receive: Receive, abandon: Callable[[], None]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    abandon()


def _environ(scope: Scope, body: IO[bytes]) -> Environ:
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        # WSGI wants the decoded path as bytes in latin-1 clothing.
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 80),
        "SERVER_PROTOCOL": "HTTP/" + scope["http_version"],
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "HTTP_X_FORWARDED_PROTO": scope["scheme"],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileBody,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name, value.decode("latin-1"))
    if "CONTENT_LENGTH" not in environ:
        environ["CONTENT_LENGTH"] = str(_length(body))  # it came in chunks
    return environ


def _length(body: IO[bytes]) -> int:
    length = body.seek(0, io.SEEK_END)
    body.seek(0)
    return length


def _add_header(environ: Environ, name: bytes, value: str) -> None:
    if name in _DECIDED or b"_" in name:
        return  # "x_forwarded_for" would otherwise look like X-Forwarded-For
    key = _PLAIN_NAMES.get(name) or "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
    if key in environ and key != "HTTP_X_FORWARDED_PROTO":
        joint = "; " if key == "HTTP_COOKIE" else ","
        value = f"{environ[key]}{joint}{value}"
    environ[key] = value
