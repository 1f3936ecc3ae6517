"""When most was said in a session, and when nobody wrote: lines and questions, by rule."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from groundswell.conversations.models import Message
from groundswell.live.models import Session

MOST: Final = 20_000
NAMED: Final = 3
"""Stretches of either kind, the strongest."""
LEAST: Final = 3
TIMES: Final = 2
LONG_QUIET: Final = 300
KINDS: Final = (Message.Kind.REPLY, Message.Kind.QUESTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Some minutes of a session, the first of which is its minute 1. A peak's are those in which it
    was; a quiet stretch's are those in which nobody wrote from their first second to their last."""

    first: int
    last: int
    said: int = 0

    @property
    def label(self) -> str:
        """One minute or from one to another."""
        return f"{self.first}" if self.first == self.last else f"{self.first}\N{EN DASH}{self.last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Both, in order of time."""

    peaks: list[Stretch]
    quiet: list[Stretch]

    @property
    def high(self) -> int:
        """How many minutes the peaks have."""
        return sum(one.last - one.first + 1 for one in self.peaks)


def pulse_of(session: Session) -> Pulse:
    """None of either before the end."""
    if session.began_at is None or session.closed_at is None:
        return Pulse(peaks=[], quiet=[])
    rows = Message.objects.standing().filter(topic=session.topic_id, kind__in=KINDS)
    rows = rows.filter(published_at__gte=session.began_at, published_at__lte=session.closed_at)
    times = rows.order_by("published_at").values_list("published_at", flat=True)[:MOST]
    said, end = [session.offset_of(at) for at in times], session.offset_of(session.closed_at)
    return Pulse(peaks=_peaks(said, end), quiet=_quiet(said, end))


def _peaks(said: list[int], end: int) -> list[Stretch]:
    """A minute is high in which at least three things were said and twice as many as in the mean
    one; high ones side by side are one peak. The three in which most was said."""
    counted = Counter(second // 60 for second in said)
    mean = len(said) / max(1, end // 60 + 1)
    found = list[Stretch]()
    for minute in sorted(counted):
        count, before = counted[minute], found[-1] if found else None
        if count < max(LEAST, TIMES * mean):
            continue
        if before is not None and before.last == minute:
            found.pop()
            count += before.said
        else:
            before = None
        first = before.first if before else minute + 1
        found.append(Stretch(first=first, last=minute + 1, said=count))
    return _strongest(found, [one.said for one in found])


def _quiet(said: list[int], end: int) -> list[Stretch]:
    """Five minutes or more in which nobody wrote; the three longest. None where nothing was."""
    # Before the beginning nothing was said: minute 1 can be quiet as a whole.
    ends = pairwise([-1, *said, end])
    gaps = [(at, after) for at, after in ends if after - at >= LONG_QUIET]
    found = [Stretch(first=at // 60 + 2, last=after // 60) for at, after in gaps if said]
    return _strongest(found, [after - at for at, after in gaps])


def _strongest(found: list[Stretch], weights: list[int]) -> list[Stretch]:
    weighed = sorted(zip(weights, found, strict=False), key=lambda it: (-it[0], it[1].first))
    return sorted((one for _weight, one in weighed[:NAMED]), key=lambda one: one.first)
