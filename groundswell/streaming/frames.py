"""Server-sent events as bytes: each rendered once, then written to every client as it is."""

import json
import secrets

from groundswell.core.bus import Data, Signal

HEARTBEAT = b":\n\n"
FEW = 3
FEWEST = 5
"""The smallest number that is told as a number."""


def event_name(signal: Signal) -> str:
    """`topic-42` for what changed; `topic-42-typing` for any other event there."""
    return signal.channel if signal.event == "changed" else f"{signal.channel}-{signal.event}"


def frame(number: int, name: str, data: Data) -> bytes:
    """One event; `number` is what a client that comes back names as the last it saw."""
    body = json.dumps(data, separators=(",", ":"))
    return f"id: {number}\nevent: {name}\ndata: {body}\n\n".encode()


def retry() -> bytes:
    """How long to wait before coming back: not the same for all, or they come back as one."""
    return f"retry: {1_000 + secrets.randbelow(3_000)}\n\n".encode()


def about(count: int) -> int:
    """A number of people, rounded so that nobody's coming or going shows.

    It tells most where it is small: up to four are told as `FEW`, and one alone as nobody.
    """
    if count < FEWEST:
        return FEW if count > 1 else 0
    step = 5 if count < 20 else 10 if count < 200 else 50 if count < 1_000 else 100
    return round(count / step) * step
