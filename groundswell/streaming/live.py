"""The live hub as a plain ASGI application: no Django request is made for a stream.

`GET /live/stream?token=...` is an event stream; `&last=...` names the last event the page saw.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import parse_qs

from groundswell.core.bus import Signal
from groundswell.core.limits import network_of
from groundswell.core.subscriptions import BadToken, verify
from groundswell.streaming.ear import Ear
from groundswell.streaming.hub import Full, Hub
from groundswell.streaming.listener import Listener

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PREFIX: Final = "/live/"
STREAM: Final = "/live/stream"
ROOM: Final = "/live/room"
LONGEST_NUMBER: Final = 12
_PLAIN: Final = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
_STREAM: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),
    (b"connection", b"close"),
    *_PLAIN,
]
_SENTENCES: Final = {
    400: "Name a token: /live/stream?token=...",
    403: "This subscription is not valid any more. Reload the page to get a new one.",
    404: "There is nothing here.",
    405: "Only GET works here.",
    429: "Too many pages are open at once from where you are. Close one and reload.",
    503: "Too many people are listening right now. The page still works; reload to look again.",
}


class Live:
    """One hub and its ear on the bus."""

    def __init__(self) -> None:
        self.hub: Hub | None = None
        self.ear: Ear | None = None
        self.clock: asyncio.Task[None] | None = None

    async def start(self, revoked: list[tuple[int, str, float]] | None = None) -> None:
        """Begin to listen; `revoked` are the (actor, channel, time) that still count."""
        loop = asyncio.get_running_loop()
        hub = self.hub = Hub()
        for actor_id, channel, at in revoked or []:
            hub.revoke(actor_id, channel, at)

        def heard(signals: list[Signal]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(hub.hear, signals)

        self.ear = Ear(heard)
        await asyncio.to_thread(self.ear.start)
        self.clock = asyncio.create_task(hub.run())

    def close(self) -> None:
        """End all streams; their clients come back by themselves."""
        if self.hub is not None:
            self.hub.close()
        if self.ear is not None:
            self.ear.stop()
        if self.clock is not None:
            self.clock.cancel()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] not in {STREAM, ROOM}:
            await refuse(send, 404)
        elif scope["method"] != "GET":
            await refuse(send, 405)
        elif self.hub is None:
            await refuse(send, 503)
        else:
            await self._granted(self.hub, scope, receive, send)

    async def _granted(self, hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        tokens = query.get("token", [])
        if len(tokens) != 1:
            await refuse(send, 400)
            return
        try:
            grant = verify(tokens[0])
        except BadToken:
            await refuse(send, 403)
            return
        if hub.is_revoked(grant):
            await refuse(send, 403)
            return
        address, _port = scope.get("client") or ("", 0)
        last_seen = query.get("last", [""])[-1]
        try:
            listener = hub.join(grant, last_seen, network_of(address))
        except Full as full:
            await refuse(send, full.status)
            return
        try:
            if grant.rooms:
                after = _number(_header(scope, b"last-event-id") or query.get("after", [""])[-1])
                await hub.rooms.enter(listener, grant.rooms[0], after)
            await _stream(listener, receive, send)
        finally:
            hub.leave(listener)


def _header(scope: Scope, name: bytes) -> str:
    """What a browser that comes back by itself says it saw last."""
    found = dict(scope["headers"]).get(name, b"")
    return str(found.decode("latin-1"))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < LONGEST_NUMBER else 0


async def _stream(listener: Listener, receive: Receive, send: Send) -> None:
    gone = asyncio.create_task(_until_gone(receive, listener.close))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _STREAM})
        while frames := await listener.take():
            await send({"type": "http.response.body", "body": frames, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except OSError:
        pass  # the reader left in the middle of a frame
    finally:
        gone.cancel()


async def _until_gone(receive: Receive, close: Callable[[], None]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    close()


async def answer(
    send: Send,
    status: int,
    text: str,
    *,
    kind: bytes = b"text/plain; charset=utf-8",
    more: tuple[tuple[bytes, bytes], ...] = (),
) -> None:
    """A small complete response."""
    body = text.encode()
    length = (b"content-length", str(len(body)).encode())
    headers = [(b"content-type", kind), length, *_PLAIN, *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def refuse(send: Send, status: int) -> None:
    """A sentence that says what to do, and when to come back where that helps."""
    later = ((b"retry-after", b"10"),) if status in {429, 503} else ()
    await answer(send, status, _SENTENCES[status] + "\n", more=later)
