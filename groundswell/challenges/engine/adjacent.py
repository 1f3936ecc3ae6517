"""Ideas from elsewhere that share a problem but not its words."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from groundswell.challenges.engine.neighbours import nearest
from groundswell.challenges.engine.shapes import EngineError, Floats, Ints
from groundswell.challenges.engine.shingles import jaccard_of
from groundswell.challenges.engine.stopwords import STOP
from groundswell.challenges.engine.theming import Themes
from groundswell.challenges.engine.vectors import Points, Words, points, words_of
from groundswell.challenges.engine.wording import normalised, unelided

COUNT = 3
# Nearer than this in the space of all texts, and with fewer words in common than this.
LEAST_NEAR = 0.4
MOST_SHARED = 0.25
_LOOKED_AT = 80
# More than themes have: a problem is finer than a heading.
_DIMENSIONS = 100


@dataclass(frozen=True, slots=True)
class Adjacent:
    """One idea from elsewhere, and why: how near it is, what words it shares, what both are about.

    `near` is the cosine of the two in the space of all texts, `shared` the part of their telling
    words that both have, `words` those words, and `about` the words of the theme both are in.
    """

    row: int
    near: float
    shared: float
    words: tuple[str, ...]
    about: tuple[str, ...]


def adjacent(
    texts: Sequence[str],
    sector: Sequence[str],
    *,
    of: Sequence[int],
    place: Sequence[Hashable] | None = None,
    count: int = COUNT,
    found: Themes | None = None,
    seed: int = 0,
) -> list[tuple[Adjacent, ...]]:
    """For each row in `of` at most `count` from elsewhere, best first.

    Elsewhere is another place, where places are given, and in the same place another sector: there
    a row whose sector is not said has no elsewhere, and is nobody's. `found` are the themes of the
    same texts, which then say what both are about.
    """
    if len(sector) != len(texts) or (place is not None and len(place) != len(texts)):
        raise EngineError("Every text needs a sector and a place, be it none.")
    words = words_of(normalised(map(unelided, texts)))
    placed = points(words, seed=seed, dimensions=_DIMENSIONS)
    look = _Look(words, _telling(words), placed, found, count)
    made: dict[int, tuple[Adjacent, ...]] = {}
    for own, others in _apart(sector, place or [0] * len(texts), of):
        made.update(_for_sector(own, others[placed.explained[others] > 0], look))
    return [made.get(row, ()) for row in of]


def _apart(
    sector: Sequence[str], place: Sequence[Hashable], of: Sequence[int]
) -> Iterator[tuple[Ints, Ints]]:
    """Rows of one sector in one place, and all that are elsewhere to them."""
    names = np.array(list(sector), dtype=object)
    codes = {it: code for code, it in enumerate(dict.fromkeys(place))}
    places = np.array([codes[it] for it in place], np.int64)
    asked = np.array(list(of), np.int64)
    for code, name in sorted({(int(places[row]), str(names[row])) for row in asked.tolist()}):
        own = asked[(places[asked] == code) & (names[asked] == name)]
        beside = (names != name) & (names != "") & (name != "")
        yield own, np.flatnonzero((places != code) | beside)


@dataclass(frozen=True, slots=True)
class _Look:
    """What neighbours are judged by."""

    words: Words
    telling: sparse.csr_matrix
    placed: Points
    found: Themes | None
    count: int


def _telling(words: Words) -> sparse.csr_matrix:
    """Which telling words each text has."""
    kept = np.array([word not in STOP for word in words.vocabulary], np.float32)
    made = (words.counts.sign() @ sparse.diags(kept)).astype(np.int8).tocsr()
    made.eliminate_zeros()
    made.sort_indices()
    return made


def _for_sector(own: Ints, others: Ints, look: _Look) -> dict[int, tuple[Adjacent, ...]]:
    if not len(others):
        return {}
    place = look.placed.place
    near, cosine = nearest(place[own], place[others], _LOOKED_AT)
    rows = others[near]
    first = np.repeat(own, rows.shape[1])
    shared = jaccard_of(look.telling, first, rows.ravel()).reshape(rows.shape)
    fits = (cosine >= LEAST_NEAR) & (shared < MOST_SHARED)
    return {
        int(row): _chosen(int(row), rows[at][kept], (cosine[at][kept], shared[at][kept]), look)
        for at, (row, kept) in enumerate(zip(own, fits, strict=True))
    }


def _chosen(
    row: int, others: Ints, numbers: tuple[Floats, Floats], look: _Look
) -> tuple[Adjacent, ...]:
    """The best of the near ones in other words, and not three times the same."""
    cosine, shared = numbers
    chosen: list[Adjacent] = []
    sets: list[frozenset[int]] = []
    for at in np.lexsort((others, -(cosine * (1 - shared)))).tolist():
        other = int(others[at])
        says = frozenset(_columns(look.telling, other).tolist())
        if any(2 * len(says & each) >= len(says | each) > 0 for each in sets):
            continue
        sets.append(says)
        chosen.append(_told(row, other, (float(cosine[at]), float(shared[at])), look))
        if len(chosen) == look.count:
            break
    return tuple(chosen)


def _told(row: int, other: int, numbers: tuple[float, float], look: _Look) -> Adjacent:
    columns = np.intersect1d(_columns(look.telling, row), _columns(look.telling, other))
    about: tuple[str, ...] = ()
    if look.found is not None:
        number = int(look.found.theme[row])
        if number >= 0 and number == int(look.found.theme[other]):
            about = look.found.themes[number].words
    return Adjacent(
        row=other,
        near=numbers[0],
        shared=numbers[1],
        words=tuple(sorted(look.words.vocabulary[column] for column in columns.tolist())),
        about=about,
    )


def _columns(table: sparse.csr_matrix, row: int) -> Ints:
    found: Ints = table.indices[table.indptr[row] : table.indptr[row + 1]].astype(np.int64)
    return found
