"""Rooms of sessions: what is said there is drawn once, read once, and sent to all who are in.

An entry's number is its id in the stream, so that who comes back is told exactly what they missed.
Votes and answers to polls are counts, told together a few times a second, and have no number.
"""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

from django.db import close_old_connections

from groundswell.live.selectors.log import REPLAYED, answers_of, counts_of, log_after
from groundswell.live.selectors.signs import signs_of
from groundswell.live.tasks import show_due_lines
from groundswell.streaming.frames import retry
from groundswell.streaming.listener import Listener

BETWEEN_STATES: Final = 0.25
BETWEEN_SIGNS: Final = 1.0
BETWEEN_LOOKS: Final = 1.0
TAKEN_AWAY: Final = '"html":""}'
SECTIONS: Final = {"state": "votes", "polls": "polls", "signs": "signs"}
"""What a signal says has moved."""
ASKED: Final = b"event: asked\ndata: {}\n\n"
Counts = dict[str, int]
RESET: Final = b"event: reset\ndata: {}\n\n"
MOVED: Final = b"event: state\ndata: {}\n\n"
"""For those who are told that something moved, and nothing of it."""


class Room:
    """One room: who is in, what was said last, and which number that had."""

    def __init__(self, channel: str) -> None:
        self.topic_id = int(channel.removeprefix("room-"))
        self.listeners: dict[Listener, None] = {}
        self.said: deque[tuple[int, bytes]] = deque(maxlen=REPLAYED)
        self.last = 0
        self.counts: dict[str, Counts] = {}
        self.state = b""
        self.reading = asyncio.Lock()
        self.loaded = False
        self.due: dict[str, asyncio.TimerHandle] = {}
        self.again = False

    @property
    def wanted(self) -> bool:
        """Whether somebody is in, or waits for it to be read."""
        return bool(self.listeners) or self.reading.locked()

    def missed(self, after: int) -> bytes:
        """What came after a number; the wish to load the page anew where too much did."""
        if after >= self.last:
            return b""
        if not self.said or self.said[0][0] > after + 1:
            return b"id: %d\n%b" % (self.last, RESET)
        return b"".join(frame for number, frame in self.said if number > after)

    def count(self, section: str, counts: Counts) -> Counts:
        """Keeps all counts for who comes; gives those that moved, for who is in."""
        before = self.counts.get(section, {})
        moved = {key: count for key, count in counts.items() if before.get(key) != count}
        self.counts[section] = counts
        self.state = _told({name: found for name, found in self.counts.items() if found})
        return moved

    def push(self, frame: bytes) -> None:
        for listener in self.listeners:
            listener.push(frame if listener.grant.hears_words else MOVED, RESET)


