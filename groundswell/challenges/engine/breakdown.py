"""Who speaks about what: themes by sector, and sectors that share a theme and never met."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from groundswell.challenges.engine.shapes import EngineError, Ints

# Fewer people than this are not spoken of as their sector.
LEAST_PEOPLE = 3
# So many standard deviations from what is expected are worth a person's look.
TELLING = 2.0

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Tables with one row a theme and one column a sector.

    `expected` is what there would be if every sector spoke of every theme alike: row sum times
    column sum over the sum of all. `ratio` is observed over expected, and 1 where nothing is
    expected. `residual` says by how many standard deviations they differ (Haberman 1973).
    """

    sectors: tuple[str, ...]
    count: Ints
    expected: Numbers
    ratio: Numbers
    residual: Numbers

    def telling(self) -> list[tuple[int, str]]:
        """Themes with a sector that speaks of them clearly more than others do, clearest first."""
        rows, columns = np.nonzero((self.residual >= TELLING) & (self.count >= LEAST_PEOPLE))
        order = np.lexsort((columns, rows, -self.residual[rows, columns]))
        return [(int(rows[at]), self.sectors[columns[at]]) for at in order.tolist()]


def breakdown(theme: Ints, sector: Sequence[str], *, themes: int) -> Breakdown:
    """Counts texts by theme (below 0: none) and sector (empty: not said)."""
    names, place = _numbered(sector)
    if len(place) != len(theme):
        raise EngineError("Every text needs a theme and a sector, be they none.")
    said = (np.asarray(theme) >= 0) & (place >= 0)
    cells = np.asarray(theme)[said] * len(names) + place[said]
    count = np.bincount(cells, minlength=themes * len(names)).reshape(themes, len(names))
    total = max(1, int(count.sum()))
    row, column = count.sum(axis=1, keepdims=True), count.sum(axis=0, keepdims=True)
    expected = row * column / total
    there = np.where(expected > 0, expected, 1)
    spread = np.sqrt(there * (1 - row / total) * (1 - column / total))
    return Breakdown(
        sectors=names,
        count=count.astype(np.int64),
        expected=expected,
        ratio=np.where(expected > 0, count / there, 1.0),
        residual=np.where(spread > 0, (count - expected) / np.where(spread > 0, spread, 1), 0.0),
    )


@dataclass(frozen=True, slots=True)
class Unmet:
    """Two sectors that share a theme, and none of whose people there ever met."""

    theme: int
    sectors: tuple[str, str]
    people: tuple[int, int]
    """How many people of each speak of the theme."""
    share: tuple[float, float]
    """Which part of each sector's people that is."""
    possible: int
    """How many pairs of them could have met."""
    usual: float
    """Which part of all pairs across these two sectors did meet, over any theme."""


def unmet(
    theme: Ints,
    author: Ints,
    *,
    sector: Sequence[str],
    pairs: tuple[Ints, Ints],
    least: int = LEAST_PEOPLE,
) -> list[Unmet]:
    """Themes that two sectors share and whose people never met, most people first.

    `theme` and `author` have one place a text; authors are numbers from 0 (below: not known), and
    `sector` has one place an author. `pairs` are authors who interacted, in either order.
    """
    names, place = _numbered(sector)
    speaks = _speaking(np.asarray(theme), np.asarray(author), len(place))
    if not len(names) or not speaks.shape[1]:
        return []
    belongs = _belonging(place, len(names))
    people = (speaks.T @ belongs).toarray().astype(np.int64)
    met, anywhere = _met(speaks, place, pairs, sectors=len(names))
    whole = np.bincount(place[place >= 0], minlength=len(names))
    found = []
    for one in range(len(names)):
        for other in range(one + 1, len(names)):
            both = np.minimum(people[:, one], people[:, other]) >= least
            never = met[:, one * len(names) + other] == 0
            for number in np.flatnonzero(both & never).tolist():
                counts = (int(people[number, one]), int(people[number, other]))
                found.append(
                    Unmet(
                        theme=number,
                        sectors=(names[one], names[other]),
                        people=counts,
                        share=(counts[0] / int(whole[one]), counts[1] / int(whole[other])),
                        possible=counts[0] * counts[1],
                        usual=float(anywhere[one, other] / (whole[one] * whole[other])),
                    )
                )
    return sorted(found, key=lambda each: (-min(each.people), -each.possible, each.theme))


def _numbered(sector: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
    """The sectors in alphabetical order, and the place of each entry; -1 is not said."""
    names = tuple(sorted({name for name in sector if name}))
    places = {name: place for place, name in enumerate(names)}
    return names, np.fromiter((places.get(each, -1) for each in sector), np.int64, len(sector))


def _speaking(theme: Ints, author: Ints, people: int) -> sparse.csr_matrix:
    """Which author speaks of which theme."""
    if len(theme) != len(author) or author.max(initial=-1) >= people:
        raise EngineError("Every text needs a theme and an author, and every author a sector.")
    known = (theme >= 0) & (author >= 0)
    ones = np.ones(int(known.sum()), np.int32)
    shape = (people, int(theme.max(initial=-1)) + 1)
    return sparse.csr_matrix((ones, (author[known], theme[known])), shape=shape).sign()


def _belonging(place: Ints, sectors: int) -> sparse.csr_matrix:
    """Which author belongs to which sector."""
    inside = np.flatnonzero(place >= 0)
    ones = np.ones(len(inside), np.int32)
    return sparse.csr_matrix((ones, (inside, place[inside])), shape=(len(place), sectors))


def _met(
    speaks: sparse.csr_matrix, place: Ints, pairs: tuple[Ints, Ints], *, sectors: int
) -> tuple[Ints, Ints]:
    """Pairs that met, by theme that both speak of and pair of sectors; and over anything."""
    first, second = (np.asarray(side, np.int64) for side in pairs)
    swapped = place[first] > place[second]
    first, second = np.where(swapped, second, first), np.where(swapped, first, second)
    across = (place[first] >= 0) & (place[first] != place[second])
    keys = np.unique(first[across] * len(place) + second[across])
    first, second = keys // max(1, len(place)), keys % max(1, len(place))
    cell = place[first] * sectors + place[second]
    shared = speaks[first].multiply(speaks[second]).tocoo()
    met = np.zeros((speaks.shape[1], sectors * sectors), np.int64)
    np.add.at(met, (shared.col, cell[shared.row]), 1)
    anywhere = np.bincount(cell, minlength=sectors * sectors).reshape(sectors, sectors)
    return met, anywhere.astype(np.int64)
