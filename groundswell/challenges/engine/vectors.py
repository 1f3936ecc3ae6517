"""Texts as points: pieces of words weighed by how rare they are, and the directions behind them.

Each word spreads the same energy over its pieces, so that a long word does not outweigh a short
one; the whole word is one of the pieces. Works alike in every language that writes letters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from scipy import sparse

from groundswell.challenges.engine.numbering import spans
from groundswell.challenges.engine.shapes import Floats, Hashes, Ints
from groundswell.challenges.engine.wording import spread

SHORTEST, LONGEST = 4, 6
# A piece in more than this share of the texts tells nothing. Rarity sees to the rest.
_COMMON = 0.5
# How far rarity counts: log(n / df) to this power.
_RARITY = 1.5
_DIMENSIONS = 24
_OVERSAMPLED = 10
_POWER_ROUNDS = 2
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)


@dataclass(frozen=True, slots=True)
class Words:
    """Which words stand how often in which text."""

    vocabulary: list[str]
    counts: sparse.csr_matrix


@dataclass(frozen=True, slots=True)
class Points:
    """A unit vector a text, and how much of the text it explains, from 0 to 1."""

    place: Floats
    explained: Floats


def words_of(plain: Sequence[str]) -> Words:
    """Counts the words of normalised texts."""
    known: dict[str, int] = {}
    columns: list[int] = []
    ends = [0]
    for text in plain:
        columns.extend(known.setdefault(word, len(known)) for word in text.split())
        ends.append(len(columns))
    ones = np.ones(len(columns), np.float32)
    counts = sparse.csr_matrix((ones, columns, ends), shape=(len(plain), len(known)))
    counts.sum_duplicates()
    return Words(list(known), counts)


def points(words: Words, *, seed: int, dimensions: int = _DIMENSIONS) -> Points:
    """The texts in a few directions (latent semantic analysis)."""
    weighed = _weighed(words)
    count = weighed.shape[0]
    wanted = min(dimensions, max(2, round(count**0.5)), *(max(1, n - 1) for n in weighed.shape))
    if weighed.nnz == 0:
        return Points(np.zeros((count, 1), np.float32), np.zeros(count, np.float32))
    return normed(_directions(weighed, wanted, seed))


def normed(vectors: Floats) -> Points:
    """Any vectors as points; what is 0 stays 0."""
    length = np.linalg.norm(vectors, axis=1)
    place = vectors / np.where(length > 0, length, 1)[:, None]
    return Points(place.astype(np.float32), np.minimum(length, 1).astype(np.float32))


def _weighed(words: Words) -> sparse.csr_matrix:
    """TF-IDF of pieces, a unit row a text."""
    pieces = _pieces(words.vocabulary)
    texts = words.counts.shape[0]
    present = words.counts.sign() @ pieces.sign()
    df = np.bincount(present.indices, minlength=pieces.shape[1])
    kept = (df >= (3 if texts > 2_000 else 2)) & (df <= max(2, _COMMON * texts))
    rarity = np.log((1 + texts) / (1 + df[kept])) ** _RARITY
    weighed = words.counts @ pieces[:, kept] @ sparse.diags(rarity.astype(np.float32))
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    scale = sparse.diags((1 / np.where(length > 0, length, 1)).astype(np.float32))
    return sparse.csr_matrix(scale @ weighed, dtype=np.float32)


def _pieces(vocabulary: Sequence[str]) -> sparse.csr_matrix:
    """Which pieces each word has; a piece is known by its hash, in the order of hashes."""
    padded = [f" {spread(word)} " for word in vocabulary]
    lengths = np.fromiter(map(len, padded), np.int64, len(padded))
    signs = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), np.uint32)
    starts = np.cumsum(lengths) - lengths
    owner = np.repeat(np.arange(len(padded)), lengths)
    # A word as long as a piece is one already.
    whole = [at for at, word in enumerate(padded) if not SHORTEST <= len(word) <= LONGEST]
    rows = [np.array(whole, np.int64)]
    hashes = [np.fromiter((_named(padded[at]) for at in whole), np.uint64, len(whole))]
    for size in range(SHORTEST, LONGEST + 1):
        windows = max(0, len(signs) - size + 1)
        inside = np.ones(len(signs), bool)
        for place in range(1, size):
            inside[np.maximum(starts + lengths - place, starts)] = False
        rows.append(owner[:windows][inside[:windows]])
        hashes.append(_rolled(signs, size, windows)[inside[:windows]])
    return _table(np.concatenate(rows), np.concatenate(hashes), len(padded))


def _named(word: str) -> int:
    """A number for a whole word, the same in every process."""
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _rolled(signs: npt.NDArray[np.uint32], size: int, windows: int) -> Hashes:
    """A hash of each run of so many signs."""
    hashed = np.full(windows, size, np.uint64)
    for place in range(size):
        hashed ^= signs[place : windows + place]
        hashed *= _MIX
        hashed ^= hashed >> _SHIFT
    return hashed


def _table(rows: Ints, hashes: Hashes, count: int) -> sparse.csr_matrix:
    """Words by pieces, every word with the same energy."""
    ranked = np.sort(hashes)
    known = ranked[spans(ranked)]
    columns = np.searchsorted(known, hashes)
    ones = np.ones(len(rows), np.float32)
    made = sparse.csr_matrix((ones, (rows, columns)), shape=(count, len(known)))
    made.sum_duplicates()
    sizes = np.diff(made.indptr)
    made.data[:] = np.repeat(1 / np.sqrt(np.maximum(sizes, 1)), sizes)
    return made


def _directions(weighed: sparse.csr_matrix, wanted: int, seed: int) -> Floats:
    """The texts in the strongest directions (randomised SVD: Halko, Martinsson, Tropp 2011)."""
    width = min(wanted + _OVERSAMPLED, *weighed.shape)
    turned = weighed.T.tocsr()
    guess = np.random.default_rng(seed).standard_normal((weighed.shape[1], width))
    sample = weighed @ guess.astype(np.float32)
    for _ in range(_POWER_ROUNDS):
        sample = weighed @ (turned @ _orthogonal(sample))
    basis = _orthogonal(sample)
    across = turned @ basis
    strength, turn = np.linalg.eigh((across.T @ across).astype(np.float64))
    strongest = np.argsort(-strength)[:wanted]
    scale = np.sqrt(np.maximum(strength[strongest], 0))
    # Which end of a direction is positive is chance: its largest share is.
    found = basis @ (turn[:, strongest] * scale).astype(np.float32)
    signs = np.sign(found[np.abs(found).argmax(axis=0), np.arange(found.shape[1])])
    placed: Floats = (found * np.where(signs == 0, 1, signs)).astype(np.float32)
    return placed


def _orthogonal(sample: Floats) -> Floats:
    """The same span with right angles and unit lengths."""
    strength, turn = np.linalg.eigh((sample.T @ sample).astype(np.float64))
    kept = strength > strength.max() * 1e-10
    made: Floats = sample @ (turn[:, kept] / np.sqrt(strength[kept])).astype(np.float32)
    return made
