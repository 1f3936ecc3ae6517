"""What travels on the bus: a channel, an event and next to nothing else."""

import json
import re
from dataclasses import dataclass, field
from typing import Final, Self

type_of_value = str | int | float | bool | None
Data = dict[str, type_of_value]

LARGEST_SIGNAL: Final = 4_000  # bytes; PostgreSQL refuses a payload of 8,000
LONGEST_WORD: Final = 64
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,79}")


@dataclass(frozen=True, slots=True)
class Signal:
    """Something about `channel` moved."""

    channel: str
    event: str = "changed"
    data: Data = field(default_factory=dict)

    def encode(self) -> bytes:
        """The bytes on the wire; a ValueError for what a signal may not carry."""
        if not _NAME.fullmatch(self.channel) or not _NAME.fullmatch(self.event):
            raise ValueError(f"{self.channel!r}/{self.event!r} is no name of a channel and event.")
        if any(isinstance(word, str) and len(word) > LONGEST_WORD for word in self.data.values()):
            raise ValueError("A signal carries numbers and codes, never content.")
        payload = json.dumps([self.channel, self.event, self.data], separators=(",", ":")).encode()
        if len(payload) > LARGEST_SIGNAL:
            raise ValueError(f"A signal of {len(payload)} bytes is too large.")
        return payload

    @classmethod
    def decode(cls, payload: bytes | str) -> Self | None:
        """The signal in these bytes; None for what this version does not understand."""
        try:
            channel, event, data = json.loads(payload)
        except (ValueError, TypeError):
            return None
        if not (isinstance(channel, str) and isinstance(event, str) and isinstance(data, dict)):
            return None
        return cls(channel, event, data)


# What a subscription yields after it was cut off: nobody knows what was missed.
MISSED: Final = Signal("bus", "missed")
