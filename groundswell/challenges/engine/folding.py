"""Near-duplicates: texts that say the same in almost the same words, folded under one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from groundswell.challenges.engine.circles import leiden_cpm
from groundswell.challenges.engine.numbering import by_size, members_of, spans
from groundswell.challenges.engine.pairs import Pairs, alike
from groundswell.challenges.engine.shapes import Flags, Floats, Ints, Progress, unwatched
from groundswell.challenges.engine.shingles import Shingles, jaccard_of, shingle
from groundswell.challenges.engine.wording import negations, normalised

# The mean likeness inside a group, pairs below a half counting nothing, is above this.
RESOLUTION = 0.25
# A group above this share of the whole, and of more than so many, is tried again more strictly;
# when it holds together all the same, as letters of one campaign do, it is marked as large.
LARGEST_SHARE = 0.01
LARGEST_LEAST = 50
_STRICTER = (0.4, 0.55)
# Leaders of groups that a crowd kept apart join only where they are alike themselves.
_LEADERS = 0.5
_MOST_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that were folded; members are row numbers from 0, the representative among them."""

    members: tuple[int, ...]
    representative: int
    opposites: bool
    large: bool


@dataclass(frozen=True, slots=True)
class Folding:
    """The groups of all texts, largest first; every array of groups has one place a group.

    `group` and `likeness` have one place a text: its group, and its Jaccard similarity to the
    representative. `opposites` says that only some members carry a negation, or one more, and
    `large` that a group is above LARGEST_SHARE of the whole: both want a person's look before
    anything is combined.
    """

    group: Ints
    likeness: Floats
    representative: Ints
    size: Ints
    opposites: Flags
    large: Flags

    def __len__(self) -> int:
        return len(self.size)

    def groups(self) -> Iterator[Group]:
        """One by one, largest first."""
        for number, members in enumerate(members_of(self.group, len(self))):
            yield Group(
                members=tuple(members.tolist()),
                representative=int(self.representative[number]),
                opposites=bool(self.opposites[number]),
                large=bool(self.large[number]),
            )


@dataclass(frozen=True, slots=True)
class Distinct:
    """Each normal form once, in alphabetical order, so that the order of the rows is nothing."""

    plain: list[str]
    form: Ints
    """The normal form of each text."""
    count: Ints
    first: Ints
    """The row that stands for a form: the first by its own wording."""


def distinct(texts: Sequence[str]) -> Distinct:
    """Which texts are the same but for case, accents and punctuation."""
    plain = normalised(texts)
    listed = sorted(set(plain))
    places = {form: place for place, form in enumerate(listed)}
    form = np.fromiter((places[each] for each in plain), np.int64, len(plain))
    first = np.full(len(listed), -1, np.int64)
    for row, place in enumerate(form.tolist()):
        before = first[place]
        if before < 0 or texts[row] < texts[before]:
            first[place] = row
    return Distinct(listed, form, np.bincount(form, minlength=len(listed)), first)


def fold(
    texts: Sequence[str],
    *,
    resolution: float = RESOLUTION,
    seed: int = 0,
    progress: Progress = unwatched,
) -> Folding:
    """Folds near-duplicates. The same texts give the same groups, in whatever order they come."""
    forms = distinct(texts)
    progress(0.15)
    shingles = shingle(forms.plain)
    progress(0.25)
    pairs = alike(shingles, progress=lambda done: progress(0.25 + 0.5 * done))
    group = _grouped(shingles, pairs, forms.count, resolution=resolution, seed=seed)
    progress(0.9)
    folding = _described(group, forms, shingles, pairs)
    progress(1.0)
    return folding


