"""One server process: uvicorn around the site, on a socket that its siblings share."""

import asyncio
import logging
import socket
from types import FrameType
from typing import Final

import uvicorn
from django.conf import settings

from groundswell.config.asgi import Site, application
from groundswell.config.serve_door import Board, Door

GRACE: Final = 8  # seconds for requests under way; the supervisor allows ten in all
BACKLOG: Final = 1024


class Server(uvicorn.Server):
    """Ends the streams as soon as it is told to stop, rather than waiting for their readers."""

    def __init__(self, config: uvicorn.Config, site: Site, board: Board, process: int) -> None:
        super().__init__(config)
        self.site, self.board, self.process = site, board, process
        self.doors: list[Door] = []

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=[])
        self.doors = [
            Door(
                listening,
                self.board,
                self.process,
                protocol=self._protocol,
                count=lambda: len(self.server_state.connections),
            )
            for listening in sockets or []
        ]
        for door in self.doors:
            door.open()

    def _protocol(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        # A second Ctrl+C would cut requests off; the supervisor decides when it has been enough.
        self.force_exit = False

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for door in self.doors:
            door.close()
        self.site.live.close()
        await asyncio.sleep(0)
        await super().shutdown(sockets)


def serve(listening: socket.socket, board: Board, process: int) -> None:
    """Serve the site on this socket until SIGTERM, as one of the processes of the board."""
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
    Server(config, application, board, process).run(sockets=[listening])
