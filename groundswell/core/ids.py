"""64-bit ids that order by time and need no database to be made."""

import os
import secrets
import threading
from datetime import UTC, datetime, timedelta

from groundswell.core.clock import EPOCH, now

COUNTER_BITS = 21
_COUNTER_MASK = (1 << COUNTER_BITS) - 1
LARGEST = (1 << 63) - 1
LONGEST = len(str(LARGEST))
_LAST_MILLISECOND = (1 << (63 - COUNTER_BITS)) - 1
_ONE_MILLISECOND = timedelta(milliseconds=1)


class _Generator:
    """A counter that starts anywhere, so that two processes do not meet in one millisecond."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counter = secrets.randbits(COUNTER_BITS)
        self.latest = 0

    def next(self, at: datetime | None) -> int:
        with self.lock:
            self.counter = (self.counter + 1) & _COUNTER_MASK
            if at is not None:
                return _milliseconds(at) << COUNTER_BITS | self.counter
            millisecond = _milliseconds(now())
            candidate = millisecond << COUNTER_BITS | self.counter
            if candidate <= self.latest:
                # The counter went round, or the clock went back: an id never does.
                candidate = self.latest + 1
                self.counter = candidate & _COUNTER_MASK
            self.latest = candidate
            return candidate


_generator = _Generator()


def _reseed() -> None:
    global _generator  # noqa: PLW0603 - a forked child must not repeat its parent's ids
    _generator = _Generator()


os.register_at_fork(after_in_child=_reseed)


def new_id(at: datetime | None = None) -> int:
    """An id for this moment, or for the true date of something brought in from elsewhere."""
    return _generator.next(at)


def time_of(identifier: int) -> datetime:
    milliseconds = min(max(identifier, 0) >> COUNTER_BITS, _LAST_MILLISECOND)
    return EPOCH + timedelta(milliseconds=milliseconds)


def _milliseconds(at: datetime) -> int:
    moment = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((moment - EPOCH) // _ONE_MILLISECOND, 0), _LAST_MILLISECOND)


def id_in(text: str) -> int:
    """The id that a form or an address names; 0, which no row has, for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST):
        return 0
    number = int(text)
    return number if number <= LARGEST else 0
