"""The leading directions of a large symmetric table, with the same digits on any machine.

Lanczos 1950, every new direction made orthogonal to all before it. Sums are numpy's own and not
those of a linear algebra library, whose order of adding depends on how many processors are free.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
from scipy import linalg, sparse

from groundswell.decisions.opinion.shapes import Floats

Multiply = Callable[[Floats], Floats]
_LOOK_EVERY: Final = 10
# How much of the largest value may be missed: nothing that shows, and enough for a test draw.
EXACT: Final = 1e-11
ROUGH: Final = 1e-5
_NOTHING: Final = 1e-12


def of_table(table: Floats, weight: Floats | None = None) -> Multiply:
    """Of a full table; with the root of a weight on both sides."""
    if weight is None:
        return lambda vector: np.einsum("ij,j->i", table, vector)
    return lambda vector: weight * np.einsum("ij,j->i", table, weight * vector)


def of_rows(rows: sparse.csr_array) -> Multiply:
    """Of what the columns of some rows have in common."""
    columns = rows.T.tocsr()
    return lambda vector: np.asarray(columns @ (rows @ vector))


def leading(multiply: Multiply, size: int, count: int, *, close: float = EXACT) -> Floats:
    """The directions of most spread, largest first, as columns; those without any are 0.

    Each is turned so that its largest weight is positive.
    """
    found = np.zeros((size, count))
    if not size:
        return found
    basis, values, vectors = _lanczos(multiply, size, min(count, size), close)
    largest = max(float(values[-1]), 0.0)
    for axis in range(min(count, len(values))):
        if values[-1 - axis] > 1e-9 * largest > 0:
            found[:, axis] = _facing(np.einsum("ij,i->j", basis, vectors[:, -1 - axis]))
    return found


def _lanczos(
    multiply: Multiply, size: int, count: int, close: float
) -> tuple[Floats, Floats, Floats]:
    """A basis by rows, and in it the values, smallest first, with their vectors."""
    rng = np.random.default_rng(size)
    basis = np.zeros((size, size)) if size < 300 else np.zeros((300, size))
    diagonal, beside = np.zeros(len(basis)), np.zeros(len(basis))
    vector = _fresh(rng, basis[:0], size)
    for step in range(len(basis)):
        basis[step] = vector
        image = multiply(vector)
        diagonal[step] = (vector * image).sum()
        rest = _apart(image, basis[: step + 1])
        beside[step] = np.sqrt((rest * rest).sum())
        if step + 1 == len(basis) or (step >= count and step % _LOOK_EVERY == 0):
            values, vectors = linalg.eigh_tridiagonal(diagonal[: step + 1], beside[:step])
            missed = beside[step] * np.abs(vectors[-1, -count:])
            if step + 1 == len(basis) or missed.max() <= close * max(values[-1], 1e-300):
                return basis[: step + 1], values, vectors
        if beside[step] > _NOTHING * max(np.abs(diagonal[: step + 1]).max(), 1e-300):
            vector = rest / beside[step]
        else:
            beside[step] = 0.0
            vector = _fresh(rng, basis[: step + 1], size)
    raise AssertionError


def _fresh(rng: np.random.Generator, basis: Floats, size: int) -> Floats:
    """A direction that has nothing of those before."""
    vector = _apart(rng.random(size) - 0.5, basis)
    return np.asarray(vector / np.sqrt((vector * vector).sum()))


def _apart(vector: Floats, basis: Floats) -> Floats:
    """What is left without the directions of the basis; twice, because once leaves crumbs."""
    for _ in range(2):
        vector = vector - np.einsum("ij,i->j", basis, np.einsum("ij,j->i", basis, vector))
    return vector


def _facing(vector: Floats) -> Floats:
    """Of several that weigh the same, rounded, the first tells the sign."""
    largest = int(np.argmax(np.round(np.abs(vector), 9)))
    return vector * (1.0 if vector[largest] > 0 else -1.0)
