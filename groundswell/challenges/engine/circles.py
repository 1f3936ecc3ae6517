"""Leiden communities, the same for the same seed whatever else draws random numbers."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import igraph
import numpy as np

from groundswell.challenges.engine.shapes import Floats, Ints

_ROUNDS = 2
_ONE_AT_A_TIME = threading.Lock()


@contextmanager
def _drawing(seed: int) -> Iterator[None]:
    """igraph has one generator for the whole process: ours for a moment, then Python's again."""
    with _ONE_AT_A_TIME:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - guards no secret
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)


def leiden_cpm(
    edges: tuple[Ints, Ints, Floats], sizes: Ints, *, resolution: float, seed: int
) -> Ints:
    """Communities by the constant Potts model: inside each, a mean tie above the resolution.

    An edge between two nodes of sizes a and b stands for a x b ties of its weight.
    """
    first, second, weight = edges
    ties = np.bincount(first, minlength=len(sizes)) + np.bincount(second, minlength=len(sizes))
    tied = np.flatnonzero(ties)
    found = np.full(len(sizes), -1, np.int64)
    if len(tied):
        place = np.cumsum(ties > 0) - 1
        ends = np.column_stack((place[first], place[second]))
        weights = weight.astype(float) * sizes[first] * sizes[second]
        found[tied] = _leiden(
            igraph.Graph(n=len(tied), edges=ends),
            objective_function="CPM",
            weights=weights.tolist(),
            node_weights=sizes[tied].tolist(),
            resolution=resolution,
            seed=seed,
        )
    alone = found < 0
    found[alone] = np.arange(alone.sum()) + found.max(initial=-1) + 1
    return found


def _leiden(graph: igraph.Graph, *, seed: int, **options: object) -> Ints:
    with _drawing(seed):
        parts = graph.community_leiden(n_iterations=_ROUNDS, **options)
    return np.array(parts.membership, np.int64)


def leiden_modularity(
    edges: tuple[Ints, Ints, Floats], count: int, *, resolution: float, seed: int
) -> Ints:
    """Communities with more ties inside than chance would give; more of them as it rises."""
    first, second, weight = edges
    if not len(first):
        return np.arange(count)
    return _leiden(
        igraph.Graph(n=count, edges=np.column_stack((first, second))),
        objective_function="modularity",
        weights=weight.astype(float).tolist(),
        resolution=resolution,
        seed=seed,
    )
