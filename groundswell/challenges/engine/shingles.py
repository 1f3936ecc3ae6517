"""Texts as sets of pieces of four signs: one sparse row of hashes for each."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from groundswell.challenges.engine.shapes import Floats, Hashes, Ints
from groundswell.challenges.engine.wording import spread

PIECE = 4
# Columns of a sparse matrix are signed 32-bit numbers, and a hash is a column.
COLUMNS = 2**31 - 1
_CHUNK = 20_000
_PAIRS = 200_000
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)

# Rows are texts, columns hashes, sorted, each once.
Shingles: TypeAlias = sparse.csr_matrix


def shingle(plain: Sequence[str]) -> Shingles:
    """The pieces of normalised texts; every text has at least one."""
    columns: list[npt.NDArray[np.int32]] = []
    sizes: list[Ints] = []
    for start in range(0, len(plain), _CHUNK):
        found, counts = _chunk(plain[start : start + _CHUNK])
        columns.append(found)
        sizes.append(counts)
    if not columns:
        return _matrix(np.empty(0, np.int32), np.zeros(1, np.int64))
    return _matrix(np.concatenate(columns), np.concatenate(([0], *(np.array(s) for s in sizes))))


def _matrix(columns: npt.NDArray[np.int32], counts: Ints) -> Shingles:
    """Rows by how many pieces each has; the first count is 0."""
    starts = np.cumsum(counts)
    ones = np.ones(len(columns), np.int8)
    made = sparse.csr_matrix((ones, columns, starts), shape=(len(counts) - 1, COLUMNS))
    # Said rather than looked up, which would read everything again.
    made.has_canonical_format = True
    return made


def _chunk(plain: Sequence[str]) -> tuple[npt.NDArray[np.int32], Ints]:
    padded = [f" {spread(text)} ".ljust(PIECE) for text in plain]
    lengths = np.fromiter(map(len, padded), np.int64, len(padded))
    # Lone surrogates may come in from anywhere, and are signs like any other here.
    signs = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), np.uint32)
    windows = len(signs) - PIECE + 1
    hashed = np.zeros(windows, np.uint64)
    for place in range(PIECE):
        hashed ^= signs[place : windows + place]
        hashed *= _MIX
        hashed ^= hashed >> _SHIFT
    rows = np.repeat(np.arange(len(padded), dtype=np.uint64), lengths)[:windows]
    inside = np.ones(len(signs), bool)
    ends = np.cumsum(lengths)
    for place in range(1, PIECE):
        inside[ends - place] = False
    keys = ((rows << np.uint64(32)) | (hashed % np.uint64(COLUMNS)))[inside[:windows]]
    keys.sort()
    keys = keys[np.r_[True, keys[1:] != keys[:-1]]]
    counts = np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=len(padded))
    return (keys & np.uint64(0xFFFFFFFF)).astype(np.int32), counts.astype(np.int64)


def jaccard(left: Shingles, right: Shingles) -> Floats:
    """Row by row, the pieces two texts share over the pieces that either has."""
    shared = np.diff(left.multiply(right).indptr)
    either = np.diff(left.indptr) + np.diff(right.indptr) - shared
    found: Floats = (shared / np.maximum(either, 1)).astype(np.float32)
    return found


def jaccard_of(shingles: Shingles, first: Ints, second: Ints) -> Floats:
    """The exact Jaccard similarity of many pairs of rows."""
    found = np.empty(len(first), np.float32)
    for start in range(0, len(first), _PAIRS):
        part = slice(start, start + _PAIRS)
        found[part] = jaccard(shingles[first[part]], shingles[second[part]])
    return found


def combine(columns: Sequence[npt.NDArray[np.uint32]]) -> Hashes:
    """One hash out of several, element by element."""
    mixed = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        mixed = (mixed ^ column.astype(np.uint64)) * _STEP
        mixed ^= mixed >> _SHIFT
    return mixed
