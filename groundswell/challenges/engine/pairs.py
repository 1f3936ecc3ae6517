"""Which texts are alike: candidates by MinHash in bands, each verified by exact Jaccard."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from groundswell.challenges.engine.numbering import runs, spans
from groundswell.challenges.engine.shapes import (
    Flags,
    Floats,
    Hashes,
    Ints,
    Progress,
    unwatched,
)
from groundswell.challenges.engine.shingles import Shingles, combine, jaccard_of

SLOTS = 96
# 24 bands of four slots find a pair of Jaccard j with 1 - (1 - j^4)^24: 79 of 100 at 0.5, 96 at
# 0.6, 99.8 at 0.7. What a pair misses, the ties to the others of its group mostly make good.
ROWS = 4
LEAST = 0.5
# The sketch is off by 0.05 (one standard deviation) at 0.5: below this nothing is worth verifying.
_HOPEFUL = 0.36
# In a band, a crowd is looked through up to so many pairs a text of the whole, nearest neighbours
# first; once so many pairs a text are known, crowds are passed over and small companies are not.
_PAIRS_A_BAND = 8
_PAIRS_IN_ALL = 16
_LEAST_PAIRS = 200_000
_COMPANY = 4
_CHUNK = 8_000
_LOOK = 100_000
_SEED = 20_261
# So few are compared each with each.
_FEW = 600

Sketches = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Verified pairs, first < second, sorted; `cut` are the rows of crowds not looked through."""

    first: Ints
    second: Ints
    likeness: Floats
    cut: Flags


def sketch(shingles: Shingles) -> Sketches:
    """One MinHash sketch a text."""
    parts = [np.empty((0, SLOTS), np.uint32)]
    starts = shingles.indptr.astype(np.int64)
    for row in range(0, shingles.shape[0], _CHUNK):
        bounds = starts[row : row + _CHUNK + 1]
        hashes = shingles.indices[bounds[0] : bounds[-1]].astype(np.uint64)
        offsets = (bounds - bounds[0]).astype(np.uint64)
        made = RMinHash.digest_matrix_from_flat_token_hashes(hashes, offsets, SLOTS, _SEED)
        parts.append(np.array(made.to_rows(), np.uint32).reshape(-1, SLOTS))
    return np.concatenate(parts)


def bands(sketches: Sketches) -> list[Hashes]:
    """For each band one key a text; texts with an equal key are candidates."""
    return [
        combine([sketches[:, band + row] for row in range(ROWS)]) for band in range(0, SLOTS, ROWS)
    ]


def alike(shingles: Shingles, *, progress: Progress = unwatched) -> Pairs:
    """All pairs of rows that are found and whose Jaccard similarity is at least a half."""
    rows = shingles.shape[0]
    cut = np.zeros(rows, bool)
    if rows <= _FEW:
        return _verified(shingles, *np.triu_indices(rows, 1), cut=cut)
    sketches = sketch(shingles)
    progress(0.3)
    short = (sketches & np.uint32(0xFF)).astype(np.uint8)
    every = bands(sketches)
    del sketches
    keys = np.empty(0, np.int64)
    for done, band in enumerate(every, 1):
        crowded = len(keys) > max(_LEAST_PAIRS, _PAIRS_IN_ALL * rows)
        found = _together(band, cut, crowded=crowded)
        keys = _added(keys, found, short)
        progress(0.3 + 0.5 * done / len(every))
    pairs = _verified(shingles, keys >> 32, keys & 0xFFFFFFFF, cut=cut)
    progress(1.0)
    return pairs


def _verified(shingles: Shingles, first: Ints, second: Ints, *, cut: Flags) -> Pairs:
    likeness = jaccard_of(shingles, first, second)
    kept = likeness >= LEAST
    return Pairs(first[kept], second[kept], likeness[kept], cut)


def _together(band: Hashes, cut: Flags, *, crowded: bool) -> Ints:
    """Pairs within one band as one number each; marks whom it left out."""
    order = np.argsort(band, kind="stable")
    ranked = band[order]
    starts = spans(ranked)
    sizes = np.diff(np.r_[starts, len(band)])
    if crowded:
        cut[order[runs(starts[sizes > _COMPANY], sizes[sizes > _COMPANY])]] = True
        starts, sizes = starts[sizes <= _COMPANY], sizes[sizes <= _COMPANY]
    found: list[Ints] = [np.empty(0, np.int64)]
    gap, left = 1, max(_LEAST_PAIRS, _PAIRS_A_BAND * len(band))
    while len(starts) and left > 0:
        starts, sizes = starts[sizes > gap], sizes[sizes > gap]
        place = runs(starts, sizes - gap)
        one, other = order[place], order[place + gap]
        found.append((np.minimum(one, other) << 32) | np.maximum(one, other))
        left -= len(place)
        gap += 1
    cut[order[runs(starts[sizes > gap], sizes[sizes > gap])]] = True
    return np.concatenate(found)


def _added(known: Ints, found: Ints, short: npt.NDArray[np.uint8]) -> Ints:
    """The known pairs and those of the found whose sketches agree enough."""
    found = np.sort(found)
    place = np.minimum(np.searchsorted(known, found), max(len(known) - 1, 0))
    fresh = found if not len(known) else found[known[place] != found]
    kept = [known]
    for start in range(0, len(fresh), _LOOK):
        part = fresh[start : start + _LOOK]
        same = short[part >> 32] == short[part & 0xFFFFFFFF]
        equal = np.bitwise_count(same.view(np.uint64)).sum(axis=1)
        kept.append(part[equal >= _HOPEFUL * SLOTS])
    return np.sort(np.concatenate(kept))
