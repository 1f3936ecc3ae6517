"""Static files straight from the event loop: hashed names, compressed beforehand, 304 and ranges.

ServeStatic knows the files and their headers; this writes what it answers without taking a thread.
"""

from functools import cached_property
from pathlib import Path
from typing import IO, Any

from servestatic.base import ServeStaticBase

from groundswell.config.serve_outbox import CHUNK
from groundswell.streaming.live import Receive, Scope, Send, answer


class _Files(ServeStaticBase):  # type: ignore[misc]
    def initialize(self) -> None:
        """Nothing to wrap."""

    def __call__(self, *args: Any) -> None:
        raise NotImplementedError


class Static:
    """An ASGI application for everything below the prefix."""

    def __init__(self, root: Path, prefix: str) -> None:
        self.root = root
        self.prefix = prefix

    @cached_property
    def files(self) -> dict[str, Any]:
        """What is there when it is first asked for: the set-up may still be writing before that."""
        self.root.mkdir(parents=True, exist_ok=True)
        found = _Files(None, root=self.root, prefix=self.prefix, allow_all_origins=False)
        return dict(found.files)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self.files.get(scope["path"])
        if found is None:
            await answer(send, 404, "There is no such file.\n")
            return
        response = found.get_response(scope["method"], _wanted(scope))
        headers = [(k.lower().encode(), v.encode("latin-1")) for k, v in response.headers]
        headers.append((b"x-content-type-options", b"nosniff"))
        start = {"type": "http.response.start", "status": int(response.status), "headers": headers}
        await send(start)
        if response.file is not None:
            with response.file:
                await _send_file(response.file, send)
        await send({"type": "http.response.body", "body": b""})


async def _send_file(file: IO[bytes], send: Send) -> None:
    while chunk := file.read(CHUNK):
        await send({"type": "http.response.body", "body": chunk, "more_body": True})


def _wanted(scope: Scope) -> dict[str, str]:
    return {
        "HTTP_" + name.decode("latin-1").upper().replace("-", "_"): value.decode("latin-1")
        for name, value in scope["headers"]
        if b"_" not in name
    }
