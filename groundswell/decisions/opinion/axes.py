"""The directions in which people differ most, and where each person stands on them."""

from typing import NamedTuple

import numpy as np
from scipy import sparse

from groundswell.decisions.opinion.shapes import Flags, Floats
from groundswell.decisions.opinion.spectrum import leading, of_table
from groundswell.decisions.opinion.votes import Votes

# The map has two; groups that stand behind one another on it are told apart on two more.
SHOWN = 2
AXES = 4


class Map(NamedTuple):
    """Statements' weights on the axes, and their means."""

    axes: Floats
    """One row a statement; a statement that was left out weighs nothing."""
    means: Floats


def drawn(scatter: Floats, means: Floats, kept: Flags) -> Map:
    """The map of a scatter of the kept statements."""
    axes = np.zeros((len(means), AXES))
    axes[kept] = leading(of_table(scatter), len(scatter), AXES)
    return Map(axes, np.where(kept, means, 0.0))


def turned(axes: Floats, towards: Floats) -> Floats:
    """The axes with the signs that lie nearer to others: a map is not mirrored between two runs."""
    return axes * np.where((axes * towards).sum(0) < 0, -1.0, 1.0)


def deviations(votes: Votes, means: Floats) -> sparse.csr_array:
    """People by statements: how far each vote is from the mean, nothing where there is none."""
    apart = votes.value - means[votes.statement]
    if votes.left_out.any():
        apart[~votes.kept[votes.statement]] = 0.0
    return sparse.csr_array(
        (apart, votes.statement, votes.starts()),
        shape=(len(votes.people), len(votes.statements)),
    )


def placed(votes: Votes, on: Map) -> Floats:
    """Where everybody stands by their own votes; who voted on less is moved out as far as others.

    A person who has not seen a statement stands at its mean, that is at nothing: without the
    factor those with few votes would all stand in the middle.
    """
    scale = np.sqrt(votes.kept.sum() / np.maximum(votes.counting, 1))
    return np.asarray((deviations(votes, on.means) @ on.axes) * scale[:, None])


def extremity(on: Map) -> Floats:
    """How far out on the map somebody stands who agreed with one statement and did no more."""
    length = np.sqrt((on.axes[:, :SHOWN] ** 2).sum(1))
    return np.asarray(np.sqrt(len(length)) * length * (1 - on.means))
