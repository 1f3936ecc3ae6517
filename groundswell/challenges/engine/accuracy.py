"""How near a grouping comes to a known one, for benchmarks and tests."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from groundswell.challenges.engine.shapes import Ints


class BCubed(NamedTuple):
    """Means over the texts: Bagga and Baldwin 1998, Amigó and others 2009."""

    precision: float
    recall: float
    f1: float


def bcubed(found: Sequence[int] | Ints, truth: Sequence[int] | Ints) -> BCubed:
    """How much of a text's group belongs with it, and how much of what does is there."""
    table, rows, columns = _crossed(found, truth)
    cells, inverse, counts = table
    del cells
    shared = counts[inverse]
    precision = float((shared / np.bincount(rows)[rows]).mean())
    recall = float((shared / np.bincount(columns)[columns]).mean())
    return BCubed(precision, recall, 2 * precision * recall / (precision + recall))


def adjusted_rand(found: Sequence[int] | Ints, truth: Sequence[int] | Ints) -> float:
    """Pairs that both put together, corrected for chance: Hubert and Arabie 1985."""
    (_cells, _inverse, counts), rows, columns = _crossed(found, truth)
    both, ours, theirs = (
        _pairs(sizes) for sizes in (counts, np.bincount(rows), np.bincount(columns))
    )
    expected = ours * theirs / _pairs(np.array([len(rows)]))
    most = (ours + theirs) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def mutual_information(found: Sequence[int] | Ints, truth: Sequence[int] | Ints) -> float:
    """What one grouping tells of the other, over the mean of what each tells of itself (NMI)."""
    (cells, _inverse, counts), rows, columns = _crossed(found, truth)
    total = len(rows)
    own, other = np.bincount(rows) / total, np.bincount(columns) / total
    first, second = np.divmod(cells, len(other))
    share = counts / total
    shared = float((share * np.log(share / (own[first] * other[second]))).sum())
    mean = (_entropy(own) + _entropy(other)) / 2
    return 1.0 if mean == 0 else shared / mean


def _crossed(
    found: Sequence[int] | Ints, truth: Sequence[int] | Ints
) -> tuple[tuple[Ints, Ints, Ints], Ints, Ints]:
    """The cells of the table of both, which cell each text is in, and how many are in it."""
    rows = np.unique(np.asarray(found), return_inverse=True)[1].astype(np.int64)
    columns = np.unique(np.asarray(truth), return_inverse=True)[1].astype(np.int64)
    if not len(rows) or len(rows) != len(columns):
        raise ValueError("Two groupings of the same texts are needed.")
    cells, inverse, counts = np.unique(
        rows * (columns.max() + 1) + columns, return_inverse=True, return_counts=True
    )
    return (cells, inverse, counts), rows, columns


def _pairs(sizes: npt.NDArray[np.integer]) -> float:
    return float((sizes.astype(float) * (sizes - 1) / 2).sum())


def _entropy(shares: npt.NDArray[np.floating]) -> float:
    return float(-(shares * np.log(shares)).sum())
