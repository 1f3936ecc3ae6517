"""Who votes for whom in the end: a pure function of who chose whom, and of who voted."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

Person = int


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom somebody lets vote for them, and when they said so: a number that grows with time."""

    delegate: Person
    given: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Where every vote that was given away ended. Each person stands in one place at most."""

    votes_for: Mapping[Person, Person] = field(default_factory=dict)
    """Who did not vote themselves, and the one who votes for them."""
    in_circles: frozenset[Person] = frozenset()
    """Those whose vote goes round in a circle, or into one: it counts for nothing."""
    over: frozenset[Person] = frozenset()
    """Those for whom nobody votes because their delegate votes for as many as one may."""
    waiting: Mapping[Person, Person] = field(default_factory=dict)
    """Those at whose end stands somebody who has not voted, and that person."""

    def carried_by(self, person: Person) -> frozenset[Person]:
        """For whom the person votes besides themselves."""
        return frozenset(one for one, end in self.votes_for.items() if end == person)


def follow(
    chosen: Mapping[Person, Chosen], voted: Container[Person], cap: int | None = None
) -> Followed:
    """Follows every chain to the first who voted. One's own ballot goes before any delegate.

    Where more come to one person than the cap lets them vote for, those count who are nearest,
    and of those who gave their vote first: the order of the mapping does not matter.
    """
    ends: dict[Person, list[tuple[int, int, Person]]] = {}
    waiting: dict[Person, Person] = {}
    circles: set[Person] = set()
    for giver in chosen:
        if giver in voted:
            continue
        end, steps = _end(giver, chosen, voted)
        if end is None:
            circles.add(giver)
        elif end in voted:
            ends.setdefault(end, []).append((steps, chosen[giver].given, giver))
        else:
            waiting[giver] = end
    votes_for: dict[Person, Person] = {}
    over: set[Person] = set()
    for end, come in ends.items():
        ordered = [giver for _steps, _given, giver in sorted(come)]
        kept = ordered if cap is None else ordered[:cap]
        votes_for |= dict.fromkeys(kept, end)
        over |= set(ordered[len(kept) :])
    return Followed(
        votes_for=votes_for, in_circles=frozenset(circles), over=frozenset(over), waiting=waiting
    )


def chain(giver: Person, chosen: Mapping[Person, Chosen]) -> list[Person]:
    """Everybody whom the giver's vote passes, until it stops or comes to somebody again."""
    passed: list[Person] = []
    at = giver
    while at in chosen:
        at = chosen[at].delegate
        if at == giver or at in passed:
            break
        passed.append(at)
    return passed


def gathered(person: Person, chosen: Mapping[Person, Chosen]) -> frozenset[Person]:
    """Everybody whose vote comes to the person, at once or by others, if nobody else votes."""
    come = {giver for giver in chosen if giver != person and person in chain(giver, chosen)}
    return frozenset(come)


def _end(
    giver: Person, chosen: Mapping[Person, Chosen], voted: Container[Person]
) -> tuple[Person | None, int]:
    seen, at, steps = {giver}, giver, 0
    while at in chosen:
        at, steps = chosen[at].delegate, steps + 1
        if at in voted:
            return at, steps
        if at in seen:
            return None, steps
        seen.add(at)
    return at, steps
