"""Themes: what texts are about, in any language, named by their own words."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from groundswell.challenges.engine.circles import leiden_modularity
from groundswell.challenges.engine.folding import Folding, fold
from groundswell.challenges.engine.keeping import Nodes, keep
from groundswell.challenges.engine.labels import labels, numbered, theme_words
from groundswell.challenges.engine.neighbours import neighbourhood
from groundswell.challenges.engine.numbering import members_of
from groundswell.challenges.engine.shapes import (
    EngineError,
    Floats,
    Ints,
    Progress,
    unwatched,
)
from groundswell.challenges.engine.steering import NOWHERE, Steered
from groundswell.challenges.engine.vectors import Points, Words, normed, points, words_of
from groundswell.challenges.engine.wording import normalised, unelided

RESOLUTION = 1.0
# A circle of fewer texts than this, or than this share of all, is no theme.
TINY = 3
_TINY_SHARE = 0.0005
# A text of which the theme's words explain less than this is in no theme.
FAR = 0.04
# What the resolution 1 is to modularity.
_SHARPNESS = 1.2
_REPRESENTATIVES = 3
_EXAMPLES = 300

Vectors = Floats | Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme; members are row numbers from 0, representatives the three most central."""

    key: int
    label: str
    words: tuple[str, ...]
    members: tuple[int, ...]
    representatives: tuple[int, ...]
    coverage: float


@dataclass(frozen=True, slots=True)
class Themes:
    """All themes, largest first; `closeness` is how near each text is to the middle of its own."""

    theme: Ints
    """The place of each text's theme in `themes`; -1 is in none."""
    closeness: Floats
    themes: tuple[Theme, ...]
    folding: Folding
    steered: Steered
    """What the next run is given, after people's decisions."""

    def __len__(self) -> int:
        return len(self.themes)

    def __iter__(self) -> Iterator[Theme]:
        return iter(self.themes)

    @property
    def unthemed(self) -> Ints:
        """The rows in no theme."""
        return np.flatnonzero(self.theme < 0)


def themes(
    texts: Sequence[str],
    *,
    resolution: float = RESOLUTION,
    seed: int = 0,
    ids: Sequence[Hashable] | None = None,
    previous: Steered | None = None,
    vectors: Vectors | None = None,
    progress: Progress = unwatched,
) -> Themes:
    """Folds the texts and divides what is left into themes; a higher resolution gives more.

    `vectors` are an operator's own: one row a text, or what gives them for a list of texts.
    """
    if resolution <= 0:
        raise EngineError("The resolution is a number above 0.")
    known = range(len(texts)) if ids is None else ids
    if len(known) != len(texts) or len(set(known)) != len(texts):
        raise EngineError("Every text needs an id of its own.")
    folding = fold(texts, seed=seed, progress=lambda done: progress(0.4 * done))
    standing = [texts[row] for row in folding.representative.tolist()]
    words = words_of(normalised(map(unelided, standing)))
    placed = _placed(words, folding, standing, vectors, seed=seed)
    nodes = Nodes(folding.group, placed.place, folding.size)
    progress(0.55)
    ties = neighbourhood(nodes.place, progress=lambda done: progress(0.55 + 0.3 * done))
    sharp = resolution * _SHARPNESS
    circle = leiden_modularity(ties, len(nodes.size), resolution=sharp, seed=seed)
    progress(0.9)
    circle = _near_only(circle, placed, nodes)
    key = keep(circle, nodes, ids=known, steered=previous or Steered())
    made = _described(key, texts, known, _Base(folding, words, placed, previous or Steered()))
    progress(1.0)
    return made


@dataclass(frozen=True, slots=True)
class _Base:
    """What themes are described from."""

    folding: Folding
    words: Words
    placed: Points
    before: Steered


def _placed(
    words: Words,
    folding: Folding,
    standing: Sequence[str],
    vectors: Vectors | None,
    *,
    seed: int,
) -> Points:
    """Where the texts that stand for their groups lie."""
    if vectors is None:
        return points(words, seed=seed)
    given = vectors(standing) if callable(vectors) else vectors
    made = np.asarray(given, np.float32)
    if not callable(vectors) and len(made) == len(folding.group):
        made = made[folding.representative]
    if made.ndim != 2 or len(made) != len(standing) or not np.isfinite(made).all():
        raise EngineError("The vectors must be one row of numbers for each text.")
    return normed(made)


