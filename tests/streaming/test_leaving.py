"""Whoever goes before their room was read leaves nothing behind."""

import asyncio
from typing import Any
from urllib.parse import quote

import pytest

from groundswell.core.subscriptions import issue
from groundswell.streaming import rooms
from groundswell.streaming.hub import Hub
from groundswell.streaming.live import Live


def test_stream_that_ends_while_its_room_is_read_frees_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rooms, "log_after", lambda *_asked: [])
    monkeypatch.setattr(rooms, "counts_of", lambda _topic: {})
    monkeypatch.setattr(rooms, "close_old_connections", lambda: None)
    query = f"token={quote(issue(9, ['room-42']))}&after=0".encode()
    scope = {"path": "/live/room", "method": "GET", "query_string": query, "headers": []}

    async def nothing(*_sent: Any) -> None:
        await asyncio.Event().wait()

    async def story() -> tuple[int, int]:
        live = Live()
        live.hub = Hub()
        coming = asyncio.create_task(live(scope, nothing, nothing))
        await asyncio.sleep(0)
        during = live.hub.count
        coming.cancel()
        await asyncio.wait([coming])
        return during, live.hub.count

    assert asyncio.run(story()) == (1, 0)
