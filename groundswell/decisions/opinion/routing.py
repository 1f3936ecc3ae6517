"""Which statement somebody is shown next: what tells most, and what is new."""

import numpy as np

from groundswell.decisions.opinion.shapes import Flags, Floats, Ints
from groundswell.decisions.opinion.votes import Tally

# Statements about the people or the process come early.
PROCESS = 49.0


def priorities(tally: Tally, extremity: Floats, process: Flags) -> Floats:
    """How much each statement wants a vote.

    New ones get a chance, then those that most people take sides on and that lie far out on the
    map; those that people pass on sink.
    """
    passing = (tally.passed + 1) / (tally.seen + 2)
    agreeing = (tally.agree + 1) / (tally.seen + 2)
    new = 1 + 8 * 2 ** (-tally.seen / 5)
    wanted = ((1 - passing) * (extremity + 1) * agreeing * new) ** 2
    return np.where(process, PROCESS, wanted)


def drawn_next(priority: Floats, unseen: Ints, chance: float) -> int | None:
    """One of the unseen, each by its priority; `chance` is from 0 up to 1."""
    if not len(unseen):
        return None
    until = np.cumsum(priority[unseen])
    place = int(np.searchsorted(until, chance * until[-1], side="right"))
    return int(unseen[min(place, len(unseen) - 1)])
