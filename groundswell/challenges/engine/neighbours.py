"""The nearest points of each point, exactly, and the graph they make."""

import numpy as np

from groundswell.challenges.engine.shapes import Floats, Ints, Progress, unwatched

MOST = 15
# Similarities are looked through in blocks: the best lie in the blocks with the best maxima.
_BLOCK = 64
_AT_ONCE = 6_000_000


def nearest(
    place: Floats, among: Floats, count: int, *, progress: Progress = unwatched
) -> tuple[Ints, Floats]:
    """For each point its `count` nearest among others, best first, with their cosines."""
    count = min(count, len(among))
    others = np.zeros((-(-len(among) // _BLOCK) * _BLOCK, among.shape[1]), np.float32)
    others[: len(among)] = among
    rows = max(1, _AT_ONCE // max(1, len(others)))
    turned = np.ascontiguousarray(others.T)
    found = np.empty((len(place), count), np.int64)
    cosine = np.empty((len(place), count), np.float32)
    for start in range(0, len(place), rows):
        part = slice(start, start + rows)
        similar = place[part] @ turned
        similar[:, len(among) :] = -2
        found[part], cosine[part] = _best(similar, count)
        progress(min(1.0, (start + rows) / len(place)))
    return found, cosine


def _best(similar: Floats, count: int) -> tuple[Ints, Floats]:
    rows, width = similar.shape
    # A block takes every so-manieth column: maxima over the middle axis run over whole lines.
    blocks = similar.reshape(rows, _BLOCK, width // _BLOCK)
    peaks = blocks.max(axis=1)
    kept = min(count, peaks.shape[1])
    chosen = np.argpartition(peaks, -kept, axis=1)[:, -kept:]
    chosen.sort(axis=1)
    near = np.take_along_axis(blocks, chosen[:, None, :], axis=2).reshape(rows, -1)
    steps = np.arange(_BLOCK)[:, None] * peaks.shape[1]
    place = (chosen[:, None, :] + steps).reshape(rows, -1)
    # Equals in the order of their places, so that nothing hangs on how a partition falls.
    some = np.argpartition(near, -count, axis=1)[:, -count:]
    value, column = np.take_along_axis(near, some, 1), np.take_along_axis(place, some, 1)
    order = np.lexsort((column, -value), axis=1)
    return np.take_along_axis(column, order, 1), np.take_along_axis(value, order, 1)


def neighbourhood(place: Floats, *, progress: Progress = unwatched) -> tuple[Ints, Ints, Floats]:
    """Ties between each point and its nearest; a tie that both give counts for both."""
    count = min(MOST, max(2, len(place) // 4))
    found, cosine = nearest(place, place, count + 1, progress=progress)
    first = np.repeat(np.arange(len(place)), found.shape[1])
    second, weight = found.ravel(), cosine.ravel()
    kept = (first != second) & (weight > 0)
    first, second, weight = first[kept], second[kept], weight[kept]
    keys = (np.minimum(first, second) << 32) | np.maximum(first, second)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]][: len(keys)])
    summed = np.add.reduceat(weight[order], starts) if len(starts) else weight
    keys = keys[starts]
    return keys >> 32, keys & 0xFFFFFFFF, summed
