"""How statements go together, in whole numbers: exact in any order, and cheap to carry on.

Three tables over pairs of statements are all that the axes need. They are sums over people, so
new votes change them by the rows of the people who cast them and by nothing else, and what is
carried on equals what is counted afresh to the last bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from scipy import sparse

from groundswell.decisions.opinion.shapes import Flags, Floats, Ints
from groundswell.decisions.opinion.votes import Votes

_SHIFT = 1 << 32


@dataclass(frozen=True, eq=False)
class Moments:
    """Sums over people: both saw, product of the votes, seen the one times vote on the other."""

    seen: Ints
    product: Ints
    mixed: Ints

    @classmethod
    def of(cls, votes: Votes) -> Self:
        """Of everybody."""
        seen, cast = rows_of(votes)
        both = (seen.T @ seen).toarray()
        # Two sums in one walk through the pairs: seen times vote, and vote times vote.
        packed = ((cast + seen * _SHIFT).T @ cast).toarray()
        mixed = (packed + _SHIFT // 2) // _SHIFT
        return cls(both, packed - mixed * _SHIFT, mixed)

    def moved(self, old: "Rows", new: "Rows") -> "Moments":
        """After some people's rows changed; costs what is new in them, and no more."""
        seen, cast = new.seen - old.seen, new.cast - old.cast
        return Moments(
            self.seen + (new.seen.T @ seen + seen.T @ old.seen).toarray(),
            self.product + (new.cast.T @ cast + cast.T @ old.cast).toarray(),
            self.mixed + (new.seen.T @ cast + seen.T @ old.cast).toarray(),
        )

    def spread(self, place: Ints, count: int) -> "Moments":
        """With room for statements that are new: the old ones stand at their new places."""

        if len(place) == count:
            return self

        def spread(table: Ints) -> Ints:
            wide = np.zeros((count, count), np.int64)
            wide[np.ix_(place, place)] = table
            return wide

        return Moments(spread(self.seen), spread(self.product), spread(self.mixed))

    def means(self) -> Floats:
        """The mean vote on each statement of those who saw it."""
        seen = np.diag(self.seen)
        return np.divide(np.diag(self.mixed), seen, out=np.zeros(len(seen)), where=seen > 0)

    def scatter(self, kept: Flags) -> Floats:
        """Of the kept statements, about their means; the unseen stands at the mean."""
        some = np.ix_(kept, kept)
        mean = self.means()[kept]
        mixed = self.mixed[some] * mean[:, None]
        return np.asarray(
            self.product[some] - mixed - mixed.T + self.seen[some] * np.outer(mean, mean)
        )


class Rows(NamedTuple):
    """Some people by statements: what they saw, and what they said."""

    seen: sparse.csr_array
    cast: sparse.csr_array


def rows_of(
    votes: Votes, names: Sequence[str] | None = None, place: tuple[Ints, int] | None = None
) -> Rows:
    """Everybody, or some by name; `place` is where statements stand in a list of so many."""
    number = np.arange(len(votes.people))
    if names is not None:
        number = np.full(len(votes.people), -1, np.int64)
        for row, name in enumerate(names):
            if name in votes.whose:
                number[votes.whose[name]] = row
    person = number[votes.person]
    chosen = person >= 0
    statement, value = votes.statement[chosen].astype(np.int64), votes.value[chosen]
    wide = len(votes.statements)
    if place is not None:
        statement, wide = place[0][statement], place[1]
    count = len(votes.people) if names is None else len(names)
    shape = (count, wide)
    at = (person[chosen], statement)
    seen = sparse.csr_array((np.ones(len(value), np.int64), at), shape=shape)
    return Rows(seen, sparse.csr_array((value.astype(np.int64), at), shape=shape))
