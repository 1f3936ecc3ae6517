"""One server process: uvicorn around the site, on a socket that its siblings share."""

import asyncio
import logging
import socket
from types import FrameType
from typing import Final

import uvicorn
from django.conf import settings

from groundswell.config.asgi import Site, application

GRACE: Final = 8  # seconds for requests under way; the supervisor allows ten in all
BACKLOG: Final = 1024


class Server(uvicorn.Server):
    """Ends the streams as soon as it is told to stop, rather than waiting for their readers."""

    def __init__(self, config: uvicorn.Config, site: Site) -> None:
        super().__init__(config)
        self.site = site

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        # A second Ctrl+C would cut requests off; the supervisor decides when it has been enough.
        self.force_exit = False

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.site.live.close()
        await asyncio.sleep(0)
        await super().shutdown(sockets)


def serve(listening: socket.socket) -> None:
    """Serve the site on this socket until SIGTERM."""
    config = uvicorn.Config(
        application,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_level=logging.WARNING,
        proxy_headers=bool(settings.TRUSTED_PROXIES),
        forwarded_allow_ips=list(settings.TRUSTED_PROXIES),
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=GRACE,
    )
    Server(config, application).run(sockets=[listening])