class Rooms:
    """All rooms that somebody of this process is in. Lives in the hub's loop."""

    def __init__(self) -> None:
        self.rooms: dict[str, Room] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        # One thread, and so one connection: a room is read once for all who are in it.
        self.reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rooms")

    async def enter(self, listener: Listener, channel: str, after: int) -> None:
        """Tells what was missed, then everything that comes; nothing that is not theirs to hear."""
        after = max(after, listener.grant.since)
        room = self.rooms.setdefault(channel, Room(channel))
        if not room.loaded:
            await self._read(room, first=True)
        if listener.closed:
            return
        # From here to the end nothing else runs, so nothing is lost or told twice.
        missed = room.missed(after) + room.state if listener.grant.hears_words else MOVED
        listener.queue.insert(0, retry() + b"event: here\ndata: {}\n\n" + missed)
        room.listeners[listener] = None

    def leave(self, listener: Listener) -> None:
        """Safe to call for who was never in."""
        for channel in listener.grant.rooms:
            room = self.rooms.get(channel)
            if room is not None:
                room.listeners.pop(listener, None)

    def hear(self, channel: str, event: str) -> None:
        """Something was said, or counts moved."""
        room = self.rooms.get(channel)
        if room is None:
            return
        if room.loaded and not room.listeners:
            del self.rooms[channel]  # whoever comes next reads it afresh
        elif event in SECTIONS:
            self._later(room, SECTIONS[event])
        elif event == "asked":
            self._tell_askers_soon(room)
        elif event == "held":
            self._show_later(room)
        else:
            self._soon(self._read(room))

    def look_again(self) -> None:
        """Signals were lost: every room is read again."""
        for channel in list(self.rooms):
            for event in ("log", "asked", *SECTIONS):
                self.hear(channel, event)

    def forget(self) -> None:
        """Rooms that nobody is in or about to be."""
        kept = ((name, room) for name, room in self.rooms.items() if room.wanted)
        self.rooms = dict(kept)

    async def _read(self, room: Room, *, first: bool = False) -> None:
        """Readings of one room follow one another; one that waits reads for all behind it."""
        if not first:
            if room.again:
                return
            room.again = True
        async with room.reading:
            if not first:
                room.again = False
            elif room.loaded:
                return
            loop = asyncio.get_running_loop()
            found = await loop.run_in_executor(self.reader, _log, room.topic_id, room.last)
            for number, data in found:
                if data.endswith(TAKEN_AWAY):
                    room.said.clear()  # its words are in there; who is behind loads the page anew
                frame = f"id: {number}\nevent: item\ndata: {data}\n\n".encode()
                room.said.append((number, frame))
                room.last = number
                room.push(frame)
            if first:
                for section in SECTIONS.values():
                    counts = await loop.run_in_executor(
                        self.reader, _counts, section, room.topic_id
                    )
                    room.count(section, counts)
                room.loaded = True

    def _later(self, room: Room, section: str) -> None:
        """Counts are told at most four times a second, signs once."""
        if section not in room.due:
            between = BETWEEN_SIGNS if section == "signs" else BETWEEN_STATES
            wait = between * (0.8 + secrets.randbelow(20) / 100)
            tell = partial(self._tell, room, section)
            loop = asyncio.get_running_loop()
            room.due[section] = loop.call_later(wait, lambda: self._soon(tell()))

    async def _tell(self, room: Room, section: str) -> None:
        del room.due[section]
        loop = asyncio.get_running_loop()
        counts = await loop.run_in_executor(self.reader, _counts, section, room.topic_id)
        moved = room.count(section, counts)
        if moved:
            room.push(_told({section: moved}))

    def _tell_askers_soon(self, room: Room) -> None:
        """Something became of a question of which nobody knows who asked it: everybody hears that,
        at most four times a second, and whoever asked one looks."""
        if "asked" not in room.due:
            loop = asyncio.get_running_loop()
            tell = partial(self._tell_askers, room)
            room.due["asked"] = loop.call_later(BETWEEN_STATES, tell)

    def _tell_askers(self, room: Room) -> None:
        del room.due["asked"]
        room.push(ASKED)

    def _show_later(self, room: Room) -> None:
        """Lines of a delayed chat show when they are due, looked at each second while some wait."""
        if "lines" not in room.due:
            loop = asyncio.get_running_loop()
            show = partial(self._show, room)
            room.due["lines"] = loop.call_later(BETWEEN_LOOKS, lambda: self._soon(show()))

    async def _show(self, room: Room) -> None:
        del room.due["lines"]
        loop = asyncio.get_running_loop()
        if await loop.run_in_executor(self.reader, _show_lines, room.topic_id):
            self._show_later(room)

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


def _log(topic_id: int, number: int) -> list[tuple[int, str]]:
    close_old_connections()
    return log_after(topic_id, number)


def _show_lines(topic_id: int) -> int:
    close_old_connections()
    return show_due_lines(topic_id)


def _counts(section: str, topic_id: int) -> Counts:
    close_old_connections()
    read: dict[str, Callable[[int], Counts]]
    read = {"votes": counts_of, "polls": answers_of, "signs": signs_of}
    return read[section](topic_id)


def _told(counts: dict[str, Counts]) -> bytes:
    data = json.dumps(counts, separators=(",", ":"))
    return f"event: state\ndata: {data}\n\n".encode()
