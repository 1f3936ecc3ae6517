"""Everything on one port: streams go to the live hub, files to disk, pages to WSGI threads.

`groundswell run` serves this; so can any ASGI server that speaks the lifespan protocol.
"""

import asyncio
import logging
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from groundswell.config.serve_bridge import Pages
from groundswell.config.serve_cache import Shared
from groundswell.config.serve_static import Static
from groundswell.config.wsgi import application as wsgi
from groundswell.core.clock import now
from groundswell.core.subscriptions import MAX_AGE
from groundswell.streaming.live import PREFIX, Live, Receive, Scope, Send, answer
from groundswell.streaming.tasks import revocations_since

log: Final = logging.getLogger(__name__)


def _revocations() -> list[tuple[int, str, float]]:
    try:
        return revocations_since(now() - timedelta(seconds=MAX_AGE))
    except DatabaseError:
        log.warning("The database is away; revoked subscriptions are not known.", exc_info=True)
        return []
    finally:
        connections.close_all()


class Site:
    """The dispatcher of one server process."""

    def __init__(self) -> None:
        self.live = Live()
        # While PostgreSQL works for one page, another is made; SQLite works in this process.
        together = 1 if connections[DEFAULT_DB_ALIAS].vendor == "sqlite" else 2
        threads = int(getattr(settings, "PAGE_THREADS", 4))
        self.pages = Pages(wsgi, threads=threads, together=together)
        self.shared = Shared(self.pages)
        self.static_prefix = str(settings.STATIC_URL)
        self.static = None if settings.DEBUG else Static(settings.STATIC_ROOT, self.static_prefix)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        path = scope["path"]
        if path.startswith(PREFIX):
            await self.live(scope, receive, send)
        elif self.static is not None and path.startswith(self.static_prefix):
            await self.static(scope, receive, send)
        elif path == "/healthz":
            await answer(send, 200, "ok\n")
        else:
            await self.shared(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.pages.start()
                await self.live.start(await asyncio.to_thread(_revocations))
                await send({"type": "lifespan.startup.complete"})
            else:
                self.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def close(self) -> None:
        """Say goodbye to the streams; pages under way are finished."""
        self.live.close()
        self.pages.close()


application = Site()
