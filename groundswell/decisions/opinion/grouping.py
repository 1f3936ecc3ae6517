"""How many groups, who is in them, and whether they would be there on another day.

The machine always finds some division: k-means divides a single cloud too. So two questions are
asked of the best one. Is it clear (silhouette), and does it come back when the same number of
people are drawn from these people, and the same number of statements from these statements
(adjusted Rand index)? Chance differences between people do not come back with other statements.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from groundswell.decisions.opinion.axes import AXES, SHOWN, Map
from groundswell.decisions.opinion.clusters import (
    LEAST,
    MOST,
    SAMPLE,
    adjusted_rand,
    carried,
    centres_of,
    kmeans,
    nearest,
    sample,
    silhouette,
)
from groundswell.decisions.opinion.shapes import Floats, Ints, Progress, unwatched
from groundswell.decisions.opinion.spectrum import ROUGH, leading, of_rows, of_table
from groundswell.decisions.opinion.votes import Votes

# How often people are drawn, and how often statements.
DRAWS = 12
_DRAW_RESTARTS = 4
# Below these there are no distinct groups.
CLEAR = 0.3
FEW = 15
CLEAR_OF_FEW = 0.7
STABLE = 0.45
# Fewer groups are preferred to more that are hardly clearer.
_CLEARER = 1.03
# As clear as this a division has to be on more axes than the map shows.
_PLAIN = 0.6
# A division into groups smaller than this is taken only when there is no other.
SMALL = 5


@dataclass(frozen=True, slots=True)
class Stability:
    """How alike the groups are when drawn again, 1 is the same, 0 is chance."""

    people: float
    statements: float

    @property
    def least(self) -> float:
        """The weaker of the two."""
        return min(self.people, self.statements)


@dataclass(frozen=True, eq=False, slots=True)
class Division:
    """The best division of the points; numbers are by size, largest first."""

    group: Ints
    silhouette: float
    axes: int = SHOWN
    """On how many axes it was found."""

    @property
    def count(self) -> int:
        """How many groups."""
        return int(self.group.max(initial=-1)) + 1


def divided(points: Floats, *, seed: int, progress: Progress = unwatched) -> Division:
    """The clearest division of the map, among those without tiny groups if there are any.

    Four or five groups need not stand side by side on two axes. Where three or four axes show
    them plainly, and show more than the division of the map does, these count.
    """
    few = points[sample(len(points), SAMPLE, seed=(seed, 3))]
    best = _found(few, seed, progress)
    if len(few) == len(points) or best.count < LEAST:
        return replace(best, group=np.resize(best.group, len(points)))
    some = np.asfortranarray(points[:, : best.axes])
    group = carried(some, few[:, : best.axes], best.group)
    return Division(group, silhouette(some, group, seed=(seed,)), best.axes)


def _found(points: Floats, seed: int, progress: Progress) -> Division:
    """Among few points."""
    spots = len(np.unique(points, axis=0))
    found = []
    for k in range(LEAST, min(MOST, spots) + 1):
        found.append(_division(points, k, SHOWN, seed))
        progress((k - LEAST + 1) / (MOST - LEAST + 1))
    if not found:
        return Division(np.zeros(len(points), np.int64), 0.0)
    best = _clearest(found)
    for k in range(SHOWN + 2, min(MOST, spots) + 1):
        deep = _division(points, k, k - 1, seed)
        flat = silhouette(points[:, : k - 1], best.group, seed=(seed,))
        if deep.silhouette > max(_PLAIN, flat) and np.bincount(deep.group).min() >= SMALL:
            best = deep
    return best


def _division(points: Floats, k: int, axes: int, seed: int) -> Division:
    some = points[:, :axes]
    group = kmeans(some, k, seed=(seed, k, axes))
    return Division(group, silhouette(some, group, seed=(seed,)), axes)


def _clearest(found: list[Division]) -> Division:
    """Of those without tiny groups the clearest, or one of fewer groups that is hardly less so."""
    fair = [one for one in found if np.bincount(one.group).min() >= SMALL] or found
    best = max(one.silhouette for one in fair)
    near = [one for one in fair if 1 - one.silhouette <= (1 - best) * _CLEARER]
    return min(near, key=lambda one: one.count)


@dataclass(frozen=True, eq=False)
class Draws:
    """What is drawn from: some people on the map, what they voted, and their groups."""

    rows: sparse.csr_array
    """Their votes on what counts, plus two: what is 0 was not seen."""
    scatter: Floats
    means: Floats
    division: Division
    seed: int

    @classmethod
    def of(
        cls, votes: Votes, *, scatter: Floats, on: Map, division: Division, seed: int
    ) -> "Draws":
        """Of a map's people, or of a draw of them when they are many."""
        everybody = np.flatnonzero(votes.on_map)
        chosen = sample(len(everybody), SAMPLE, seed=(seed, 7))
        kept = votes.kept
        table = sparse.csr_array(
            (votes.value + 2.0, votes.statement, votes.starts()),
            shape=(len(votes.people), len(votes.statements)),
        )
        few = Division(division.group[chosen], division.silhouette, division.axes)
        return cls(table[everybody[chosen]][:, kept], scatter, on.means[kept], few, seed)

    def stability(self, progress: Progress = unwatched) -> Stability:
        """The mean likeness over draws of people and over draws of statements."""
        if self.division.count < LEAST:
            return Stability(0.0, 0.0)
        people, statements = [], []
        for draw in range(DRAWS):
            people.append(self._people_drawn(draw))
            statements.append(self._statements_drawn(draw))
            progress((draw + 1) / DRAWS)
        return Stability(float(np.mean(people)), float(np.mean(statements)))

    @cached_property
    def _size(self) -> tuple[int, int]:
        people, statements = self.rows.shape
        return people, statements

    def _apart(self, means: Floats) -> sparse.csr_array:
        """How far each vote is from the mean."""
        data = self.rows.data - 2.0 - means[self.rows.indices]
        return sparse.csr_array((data, self.rows.indices, self.rows.indptr), shape=self._size)

    def _people_drawn(self, draw: int) -> float:
        """Another crowd of the same size: its axes, its groups, and where these people fall."""
        people, statements = self._size
        rng = np.random.default_rng((self.seed, 11, draw))
        times = np.bincount((rng.random(people) * people).astype(np.int64), minlength=people)
        crowd = np.repeat(np.arange(people), times)
        each = times[np.repeat(np.arange(people), np.diff(self.rows.indptr))].astype(float)
        seen = np.bincount(self.rows.indices, each, statements)
        total = np.bincount(self.rows.indices, each * (self.rows.data - 2.0), statements)
        apart = self._apart(total / np.maximum(seen, 1))
        axes = leading(of_rows(apart[crowd]), statements, AXES, close=ROUGH)
        axes = axes[:, : self.division.axes]
        met = np.maximum(np.diff(self.rows.indptr), 1)
        points = np.asarray(apart @ axes) / np.sqrt(met)[:, None]
        count, seed = self.division.count, (self.seed, 13, draw)
        found = kmeans(points[crowd], count, seed=seed, restarts=_DRAW_RESTARTS)
        centres = centres_of(points[crowd], found, count)
        return adjusted_rand(nearest(points, centres), self.division.group)

    def _statements_drawn(self, draw: int) -> float:
        """Other statements of the same kind: one drawn twice weighs twice."""
        _, statements = self._size
        rng = np.random.default_rng((self.seed, 17, draw))
        ones = (rng.random(statements) * statements).astype(np.int64)
        weight = np.bincount(ones, minlength=statements).astype(float)
        root = np.sqrt(weight)
        axes = leading(of_table(self.scatter, root), statements, AXES, close=ROUGH)
        axes = axes[:, : self.division.axes]
        points = np.asarray(self._apart(self.means) @ (axes * root[:, None]))
        whose = np.repeat(np.arange(len(points)), np.diff(self.rows.indptr))
        met = np.bincount(whose, weight[self.rows.indices], len(points))
        points = points / np.sqrt(np.maximum(met, 1))[:, None]
        seed = (self.seed, 19, draw)
        found = kmeans(points, self.division.count, seed=seed, restarts=_DRAW_RESTARTS)
        return adjusted_rand(found, self.division.group)
