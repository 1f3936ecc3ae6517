"""Numbers for groups, and who is in them."""

from itertools import pairwise

import numpy as np

from groundswell.challenges.engine.shapes import Hashes, Ints


def spans(ranked: Ints | Hashes) -> Ints:
    """Where each run of equal numbers begins in a sorted array."""
    return np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]][: len(ranked)])


def runs(starts: Ints, lengths: Ints) -> Ints:
    """Each start and the numbers after it, run by run."""
    ends = np.cumsum(lengths)
    return np.arange(lengths.sum()) + np.repeat(starts - ends + lengths, lengths)


def by_size(size: Ints, tie: Ints) -> Ints:
    """The new number of each group: largest first, the smaller `tie` first among equals."""
    number = np.empty(len(size), np.int64)
    number[np.lexsort((tie, -size))] = np.arange(len(size))
    return number


def members_of(group: Ints, groups: int) -> list[Ints]:
    """The rows of each group in their own order; a row whose group is negative is in none."""
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(groups + 1))
    return [order[start:end] for start, end in pairwise(starts.tolist())]
