"""What unites and what tells apart, as lists of statements that anybody can count after."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from groundswell.decisions.opinion.shapes import AGREE, DISAGREE, Flags, Floats, Ints
from groundswell.decisions.opinion.votes import Tally

LISTED: Final = 5
# One in ten by chance, to one side.
_TELLING: Final = 1.2816
# A bridge holds in every group: so many of a hundred agree in each, of at least so many who saw it.
_BRIDGE: Final = 0.6
_BRIDGE_SEEN: Final = 5


class Sided(NamedTuple):
    """A statement and the side that is meant."""

    statement: int
    side: int


@dataclass(frozen=True, eq=False, slots=True)
class Majority:
    """What most people agree with, and what most disagree with, most telling first."""

    agree: list[int]
    disagree: list[int]


@dataclass(frozen=True, eq=False, slots=True)
class Representative:
    """For each statement: how much more a group says it than the rest, and how surely."""

    ratio: Floats
    ratio_test: Floats
    share: Floats
    share_test: Floats

    @property
    def telling(self) -> Flags:
        """More than the rest, and more than half of itself, both beyond chance."""
        return np.asarray((self.ratio_test > _TELLING) & (self.share_test > _TELLING))

    @property
    def weight(self) -> Floats:
        """What the list is ordered by."""
        return np.asarray(self.ratio * self.ratio_test * self.share * self.share_test)


def share(said: Ints, seen: Ints) -> Floats:
    """The share of those who saw it, drawn a little towards a half."""
    return np.asarray((said + 1) / (seen + 2))


def share_test(said: Ints, seen: Ints) -> Floats:
    """How far the share is from a half, in standard errors."""
    return np.asarray(2 * np.sqrt(seen + 1) * ((said + 1) / (seen + 1) - 0.5))


def difference_test(said: Ints, seen: Ints, *, other: tuple[Ints, Ints]) -> Floats:
    """How far two shares are from each other, in standard errors; all four counts plus one."""
    first, first_of = said + 1, seen + 1
    second, second_of = other[0] + 1, other[1] + 1
    pooled = (first + second) / (first_of + second_of)
    error = np.sqrt(np.maximum(pooled * (1 - pooled), 0) * (1 / first_of + 1 / second_of))
    apart = first / first_of - second / second_of
    return np.asarray(np.divide(apart, error, out=np.zeros(len(said)), where=error > 0))


def group_informed(groups: list[Tally]) -> tuple[Floats, Floats]:
    """Agreement that holds in every group, and disagreement: the product over the groups."""
    agree = np.prod([share(group.agree, group.seen) for group in groups], axis=0)
    disagree = np.prod([share(group.disagree, group.seen) for group in groups], axis=0)
    return agree, disagree


def majority(everybody: Tally, kept: Flags) -> Majority:
    """What everybody together says."""
    return Majority(
        _most(everybody.agree, everybody.seen, kept),
        _most(everybody.disagree, everybody.seen, kept),
    )


def _most(said: Ints, seen: Ints, kept: Flags) -> list[int]:
    part, test = share(said, seen), share_test(said, seen)
    fit = np.flatnonzero(kept & (part > 0.5) & (test > _TELLING))
    return _first(fit, -(part * test)[fit], LISTED)


def _first(fit: Ints, order: Floats, most: int) -> list[int]:
    """The first few, and of equals those with the smaller numbers."""
    return [int(one) for one in fit[np.argsort(order, kind="stable")][:most]]


def representative(group: Tally, rest: Tally, kept: Flags) -> list[Sided]:
    """What a group says more than the others: its best agreement, then what tells most of it."""
    agree = _sided(group.agree, group.seen, other=(rest.agree, rest.seen))
    disagree = _sided(group.disagree, group.seen, other=(rest.disagree, rest.seen))
    agreeing = agree.ratio_test > disagree.ratio_test
    weight = np.where(agreeing, agree.weight, disagree.weight)
    best = _best_agreed(agree, kept & (group.agree + group.disagree > 0))
    telling = np.flatnonzero(kept & (agree.telling | disagree.telling))
    if not len(telling):
        chosen = best or _clearest(agree, disagree, kept)
    else:
        ordered = telling[np.argsort(-weight[telling], kind="stable")].tolist()
        listed = (best + [one for one in ordered if one not in best])[:LISTED]
        chosen = sorted(listed, key=lambda one: one not in best and not agreeing[one])
    return [Sided(one, AGREE if agreeing[one] else DISAGREE) for one in chosen]


def _sided(said: Ints, seen: Ints, *, other: tuple[Ints, Ints]) -> Representative:
    part = share(said, seen)
    return Representative(
        part / share(*other),
        difference_test(said, seen, other=other),
        part,
        share_test(said, seen),
    )


def _best_agreed(agree: Representative, fit: Flags) -> list[int]:
    """The one that stands for the group's agreement: more than the rest where there is such."""
    sure = agree.share_test > _TELLING
    fit = fit & (sure | ((agree.ratio > 1) & (agree.share > 0.5)))
    best: list[int] = []
    for one in np.flatnonzero(fit).tolist():
        if not best:
            best = [one]
            continue
        value = agree.weight if agree.ratio[best[0]] > 1 else agree.share * agree.share_test
        if value[one] > value[best[0]]:
            best = [one]
    return best


def _clearest(agree: Representative, disagree: Representative, kept: Flags) -> list[int]:
    """The single one in which the group differs most."""
    fit = np.flatnonzero(kept)
    test = np.maximum(agree.ratio_test, disagree.ratio_test)
    return _first(fit, -test[fit], 1)


def bridging(groups: list[Tally], kept: Flags) -> list[int]:
    """What a clear majority of every group agrees with; the weakest group decides the order."""
    least = np.min([share(group.agree, group.seen) for group in groups], axis=0)
    seen = np.min([group.seen for group in groups], axis=0)
    fit = np.flatnonzero(kept & (least >= _BRIDGE) & (seen >= _BRIDGE_SEEN))
    return _first(fit, -least[fit], LISTED)


def dividing(groups: list[Tally], kept: Flags) -> list[int]:
    """Where the groups are farthest apart."""
    parts = [share(group.agree, group.seen) for group in groups]
    apart = np.max(parts, axis=0) - np.min(parts, axis=0)
    seen = np.min([group.seen for group in groups], axis=0)
    fit = np.flatnonzero(kept & (apart >= 0.4) & (seen >= _BRIDGE_SEEN))
    return _first(fit, -apart[fit], LISTED)
