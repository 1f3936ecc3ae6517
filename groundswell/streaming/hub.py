"""The live hub: who listens to what, and which signal goes to whom.

It knows no database, no templates and no content: "topic-42 changed" comes in from the bus and goes
out, at most once a second, to each stream that was granted `topic-42`. Event ids are times in
milliseconds, so that a client may come back to another process, or to this one restarted, and still
be told what it missed.
"""

import asyncio
import time
from collections import OrderedDict
from typing import Final

from django.conf import settings

from groundswell.core.bus import Signal
from groundswell.core.subscriptions import EVERYBODY, MAX_AGE, Grant
from groundswell.streaming import frames
from groundswell.streaming.listener import Listener
from groundswell.streaming.presence import Presence
from groundswell.streaming.rooms import Rooms

HEARTBEAT_SECONDS: Final = 20
REMEMBERED_EVENTS: Final = 50_000
PASSING: Final = frozenset({"typing", "presence"})  # of no use to who comes back later
CLOCK_MARGIN: Final = 2_000  # ms by which two processes of a site may disagree
Key = tuple[str, str]


class Full(Exception):  # noqa: N818 - read as what happened
    """No room for another stream; `status` says whose limit it is."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Hub:
    """All streams of one process. Lives in one event loop and is not thread-safe."""

    def __init__(self) -> None:
        self.most = int(getattr(settings, "LIVE_MOST_STREAMS", 10_000))
        self.most_each = int(getattr(settings, "LIVE_MOST_STREAMS_PER_ACTOR", 20))
        self.most_at_address = int(getattr(settings, "LIVE_MOST_STREAMS_PER_ADDRESS", 1_000))
        self.interval = float(getattr(settings, "LIVE_SECONDS_BETWEEN_SIGNALS", 1.0))
        self.channels: dict[str, dict[Listener, None]] = {}
        self.by_actor: dict[int, dict[Listener, None]] = {}
        self.strangers: dict[str, int] = {}
        self.strange = 0
        self.count = 0
        self.last_id = int(time.time() * 1000)
        self.horizon = self.last_id + CLOCK_MARGIN  # nothing before this is remembered
        self.moved: OrderedDict[str, int] = OrderedDict()
        self.kinds = {"changed"}
        self.quiet_until: dict[Key, float] = {}
        self.pending: dict[Key, Signal] = {}
        self.revoked: dict[tuple[int, str], float] = {}
        self.presence = Presence(self.channels, self.send)
        self.rooms = Rooms()
        self.reset = frames.frame(self.last_id, "reset", {})
        self.closing = False
        self.beats = 0

    def next_id(self) -> int:
        self.last_id = max(self.last_id + 1, int(time.time() * 1000))
        return self.last_id

    # Coming and going

    def join(self, grant: Grant, last_seen: str = "", network: str = "") -> Listener:
        """A new stream, with what it missed already queued; `network` is where it comes from."""
        self._require_room(grant, network)
        actor = grant.actor_id
        listener = Listener(grant, self.count % HEARTBEAT_SECONDS, network)
        self.count += 1
        if actor is None:
            self._strangers(network, +1)
        for channel in grant.channels:
            self.channels.setdefault(channel, {})[listener] = None
        if actor is not None:
            self.by_actor.setdefault(actor, {})[listener] = None
        if not grant.rooms:
            listener.queue.append(self._welcome(grant, last_seen))
        self.presence.stir(grant.channels)
        return listener

    def _require_room(self, grant: Grant, network: str) -> None:
        """A fourth of the places is kept for those who are signed in, whoever else comes."""
        if self.closing or self.count >= self.most:
            raise Full(503)
        if grant.actor_id is not None:
            if len(self.by_actor.get(grant.actor_id, ())) >= self.most_each:
                raise Full(429)
            return
        if self.strangers.get(network, 0) >= self.most_at_address:
            raise Full(429)
        if self.strange >= self.most - self.most // 4:
            raise Full(503)

    def leave(self, listener: Listener) -> None:
        """The stream is over; safe to call twice."""
        grant = listener.grant
        found = False
        self.rooms.leave(listener)
        for channel in grant.channels:
            listeners = self.channels.get(channel, {})
            if listener in listeners:
                del listeners[listener]
                found = True
            if not listeners:
                self.channels.pop(channel, None)
        if grant.actor_id is not None:
            others = self.by_actor.get(grant.actor_id, {})
            others.pop(listener, None)
            if not others:
                self.by_actor.pop(grant.actor_id, None)
        if found:
            self.count -= 1
            if grant.actor_id is None:
                self._strangers(listener.network, -1)
            self.presence.stir(grant.channels)
        listener.close()

    def _strangers(self, network: str, change: int) -> None:
        self.strange += change
        self.strangers[network] = self.strangers.get(network, 0) + change
        if not self.strangers[network]:
            del self.strangers[network]

    def _welcome(self, grant: Grant, last_seen: str) -> bytes:
        """The first bytes: when to come back, where we are, and what moved meanwhile."""
        missed: list[str] = []
        if last_seen:
            seen = int(last_seen) if last_seen.isdecimal() and len(last_seen) < 20 else 0
            if seen < self.horizon:
                missed = ["reset"]
            else:
                since = seen - CLOCK_MARGIN
                names = (name for channel in grant.channels for name in self._events_of(channel))
                missed = [name for name in names if self.moved.get(name, 0) > since]
        number = self.next_id()
        parts = [frames.retry(), frames.frame(number, "here", {})]
        parts += [frames.frame(number, name, {}) for name in missed]
        parts += self.presence.greetings(number, grant.channels)
        return b"".join(parts)

    def _events_of(self, channel: str) -> list[str]:
        return [frames.event_name(Signal(channel, kind, {})) for kind in sorted(self.kinds)]

    # Signals

    def hear(self, signals: list[Signal]) -> None:
        """What the bus brought."""
        for signal in signals:
            kind, _, name = signal.channel.partition("-")
            if kind == "revoke" and name.isdecimal():
                self.revoke(int(name), signal.event)
            elif kind == "hub":
                self.presence.hear(name, signal.data)
            elif kind == "room":
                self.rooms.hear(signal.channel, signal.event)
            elif kind == "bus":
                self._missed()
            else:
                self._pass_on(signal)

    def _pass_on(self, signal: Signal) -> None:
        """At most one a second for each channel and event: the first at once, the last for sure."""
        self._remember(signal)
        if signal.channel not in self.channels:
            return
        key = (signal.channel, signal.event)
        now = asyncio.get_running_loop().time()
        due = self.quiet_until.get(key, 0.0)
        if now >= due:
            self._emit(key, signal)
            return
        if key not in self.pending:
            asyncio.get_running_loop().call_at(due, self._flush, key)
        self.pending[key] = signal

    def _flush(self, key: Key) -> None:
        signal = self.pending.pop(key, None)
        if signal is not None:
            self._remember(signal)
            self._emit(key, signal)

    def _emit(self, key: Key, signal: Signal) -> None:
        self.quiet_until[key] = asyncio.get_running_loop().time() + self.interval
        self.send(signal.channel, frames.event_name(signal), signal)

    def send(self, channel: str, name: str, signal: Signal) -> None:
        """One frame, rendered once, to all who listen to the channel."""
        frame = frames.frame(self.next_id(), name, signal.data)
        # In a room the numbers are the room's own, and other events have none.
        bare = frame.partition(b"\n")[2]
        for listener in self.channels.get(channel, ()):
            listener.push(bare if listener.grant.rooms else frame, self.reset)

    def _remember(self, signal: Signal) -> None:
        if signal.event in PASSING:
            return
        name = frames.event_name(signal)
        self.kinds.add(signal.event)
        self.moved[name] = self.next_id()
        self.moved.move_to_end(name)
        if len(self.moved) > REMEMBERED_EVENTS:
            _, forgotten = self.moved.popitem(last=False)
            self.horizon = max(self.horizon, forgotten + CLOCK_MARGIN)

    def _missed(self) -> None:
        """The bus was away: nobody knows what happened, so everybody looks again."""
        self.horizon = self.next_id() + CLOCK_MARGIN
        self.rooms.look_again()
        self.everybody(frames.frame(self.next_id(), "reset", {}))

    # Rights

    def revoke(self, actor_id: int, channel: str, at: float | None = None) -> None:
        """End the streams this actor, or everybody, holds to the channel ("all": to any)."""
        channel = "all" if channel == "changed" else channel
        moment = time.time() if at is None else at
        self.revoked[actor_id, channel] = moment
        held = self._all() if actor_id == EVERYBODY else list(self.by_actor.get(actor_id, ()))
        for listener in held:
            if channel == "all" or listener.grant.rests_on(channel):
                self._end(listener)

    def _end(self, listener: Listener) -> None:
        """The right is lost, or its time is over."""
        listener.close(b"event: revoked\ndata: {}\n\n")
        self.leave(listener)

    def is_revoked(self, grant: Grant) -> bool:
        """Whether the grant dates from before its actor, or everybody, lost the right."""
        actors = (EVERYBODY,) if grant.actor_id is None else (EVERYBODY, grant.actor_id)
        names = ("all", *grant.channels, *grant.within)
        moments = [self.revoked.get((actor, name), 0.0) for actor in actors for name in names]
        return grant.issued_at <= max(moments) or 0 < grant.until <= time.time()

    # Time

    def everybody(self, frame: bytes) -> None:
        for listener in self._all():
            if not listener.grant.rooms:  # a room is read again for all who are in it
                listener.push(frame, self.reset)

    def _all(self) -> list[Listener]:
        found: dict[Listener, None] = {}
        for listeners in self.channels.values():
            found.update(listeners)
        return list(found)

    async def run(self) -> None:
        """Once a second: greet a twentieth of the streams, forget what is over, count people."""
        while True:
            await asyncio.sleep(1)
            self.beats += 1
            self.tell_time()
            if self.beats % 60 == 0:
                self._forget()
                self.rooms.forget()
            await self.presence.tick(self.beats)

    def tell_time(self) -> None:
        """Ends the streams whose time is over, and greets a twentieth of the others."""
        if not self.count:
            return
        at = time.time()
        for listener in self._all():
            if 0 < listener.grant.until <= at:
                self._end(listener)
            elif listener.slot == self.beats % HEARTBEAT_SECONDS and not listener.queue:
                listener.push(frames.HEARTBEAT, self.reset)

    def _forget(self) -> None:
        now = asyncio.get_running_loop().time()
        self.quiet_until = {key: due for key, due in self.quiet_until.items() if due > now}
        oldest = time.time() - MAX_AGE
        self.revoked = {who: at for who, at in self.revoked.items() if at > oldest}

    def close(self) -> None:
        """End every stream with the wish to come back, each after its own pause."""
        self.closing = True
        for listener in self._all():
            listener.close(frames.retry())
