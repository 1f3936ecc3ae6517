"""Where each theme lies on the map: area by size, near themes near each other, none overlaps."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from groundswell.challenges.engine import Themes

Points = npt.NDArray[np.float64]
Place = tuple[float, float, float]

MOST: Final = 60
WIDTH: Final = 100.0
HEIGHT: Final = 62.0
_FILLED: Final = 0.42  # of the map's area
_SAMPLE: Final = 200  # texts of a theme
_ROUNDS: Final = 400
_GAP: Final = 0.6
_WORD: Final = re.compile(r"\w+")


def places(found: Themes, texts: Sequence[str], sizes: Sequence[int]) -> list[Place]:
    """For each theme x, y and radius in a field of 100 by 62; those past the largest have none."""
    shown = min(MOST, len(found))
    if not shown:
        return []
    radius = _radii(np.array(sizes[:shown], float))
    placed = _apart(_flat(_likeness(found, texts, shown)), radius)
    drawn = [
        (round(float(x), 2), round(float(y), 2), round(float(r), 2))
        for (x, y), r in zip(placed, radius, strict=True)
    ]
    return [*drawn, *[(0.0, 0.0, 0.0)] * (len(found) - shown)]


def _radii(sizes: Points) -> Points:
    area = np.maximum(sizes, sizes.sum() / 2_000 + 1e-9)
    scale = _FILLED * WIDTH * HEIGHT / (math.pi * area.sum())
    radii: Points = np.minimum(np.sqrt(area * scale), HEIGHT / 3)
    return radii


def _likeness(found: Themes, texts: Sequence[str], shown: int) -> Points:
    """How much the themes' texts share of the words that tell themes apart: cosines."""
    first = found.themes[:shown]
    listed = sorted({word for theme in first for word in theme.words})
    column = {word: place for place, word in enumerate(listed)}
    counts = np.zeros((shown, len(listed) + 1))
    for row, theme in enumerate(first):
        step = max(1, len(theme.members) // _SAMPLE)
        for member in theme.members[::step]:
            for word in Counter(_WORD.findall(texts[member].casefold())):
                if word in column:
                    counts[row, column[word]] += 1
    weighed = np.log1p(counts) + 1e-9
    normed = weighed / np.linalg.norm(weighed, axis=1, keepdims=True)
    cosines: Points = normed @ normed.T
    return cosines


def _flat(likeness: Points) -> Points:
    """Two directions that keep most of the distances: classical scaling (Torgerson 1952)."""
    count = len(likeness)
    squared = np.maximum(0.0, 2 - 2 * likeness)
    centring = np.eye(count) - 1 / count
    values, vectors = np.linalg.eigh(-0.5 * centring @ squared @ centring)
    best = np.argsort(values)[::-1][:2]
    flat = np.zeros((count, 2))
    flat[:, : len(best)] = vectors[:, best] * np.sqrt(np.maximum(values[best], 0))
    # The same map each time: an axis may as well point the other way.
    flat *= np.where(flat[np.abs(flat).argmax(axis=0), range(2)] < 0, -1, 1)
    # Even steps in each direction use the field better than true distances, which pile up.
    ranks = flat.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    even = (ranks + 0.5) / count
    return even * [WIDTH, HEIGHT]


def _apart(placed: Points, radius: Points) -> Points:
    """Pushes circles off each other and into the field, the small ones more than the large."""
    at = placed.copy()
    weight = 1 / radius**2
    for _round in range(_ROUNDS):
        between = at[:, None] - at[None]
        distance = np.linalg.norm(between, axis=2) + np.eye(len(at))
        overlap = np.maximum(0, radius[:, None] + radius[None] + _GAP - distance)
        np.fill_diagonal(overlap, 0)
        if overlap.max(initial=0) < _GAP / 2:
            break
        share = weight[:, None] / (weight[:, None] + weight[None])
        at += (between / distance[..., None] * (overlap * share)[..., None]).sum(axis=1) * 0.5
        at = np.clip(at, radius[:, None], np.array([WIDTH, HEIGHT]) - radius[:, None])
    return at
