"""For one second, strangers who ask for the same page get the same bytes.

Only a page that says so itself (`Groundswell-Shared: 1`, never passed on) is kept, and only for a
request without cookies; a storm of readers then costs one rendering a second for each page.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from groundswell.streaming.live import Message, Receive, Scope, Send

SECONDS: Final = 1.0
MOST_PAGES: Final = 500
LARGEST_PAGE: Final = 256 * 1024
MARK: Final = b"groundswell-shared"
# What may change the answer to a stranger; any other reason is one for the page not to be shared.
_VARIES: Final = (b"host", b"accept", b"accept-language", b"accept-encoding")
_PRIVATE: Final = frozenset({b"cookie", b"authorization", b"range", b"if-none-match",
                             b"if-modified-since", b"cache-control"})  # fmt: skip
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Key = tuple[object, ...]


@dataclass(slots=True)
class _Recording:
    start: Message | None = None
    bodies: list[bytes] = field(default_factory=list)
    size: int = 0
    shared: bool = False
    complete: bool = False


class Shared:
    """Wraps the pages' application."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.kept: OrderedDict[Key, tuple[float, Message, bytes]] = OrderedDict()
        self.making: dict[Key, asyncio.Future[None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _key(scope)
        if key is None:
            await self._record(None, scope, receive, send)
            return
        making = self.making.get(key)
        if making is not None and key in self.kept:
            # Someone is making it anew: wait for that one rather than make it twice.
            await asyncio.wait([making])
        kept = self.kept.get(key)
        if kept is not None and kept[0] > time.monotonic():
            await send(kept[1])
            await send({"type": "http.response.body", "body": kept[2]})
            return
        await self._record(key, scope, receive, send)

    async def _record(self, key: Key | None, scope: Scope, receive: Receive, send: Send) -> None:
        recording = _Recording()

        async def keep(message: Message) -> None:
            _keep(recording, message)
            await send(message)

        done: asyncio.Future[None] | None = None
        if key is not None and key not in self.making:
            done = self.making[key] = asyncio.get_running_loop().create_future()
        try:
            await self.app(scope, receive, keep)
            if key is not None and recording.shared and recording.complete:
                self._store(key, recording)
        finally:
            if done is not None and key is not None:
                del self.making[key]
                done.set_result(None)

    def _store(self, key: Key, recording: _Recording) -> None:
        if recording.start is None or recording.size > LARGEST_PAGE:
            return
        until = time.monotonic() + SECONDS
        self.kept[key] = (until, recording.start, b"".join(recording.bodies))
        self.kept.move_to_end(key)
        while len(self.kept) > MOST_PAGES:
            self.kept.popitem(last=False)


def _key(scope: Scope) -> Key | None:
    """What makes two requests of strangers the same; None for requests that are somebody's."""
    if scope["method"] != "GET":
        return None
    headers = dict(scope["headers"])
    if not _PRIVATE.isdisjoint(headers):
        return None
    asked = [value for name, value in scope["headers"] if name.startswith(b"hx-")]
    told = [headers.get(name) for name in _VARIES]
    return (scope["scheme"], scope["path"], scope["query_string"], *told, *asked)


def _keep(recording: _Recording, message: Message) -> None:
    if message["type"] == "http.response.start":
        headers = message["headers"]
        marked = any(name == MARK for name, _ in headers)
        cookies = any(name == b"set-cookie" for name, _ in headers)
        message["headers"] = [pair for pair in headers if pair[0] != MARK]
        recording.shared = marked and not cookies and message["status"] == 200
        recording.start = message
        return
    if recording.shared and recording.size <= LARGEST_PAGE:
        body = message.get("body", b"")
        recording.bodies.append(body)
        recording.size += len(body)
    recording.complete = not message.get("more_body", False)
