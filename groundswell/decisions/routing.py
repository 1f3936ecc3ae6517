"""Which statement of an opinion map somebody is shown next: what tells most, and what is new."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

# Statements about the people or the process come early.
PROCESS = 49.0


def priority(agree: int, disagree: int, passed: int, *, extremity: float) -> float:
    """How much a statement wants a vote, by those it has and by how far it lies out on the map.

    New ones get a chance, then those that most people take sides on and that lie far out; those
    that people pass on sink.
    """
    seen = agree + disagree + passed
    passing = (passed + 1) / (seen + 2)
    agreeing = (agree + 1) / (seen + 2)
    new = 1 + 8 * 2 ** (-seen / 5)
    return ((1 - passing) * (extremity + 1) * agreeing * new) ** 2


def drawn_next(priorities: Sequence[float], chance: float) -> int | None:
    """The place of one of them, each by its priority; `chance` is from 0 up to 1."""
    if not priorities:
        return None
    until = list(accumulate(priorities))
    return min(bisect_right(until, chance * until[-1]), len(until) - 1)
