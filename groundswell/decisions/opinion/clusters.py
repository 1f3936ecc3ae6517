"""Groups of near points, by seeded k-means++, and how clear they are."""

import numpy as np

from groundswell.decisions.opinion.shapes import Floats, Ints

LEAST, MOST = 2, 5
# Groups are looked for, and judged, among so many; every one is compared with every other.
SAMPLE = 1_000
RESTARTS = 10
_ROUNDS = 100
_LAST_ROUNDS = 10


def kmeans(points: Floats, k: int, *, seed: tuple[int, ...], restarts: int = RESTARTS) -> Ints:
    """The group of each point, of the best of several starts; groups are largest first."""
    rng = np.random.default_rng(seed)
    # One column after the other in memory: every sum runs along a column.
    points = np.asfortranarray(points)
    best, least = points[:1], np.inf
    for _ in range(restarts):
        centres, inertia = _settled(points, _spread(points, k, rng))
        if inertia < least - 1e-9 * max(least, 1.0) or least == np.inf:
            best, least = centres, inertia
    return by_size(nearest(points, best))


def carried(points: Floats, few: Floats, group: Ints) -> Ints:
    """The groups of some points, carried to all and settled there."""
    centres, _ = _settled(points, centres_of(few, group, int(group.max()) + 1), _LAST_ROUNDS)
    return by_size(nearest(points, centres))


def sample(count: int, most: int, *, seed: tuple[int, ...]) -> Ints:
    """All places, or a draw of them in their own order."""
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).permutation(count)[:most])


def nearest(points: Floats, centres: Floats) -> Ints:
    """The place of the nearest centre of each point, the first of equals."""
    return _nearest(points, centres)[0]


def centres_of(points: Floats, group: Ints, count: int) -> Floats:
    """The middle of each group."""
    size = np.maximum(np.bincount(group, minlength=count), 1)
    sums = [np.bincount(group, points[:, axis], count) for axis in range(points.shape[1])]
    return np.asarray(np.array(sums).T / size[:, None])


def by_size(group: Ints) -> Ints:
    """The groups numbered anew: largest first, and of equals the one of the first point."""
    names, first, inverse, size = np.unique(
        group, return_index=True, return_inverse=True, return_counts=True
    )
    number = np.empty(len(names), np.int64)
    number[np.lexsort((first, -size))] = np.arange(len(names))
    return np.asarray(number[inverse])


def silhouette(points: Floats, group: Ints, *, seed: tuple[int, ...]) -> float:
    """How much nearer people stand to their own group than to the next, from -1 to 1."""
    chosen = sample(len(points), SAMPLE, seed=seed)
    points, group = points[chosen], group[chosen]
    order = np.argsort(group, kind="stable")
    points, group = points[order], group[order]
    size = np.bincount(group)
    size = size[size > 0]
    if len(size) < LEAST:
        return 0.0
    starts = np.cumsum(size) - size
    sums = np.add.reduceat(_pairwise(points), starts, axis=1)
    own = np.repeat(np.arange(len(size)), size)
    rows = np.arange(len(points))
    inside = sums[rows, own] / np.maximum(size[own] - 1, 1)
    means = sums / size
    means[rows, own] = np.inf
    outside = means.min(axis=1)
    widest = np.maximum(inside, outside)
    clear = np.divide(outside - inside, widest, out=np.zeros(len(rows)), where=widest > 0)
    return float(np.where(size[own] > 1, clear, 0.0).mean())


def adjusted_rand(first: Ints, second: Ints) -> float:
    """Pairs that both put together, corrected for chance: Hubert and Arabie 1985."""
    table = np.zeros((int(first.max(initial=0)) + 1, int(second.max(initial=0)) + 1), np.int64)
    np.add.at(table, (first, second), 1)
    both, ours, theirs = (
        float((sizes * (sizes - 1) // 2).sum()) for sizes in (table, table.sum(1), table.sum(0))
    )
    pairs = len(first) * (len(first) - 1) / 2
    expected = ours * theirs / pairs if pairs else 0.0
    most = (ours + theirs) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def _settled(points: Floats, centres: Floats, rounds: int = _ROUNDS) -> tuple[Floats, float]:
    """Moves the centres to the middle of their points until nobody changes."""
    group, far = _nearest(points, centres)
    for _ in range(rounds):
        centres = _filled(points, centres_of(points, group, len(centres)), group)
        moved, far = _nearest(points, centres)
        if (moved == group).all():
            break
        group = moved
    return centres, float(far.sum())


def _nearest(points: Floats, centres: Floats) -> tuple[Ints, Floats]:
    """The nearest centre of each point, and how far it is, squared."""
    far = np.zeros((len(centres), len(points)))
    for axis in range(points.shape[1]):
        apart = points[:, axis] - centres[:, axis, None]
        apart *= apart
        far += apart
    return far.argmin(axis=0), far.min(axis=0)


def _filled(points: Floats, centres: Floats, group: Ints) -> Floats:
    """A centre that lost all its points goes to the point farthest from its own."""
    empty = np.flatnonzero(np.bincount(group, minlength=len(centres)) == 0)
    if len(empty):
        far = ((points - centres[group]) ** 2).sum(1)
        centres[empty] = points[np.argsort(-far, kind="stable")[: len(empty)]]
    return centres


def _spread(points: Floats, k: int, rng: np.random.Generator) -> Floats:
    """First centres, each drawn by how far it is from those before (k-means++)."""
    chosen = [int(rng.random() * len(points))]
    far = _far(points, points[chosen[0]])
    while len(chosen) < k:
        until = np.cumsum(far)
        place = int(np.searchsorted(until, rng.random() * until[-1], side="right"))
        chosen.append(min(place, len(points) - 1))
        far = np.minimum(far, _far(points, points[chosen[-1]]))
    return points[chosen]


def _far(points: Floats, centre: Floats) -> Floats:
    """Squared distances; plain sums, so that no library's order of adding matters."""
    total = np.zeros(len(points))
    for axis, at in enumerate(centre.tolist()):
        apart = points[:, axis] - at
        total += apart * apart
    return total


def _pairwise(points: Floats) -> Floats:
    """Every point's distance to every other."""
    total = np.zeros((len(points), len(points)))
    for column in np.ascontiguousarray(points.T):
        apart = column[:, None] - column[None, :]
        apart *= apart
        total += apart
    return np.sqrt(total, out=total)