def _grouped(
    shingles: Shingles, pairs: Pairs, count: Ints, *, resolution: float, seed: int
) -> Ints:
    """Communities of the verified pairs; where a crowd was cut short, their leaders once more."""
    group = _circled(pairs, count, resolution, seed)
    cut = pairs.cut
    for _round in range(_MOST_ROUNDS):
        again = np.flatnonzero(np.bincount(group, cut))
        if len(again) < 2:
            break
        leaders = _central(group, pairs, count)[again]
        among = alike(shingles[leaders])
        sizes = np.bincount(group, count)[again].astype(np.int64)
        together = _circled(among, sizes, max(resolution, _LEADERS), seed)
        group = _joined(group, again, together)
        cut = np.zeros(len(group), bool)
        cut[leaders[among.cut]] = True
    return group


def _joined(group: Ints, again: Ints, together: Ints) -> Ints:
    """The groups, after those in `again` were put together."""
    into = np.arange(group.max() + 1)
    into[again] = again[np.unique(together, return_index=True)[1]][together]
    return np.unique(into[group], return_inverse=True)[1].astype(np.int64)


def _circled(pairs: Pairs, count: Ints, resolution: float, seed: int) -> Ints:
    edges = (pairs.first, pairs.second, pairs.likeness)
    count = count.astype(np.int64)
    group = leiden_cpm(edges, count, resolution=resolution, seed=seed)
    most = largest(int(count.sum()))
    for stricter in _STRICTER:
        over = np.flatnonzero(np.bincount(group, weights=count) > most)
        if not len(over):
            break
        for number in over:
            group = _apart(group, int(number), edges, count, resolution=stricter, seed=seed)
    return group


def _apart(
    group: Ints,
    number: int,
    edges: tuple[Ints, Ints, Floats],
    count: Ints,
    *,
    resolution: float,
    seed: int,
) -> Ints:
    """One group, divided again at a stricter resolution."""
    inside = np.flatnonzero(group == number)
    first, second, likeness = edges
    own = (group[first] == number) & (group[second] == number)
    ends = (np.searchsorted(inside, first[own]), np.searchsorted(inside, second[own]))
    parts = leiden_cpm((*ends, likeness[own]), count[inside], resolution=resolution, seed=seed)
    divided = group.copy()
    divided[inside] = np.where(parts == 0, number, group.max() + parts)
    return divided


def largest(total: int) -> int:
    """The largest group of so many texts that needs no second look."""
    return max(LARGEST_LEAST, int(LARGEST_SHARE * total))


def _central(group: Ints, pairs: Pairs, count: Ints) -> Ints:
    """In each group the text that is most like the others, each as often as it was said."""
    own = group[pairs.first] == group[pairs.second]
    first, second, likeness = pairs.first[own], pairs.second[own], pairs.likeness[own]
    nearness = count.astype(float)
    nearness += np.bincount(first, likeness * count[second], len(group))
    nearness += np.bincount(second, likeness * count[first], len(group))
    order = np.lexsort((np.arange(len(group)), -nearness.round(6), group))
    return order[spans(group[order])]


def _described(group: Ints, forms: Distinct, shingles: Shingles, pairs: Pairs) -> Folding:
    """Numbers the groups by size and says of each what a person wants to know."""
    central = _central(group, pairs, forms.count)
    size = np.bincount(group, weights=forms.count).astype(np.int64)
    number = by_size(size, central)
    order = np.argsort(number)
    central, size, group = central[order], size[order], number[group]
    likeness = jaccard_of(shingles, np.arange(len(group)), central[group])
    return Folding(
        group=group[forms.form],
        likeness=likeness[forms.form],
        representative=forms.first[central],
        size=size,
        opposites=_opposites(group, forms.plain),
        large=size > largest(len(forms.form)),
    )


def _opposites(group: Ints, plain: Sequence[str]) -> Flags:
    """Groups in which some wordings carry a negation, or one more, that others do not."""
    several = np.bincount(group) > 1
    rows = np.flatnonzero(several[group])
    found = np.fromiter((negations(plain[row]) for row in rows.tolist()), np.int64, len(rows))
    most = np.zeros(len(several), np.int64)
    np.maximum.at(most, group[rows], found)
    differing = np.zeros(len(several), bool)
    differing[group[rows[found < most[group[rows]]]]] = True
    return differing
