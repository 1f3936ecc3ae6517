"""From groups of near-duplicates to what is shown in a list: one for each, the others under it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from groundswell.challenges.engine import Folding
from groundswell.challenges.engine.wording import normalise
from groundswell.challenges.tasks.finding.gathering import Gathered

SAME = 0.999
MOST_OPPOSITES = 100
MOST_SHOWN_OF_ONE = 6


@dataclass(slots=True)
class Folds:
    """One place an idea, as in what was gathered."""

    under: list[int]
    """The idea that is shown in its place; 0 for one that is shown."""
    size: list[int]
    opposites: list[list[int]] = field(default_factory=list)
    """Ids of ideas that look alike while only some say no: a person looks at these."""

    @property
    def count(self) -> int:
        """How many ideas stand for more than themselves."""
        return sum(1 for size in self.size if size > 1)


def plan_folds(gathered: Gathered, folding: Folding) -> Folds:
    """What is folded under what. Ideas that a steward keeps apart neither fold nor are folded on.

    A group in which only some say no is not folded, but for those of exactly the same words.
    """
    folds = Folds(under=[0] * len(gathered), size=[1] * len(gathered))
    likeness = folding.likeness.tolist()
    for group in folding.groups():
        if len(group.members) < 2:
            break  # the largest come first
        members = [row for row in group.members if not gathered.apart[row]]
        if group.opposites:
            _note(folds, gathered, members)
        for part in _same_words(gathered, members) if group.opposites else [members]:
            if len(part) > 1:
                _fold(folds, gathered, part, likeness)
    return folds


def _fold(
    folds: Folds, gathered: Gathered, members: Sequence[int], likeness: Sequence[float]
) -> None:
    leader = _leader(gathered, members, likeness)
    folds.size[leader] = len(members)
    for row in members:
        if row != leader:
            folds.under[row] = gathered.ids[leader]


def _leader(gathered: Gathered, members: Sequence[int], likeness: Sequence[float]) -> int:
    """The one that is shown now, so that lists stay as they are known; or else the oldest of the
    most central."""
    leading = [row for row in members if gathered.sizes[row] > 1 and not gathered.under[row]]
    if leading:
        return max(leading, key=lambda row: (gathered.sizes[row], -row))
    central = [row for row in members if likeness[row] >= SAME]
    return min(central or members)


def _same_words(gathered: Gathered, members: Sequence[int]) -> Iterator[list[int]]:
    alike: dict[str, list[int]] = {}
    for row in members:
        alike.setdefault(normalise(gathered.texts[row]), []).append(row)
    yield from alike.values()


def _note(folds: Folds, gathered: Gathered, members: Sequence[int]) -> None:
    """One of each wording, a few."""
    if len(folds.opposites) < MOST_OPPOSITES:
        wordings = [min(part) for part in _same_words(gathered, members)]
        if len(wordings) > 1:
            shown = sorted(wordings)[:MOST_SHOWN_OF_ONE]
            folds.opposites.append([gathered.ids[row] for row in shown])
