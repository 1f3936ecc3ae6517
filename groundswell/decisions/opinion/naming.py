"""Groups keep their letters from one run to the next, by the people they share."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def named(groups: Sequence[Sequence[str]], before: Mapping[str, Sequence[str]]) -> list[str]:
    """A letter for each group: its old one where most people stayed, else the first that is free.

    `before` has the members of each letter of the last run. A letter is handed on only where
    somebody stayed.
    """
    letters = sorted(before)
    whose = {person: place for place, one in enumerate(letters) for person in before[one]}
    shared = np.zeros((len(groups), max(len(letters), 1)), np.int64)
    for row, members in enumerate(groups):
        for person in members:
            if person in whose:
                shared[row, whose[person]] += 1
    found: dict[int, str] = {}
    rows, columns = linear_sum_assignment(-shared)
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if shared[row, column]:
            found[row] = letters[column]
    free = (letter for letter in LETTERS if letter not in found.values())
    return [found[row] if row in found else next(free) for row in range(len(groups))]
