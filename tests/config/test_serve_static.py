"""Static files, from the event loop."""

import asyncio
from pathlib import Path
from typing import Any

from groundswell.config.serve_static import Static


def got(static: Static, path: str) -> tuple[int, bytes]:
    """Status and body of one request."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    asyncio.run(static(scope, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent)


def test_files_written_during_the_set_up_are_served(tmp_path: Path) -> None:
    static = Static(tmp_path / "static", "/static/")
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "app.css").write_bytes(b"a { color: red }")

    assert got(static, "/static/app.css") == (200, b"a { color: red }")
    assert got(static, "/static/other.css")[0] == 404
