"""People's votes on statements, in one order whatever order they came in."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from groundswell.decisions.opinion.shapes import AGREE, DISAGREE, Flags, Ints, OpinionError, natural

ON_THE_MAP = 7


class Vote(NamedTuple):
    """One person's newest vote on one statement."""

    person: str
    statement: str
    value: int


class Tally(NamedTuple):
    """What was said about each statement."""

    agree: Ints
    disagree: Ints
    seen: Ints

    @property
    def passed(self) -> Ints:
        """Who saw it and took no side."""
        return self.seen - self.agree - self.disagree


@dataclass(frozen=True, eq=False)
class Votes:
    """One entry for each person and statement that met, by person, then by statement."""

    people: tuple[str, ...]
    statements: tuple[str, ...]
    person: npt.NDArray[np.int32]
    statement: npt.NDArray[np.int32]
    value: npt.NDArray[np.int8]
    left_out: Flags
    """The statements that moderators took out, or that are about the people themselves."""

    @classmethod
    def of(
        cls, votes: Iterable[Vote], *, statements: Iterable[str] = (), left_out: Iterable[str] = ()
    ) -> Self:
        """From any votes; of two by one person on one statement the later in line counts."""
        newest = {(vote.person, vote.statement): vote.value for vote in votes}
        people = sorted({person for person, _ in newest}, key=natural)
        known = {*statements, *(statement for _, statement in newest)}
        names = sorted(known, key=natural)
        whose, what = places(people), places(names)
        count = len(newest)
        person = np.fromiter((whose[one] for one, _ in newest), np.int32, count)
        statement = np.fromiter((what[one] for _, one in newest), np.int32, count)
        value = np.fromiter(newest.values(), np.int64, count)
        return cls.of_arrays(
            (person, statement, value), people=people, statements=names, left_out=left_out
        )

    @classmethod
    def of_arrays(
        cls,
        entries: tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike],
        *,
        people: Sequence[str],
        statements: Sequence[str],
        left_out: Iterable[str] = (),
    ) -> Self:
        """From places in sorted lists of people and statements; no pair may come twice."""
        person, statement, value = (np.asarray(column) for column in entries)
        if len(value) and not (value.min() >= DISAGREE and value.max() <= AGREE):
            raise OpinionError("A vote is 1 (agree), -1 (disagree) or 0 (pass).")
        order = np.lexsort((statement, person))
        out = set(left_out)
        return cls(
            people=tuple(people),
            statements=tuple(statements),
            person=person[order].astype(np.int32),
            statement=statement[order].astype(np.int32),
            value=value[order].astype(np.int8),
            left_out=np.array([name in out for name in statements], bool),
        )

    def __len__(self) -> int:
        return len(self.value)

    @cached_property
    def whose(self) -> dict[str, int]:
        """The place of each person."""
        return places(self.people)

    @cached_property
    def kept(self) -> Flags:
        """The statements that count."""
        return ~self.left_out

    @cached_property
    def seen_by(self) -> Ints:
        """How many statements each person voted on."""
        return np.bincount(self.person, minlength=len(self.people))

    @cached_property
    def on_map(self) -> Flags:
        """Who voted on enough statements to be placed, and on one at least that counts."""
        return (self.seen_by >= min(ON_THE_MAP, len(self.statements))) & (self.counting > 0)

    @cached_property
    def counting(self) -> Ints:
        """How many of the statements that count each person voted on."""
        if not self.left_out.any():
            return self.seen_by
        return np.bincount(self.person[self.kept[self.statement]], minlength=len(self.people))

    def starts(self) -> Ints:
        """Where each person's votes begin, and the end of the last."""
        return np.append(0, np.cumsum(self.seen_by))

    def tally(self) -> Tally:
        """Of everybody."""
        return self.tallies(np.full(len(self.people), -1, np.int64), 0)[1]

    def tallies(self, group: Ints, count: int) -> tuple[list[Tally], Tally]:
        """Of each group, and of everybody; a person whose group is negative is in none."""
        wide = 3 * len(self.statements)
        # Who is in no group stands before the first.
        cell = ((group + 1) * wide + 1)[self.person]
        cell += 3 * self.statement
        cell += self.value
        cells = np.bincount(cell, minlength=(count + 1) * wide)
        table = cells.reshape(count + 1, len(self.statements), 3)
        tallies = [Tally(one[:, 2], one[:, 0], one.sum(1)) for one in (*table[1:], table.sum(0))]
        return tallies[:count], tallies[-1]

    def without(self, people: Ints) -> Self:
        """As if some had not come."""
        gone = np.zeros(len(self.people), bool)
        gone[people] = True
        stay = ~gone[self.person]
        number = np.cumsum(~gone) - 1
        return replace(
            self,
            people=tuple(name for name, out in zip(self.people, gone, strict=True) if not out),
            person=number[self.person[stay]].astype(np.int32),
            statement=self.statement[stay],
            value=self.value[stay],
        )

    def joined(self, votes: Iterable[Vote], *, left_out: Iterable[str] | None = None) -> Self:
        """With newer votes, which stand in the place of older ones; the rest is not walked."""
        newest = {(vote.person, vote.statement): vote.value for vote in votes}
        people, old_person = _merged(self.people, {one for one, _ in newest})
        names, old_statement = _merged(self.statements, {one for _, one in newest})
        whose, what = places(people), places(names)
        person, statement = old_person[self.person], old_statement[self.statement]
        key = person * len(names) + statement
        new = np.fromiter((whose[a] * len(names) + what[b] for a, b in newest), np.int64)
        order = np.argsort(new, kind="stable")
        new, value = new[order], np.fromiter(newest.values(), np.int8)[order]
        at = np.searchsorted(key, new)
        known = np.append(key, -1)[at] == new
        merged = self.value.copy()
        merged[at[known]] = value[known]
        at, new, value = at[~known], new[~known], value[~known]
        old = [name for name, out in zip(self.statements, self.left_out, strict=True) if out]
        out = set(old if left_out is None else left_out)
        return replace(
            self,
            people=people,
            statements=names,
            person=np.insert(person.astype(np.int32), at, new // len(names)),
            statement=np.insert(statement.astype(np.int32), at, new % len(names)),
            value=np.insert(merged, at, value),
            left_out=np.array([name in out for name in names], bool),
        )


def _merged(old: tuple[str, ...], new: set[str]) -> tuple[tuple[str, ...], Ints]:
    """A sorted list with new names in it, and the places of the old ones."""
    fresh = new.difference(old)
    if not fresh:
        return old, np.arange(len(old))
    names, place = list(old), np.arange(len(old))
    for name in sorted(fresh, key=natural):  # few among many: the rest is in order
        at = bisect_left(names, natural(name), key=natural)
        place[place >= at] += 1
        names.insert(at, name)
    return tuple(names), place


def places(names: Sequence[str]) -> dict[str, int]:
    """The place of each name in its list."""
    return {name: place for place, name in enumerate(names)}