def _near_only(circle: Ints, placed: Points, nodes: Nodes) -> Ints:
    """The circles without those far from everything, and without tiny ones."""
    middles = _middles(circle, nodes.place, nodes.size)
    near = (nodes.place * middles[circle]).sum(axis=1) * placed.explained
    kept = np.where(near >= FAR, circle, NOWHERE)
    held = np.bincount(kept[kept >= 0], nodes.size[kept >= 0], minlength=len(middles))
    tiny = held < max(TINY, _TINY_SHARE * nodes.size.sum())
    return np.where((kept >= 0) & tiny[kept], NOWHERE, kept)


def _middles(number: Ints, place: Floats, weight: Ints) -> Floats:
    """The mean direction of each number's points; numbers below 0 have none."""
    inside = number >= 0
    made = np.zeros((int(number.max(initial=0)) + 1, place.shape[1]), np.float32)
    np.add.at(made, number[inside], place[inside] * weight[inside, None])
    return normed(made).place


def _described(key: Ints, texts: Sequence[str], ids: Sequence[Hashable], base: _Base) -> Themes:
    """Numbers the themes by size, names them, and says who stands for each."""
    keys, number = _numbered(key)
    node = base.folding.group
    closeness = _closeness(number, base)
    members = members_of(number, len(keys))
    uses = sparse.csr_matrix(
        (np.ones((number >= 0).sum()), (number[number >= 0], node[number >= 0])),
        shape=(len(keys), len(base.folding)),
    )
    telling = theme_words(base.words, uses)
    central = [rows[np.lexsort((rows, -closeness[rows]))] for rows in members]
    examples = [[texts[row] for row in rows[:_EXAMPLES]] for rows in central]
    names = _names(keys.tolist(), labels(telling, examples), base.before)
    made = tuple(
        Theme(
            key=each,
            label=names[each],
            words=tuple(telling[place]),
            members=tuple(members[place].tolist()),
            representatives=_standing(central[place], node),
            coverage=len(members[place]) / len(texts),
        )
        for place, each in enumerate(keys.tolist())
    )
    after = _after(names, dict(zip(ids, key.tolist(), strict=True)), base.before)
    return Themes(number, closeness, made, base.folding, after)


def _numbered(key: Ints) -> tuple[Ints, Ints]:
    """The keys by how many texts they have, and each text's place among them."""
    keys, counts = np.unique(key[key != NOWHERE], return_counts=True)
    ranked = keys[np.lexsort((keys, -counts))]
    places = {each: place for place, each in enumerate(ranked.tolist())}
    number = np.fromiter((places.get(each, -1) for each in key.tolist()), np.int64, len(key))
    return ranked, number


def _closeness(number: Ints, base: _Base) -> Floats:
    """How much of each text the middle of its theme explains, from 0 to 1."""
    node = base.folding.group
    place = base.placed.place[node]
    middles = _middles(number, place, np.ones(len(number), np.int64))
    near = (place * middles[number]).sum(axis=1) * base.placed.explained[node]
    return np.where(number >= 0, np.maximum(near, 0), 0).astype(np.float32)


def _standing(central: Ints, node: Ints) -> tuple[int, ...]:
    """The most central rows, each of another group while there are such."""
    first = np.sort(np.unique(node[central], return_index=True)[1])
    again = np.setdiff1d(np.arange(len(central)), first)
    return tuple(central[np.r_[first, again][:_REPRESENTATIVES]].tolist())


def _names(keys: Sequence[int], found: Sequence[str], before: Steered) -> dict[int, str]:
    """A theme that had a name keeps it; no two have the same."""
    names = {key: before.label[key] for key in keys if key in before.label}
    for key, name in zip(keys, found, strict=True):
        if key not in names:
            taken = set(names.values())
            names[key] = next(each for each in numbered(name) if each not in taken)
    return names


def _after(names: dict[int, str], theme: dict[Hashable, int], before: Steered) -> Steered:
    """What the next run is given. Themes that a person made are remembered, even when empty."""
    touched = before.renamed | before.kept
    remembered = {key: name for key, name in before.label.items() if key in touched}
    return Steered(
        theme=theme,
        label={**remembered, **names},
        renamed=before.renamed,
        kept=before.kept,
        pinned=before.pinned,
        used=max(before.unused(), *(key + 1 for key in names), 0),
    )
