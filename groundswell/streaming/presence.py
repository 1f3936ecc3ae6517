"""How many people are at a channel: a rounded number, never who.

Every process counts its own streams and tells the others its numbers through the bus.
"""

import asyncio
import os
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from django.db import connections

from groundswell.core import bus
from groundswell.core.bus import Data, Signal
from groundswell.streaming import frames
from groundswell.streaming.listener import Listener

EVERY: Final = 5  # seconds between two counts
REFRESH: Final = 30  # seconds after which all numbers are told again
STALE: Final = 75  # seconds after which a silent process counts no more
PER_SIGNAL: Final = 40
COUNTED: Final = ("topic-", "space-", "session-")
Channels = Mapping[str, Iterable[Listener]]
Send = Callable[[str, str, Signal], None]


class Presence:
    """The counts of one process, and those it heard from others."""

    def __init__(self, channels: Channels, send: Send) -> None:
        self.channels = channels
        self.send = send
        self.name = f"{os.getpid()}-{secrets.token_hex(4)}"
        self.stirred: set[str] = set()
        self.shown: dict[str, int] = {}
        self.told: dict[str, int] = {}
        self.elsewhere: dict[str, dict[str, tuple[int, float]]] = {}

    def stir(self, channels: Iterable[str]) -> None:
        """Somebody came or went."""
        self.stirred.update(name for name in channels if name.startswith(COUNTED))

    def hear(self, process: str, data: Data) -> None:
        """Another process's numbers."""
        if process == self.name:
            return
        at = time.monotonic()
        for channel, count in data.items():
            if isinstance(count, int):
                self.elsewhere.setdefault(channel, {})[process] = (count, at)
                self.stirred.add(channel)

    def here(self, channel: str) -> int:
        """People at this process: an actor with five tabs is one, each stranger is one."""
        actors = [listener.grant.actor_id for listener in self.channels.get(channel, ())]
        strangers = actors.count(None)
        return strangers + len(set(actors) - {None})

    def count(self, channel: str) -> int:
        """About how many people are at the channel."""
        oldest = time.monotonic() - STALE
        others = self.elsewhere.get(channel, {}).values()
        return frames.about(self.here(channel) + sum(n for n, at in others if at > oldest))

    def greetings(self, number: int, channels: Iterable[str]) -> list[bytes]:
        """What a new stream is told at once."""
        counted = (name for name in channels if name.startswith(COUNTED))
        return [
            frames.frame(number, f"{name}-presence", {"about": self.count(name)})
            for name in counted
        ]

    async def tick(self, second: int) -> None:
        """Every five seconds, show the numbers that changed and tell them to the others."""
        if second % EVERY:
            return
        if second % REFRESH == 0:
            self._forget()
            self.stirred.update(self.told)
        stirred, self.stirred = self.stirred, set()
        if not stirred:
            return
        self._show(stirred)
        counts = {name: self.here(name) for name in stirred}
        news = {
            name: count
            for name, count in counts.items()
            if count != self.told.get(name, 0) or (second % REFRESH == 0 and count)
        }
        self.told.update(news)
        if news:
            await asyncio.to_thread(self._tell, news)

    def _show(self, stirred: set[str]) -> None:
        for channel in stirred & self.channels.keys():
            count = self.count(channel)
            if self.shown.get(channel) != count:
                self.shown[channel] = count
                signal = Signal(channel, "presence", {"about": count})
                self.send(channel, frames.event_name(signal), signal)

    def _tell(self, news: dict[str, int]) -> None:
        names = sorted(news)
        for start in range(0, len(names), PER_SIGNAL):
            part: Data = {name: news[name] for name in names[start : start + PER_SIGNAL]}
            bus.publish(f"hub-{self.name}", "presence", part)
        connections.close_all()

    def _forget(self) -> None:
        oldest = time.monotonic() - STALE
        for channel, told in list(self.elsewhere.items()):
            fresh = {process: value for process, value in told.items() if value[1] > oldest}
            if fresh:
                self.elsewhere[channel] = fresh
            else:
                del self.elsewhere[channel]
        self.told = {name: count for name, count in self.told.items() if count}
        self.shown = {name: n for name, n in self.shown.items() if name in self.channels}
