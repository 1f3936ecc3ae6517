"""Lays a new division over the themes as they stood: keys, names and decisions stay."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from groundswell.challenges.engine.shapes import Flags, Floats, Ints
from groundswell.challenges.engine.steering import NOWHERE, Steered

# A circle goes by an earlier theme's key when it holds this share of what the theme held.
LEAST_SHARED = 0.25
# A theme that a person named, and less than this share of which is together, is kept as it was.
_TOGETHER = 0.5


@dataclass(frozen=True, slots=True)
class Nodes:
    """What was divided: groups of texts, each with a point and the number of its texts."""

    group: Ints
    """The node of each text."""
    place: Floats
    size: Ints


def keep(circle: Ints, nodes: Nodes, *, ids: Sequence[Hashable], steered: Steered) -> Ints:
    """The key of each text's theme, out of the circle of each node (NOWHERE: in none)."""
    before = np.array([steered.theme.get(each, NOWHERE) for each in ids], np.int64)
    stays = np.isin(before, sorted(steered.kept))
    earlier = _usual(before, nodes)
    fixed = np.isin(earlier, sorted(steered.kept))
    circle = _drawn(circle, earlier, fixed, nodes)
    keys = _matched(circle, before, nodes, steered)
    scattered = _scattered(keys, before, nodes, steered)
    keys[np.isin(earlier, scattered)] = earlier[np.isin(earlier, scattered)]
    theme = keys[nodes.group]
    theme[stays] = before[stays]
    back = np.isin(before, scattered)
    theme[back] = before[back]
    for row, each in enumerate(ids):
        if each in steered.pinned:
            theme[row] = steered.pinned[each]
    return theme


def _usual(before: Ints, nodes: Nodes) -> Ints:
    """The earlier theme of most of a node's texts."""
    count = len(nodes.size)
    known = before != NOWHERE
    usual = np.full(count, NOWHERE, np.int64)
    most = np.zeros(count, np.int64)
    for key in np.unique(before[known]).tolist():
        held = np.bincount(nodes.group[before == key], minlength=count)
        usual[held > most] = key
        most = np.maximum(most, held)
    return usual


def _drawn(circle: Ints, earlier: Ints, fixed: Flags, nodes: Nodes) -> Ints:
    """Circles that belong mostly to kept themes go to them; of others, kept nodes are taken out.

    A kept theme is numbered below NOWHERE here: its key, mirrored.
    """
    drawn = circle.copy()
    drawn[fixed] = _mirror(earlier[fixed])
    kept = np.unique(earlier[fixed])
    if not len(kept):
        return drawn
    middle = np.stack([_middle(nodes, earlier == key) for key in kept.tolist()])
    for number in np.unique(circle[circle >= 0]).tolist():
        inside = circle == number
        known = inside & (earlier != NOWHERE)
        if nodes.size[known & fixed].sum() * 2 <= nodes.size[known].sum():
            continue
        near = np.isin(kept, earlier[inside & fixed])
        free = inside & ~fixed
        drawn[free] = _mirror(kept[near][(nodes.place[free] @ middle[near].T).argmax(axis=1)])
    return drawn


def _mirror(keys: Ints) -> Ints:
    return NOWHERE - 1 - keys


def _middle(nodes: Nodes, which: Flags) -> Floats:
    """The mean direction of some nodes."""
    summed = nodes.size[which].astype(np.float32) @ nodes.place[which]
    made: Floats = summed / max(float(np.linalg.norm(summed)), 1e-9)
    return made


def _matched(circle: Ints, before: Ints, nodes: Nodes, steered: Steered) -> Ints:
    """The key of each node: earlier ones by best overlap (Kuhn 1955), new ones for the rest."""
    keys = np.full(len(circle), NOWHERE, np.int64)
    mirrored = circle < NOWHERE
    keys[mirrored] = _mirror(circle[mirrored])
    circles = np.unique(circle[circle >= 0])
    own = circle[nodes.group]
    free = sorted(set(np.unique(before).tolist()) - steered.kept - {NOWHERE})
    shared = np.zeros((len(circles), len(free)))
    for column, key in enumerate(free):
        held = own[before == key]
        counts = np.bincount(np.searchsorted(circles, held[held >= 0]), minlength=len(circles))
        shared[:, column] = counts / max(1, len(held))
    given: dict[int, int] = {}
    for row, column in zip(*linear_sum_assignment(-shared), strict=True):
        if shared[row, column] >= LEAST_SHARED:
            given[int(circles[row])] = free[column]
    new = steered.unused()
    for number in circles.tolist():
        if number not in given:
            given[number], new = new, new + 1
        keys[circle == number] = given[number]
    return keys


def _scattered(keys: Ints, before: Ints, nodes: Nodes, steered: Steered) -> list[int]:
    """Themes that people named, and whose texts are no longer together under their key."""
    now = keys[nodes.group]
    return [
        key
        for key in sorted(steered.renamed - steered.kept)
        if (now[before == key] == key).sum() < _TOGETHER * (before == key).sum()
    ]
