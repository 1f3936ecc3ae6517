"""An opinion map: one pure function of votes, and the same carried on when some votes are new."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np

from groundswell.decisions.opinion.axes import SHOWN, Map, drawn, extremity, placed, turned
from groundswell.decisions.opinion.blocs import Bloc, blocs
from groundswell.decisions.opinion.clusters import adjusted_rand, silhouette
from groundswell.decisions.opinion.consensus import (
    Majority,
    Sided,
    bridging,
    dividing,
    group_informed,
    majority,
    representative,
)
from groundswell.decisions.opinion.grouping import (
    CLEAR,
    CLEAR_OF_FEW,
    FEW,
    STABLE,
    Division,
    Draws,
    Stability,
    divided,
)
from groundswell.decisions.opinion.moments import Moments, rows_of
from groundswell.decisions.opinion.naming import named
from groundswell.decisions.opinion.shapes import (
    Floats,
    Ints,
    Progress,
    natural,
    unwatched,
)
from groundswell.decisions.opinion.votes import Tally, Votes, places


@dataclass(frozen=True, eq=False, slots=True)
class Group:
    """People who stand near one another; members are places in the votes' list of people."""

    letter: str
    members: Ints
    tally: Tally
    representative: list[Sided]


@dataclass(frozen=True, eq=False, slots=True)
class BlocNote:
    """A bloc, and what the map would be if it were one person."""

    bloc: Bloc
    distinct_without: bool
    likeness_without: float
    """Of the other people's groups, with it and without it."""


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """Everything that pages and files show; the same votes and seed give the same."""

    votes: Votes
    moments: Moments
    on: Map
    points: Floats
    """Of everybody on the map, in the order of `people`."""
    people: Ints
    groups: list[Group]
    silhouette: float
    stability: Stability | None
    everybody: Tally
    majority: Majority
    group_informed: tuple[Floats, Floats]
    bridging: list[int]
    dividing: list[int]
    blocs: list[BlocNote] = field(default_factory=list)
    given: bool = False
    """Whether the groups were brought by whoever asked."""

    @property
    def distinct(self) -> bool:
        """Whether the groups are clear, and come back in draws of people and of statements."""
        if self.given:
            return len(self.groups) > 1
        few = len(self.people)
        return self.stability is not None and is_distinct(self.silhouette, self.stability, few)

    @property
    def extremity(self) -> Floats:
        """Of each statement, for what is shown next."""
        return extremity(self.on)

    def letters(self) -> dict[str, list[str]]:
        """The members of each group by their own names, as the next run wants them."""
        names = self.votes.people
        return {one.letter: [names[place] for place in one.members] for one in self.groups}


@dataclass(frozen=True, eq=False, slots=True)
class Before:
    """What one run hands to the next, so that letters and sides of the map stay."""

    letters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    axes: Mapping[str, Sequence[float]] = field(default_factory=dict)

    @classmethod
    def of(cls, last: OpinionMap) -> Self:
        """Of a run."""
        rows = zip(last.votes.statements, last.on.axes.tolist(), strict=True)
        return cls(last.letters(), dict(rows))


def is_distinct(clear: float, stability: Stability, people: int) -> bool:
    """The bar. A handful of people always falls apart into clear groups, and those come back in
    draws of so few: they have to be plainer."""
    least = CLEAR if people >= FEW else CLEAR_OF_FEW
    return clear >= least and stability.least >= STABLE


def mapped(
    votes: Votes, *, seed: int = 0, before: Before | None = None, progress: Progress = unwatched
) -> OpinionMap:
    """The whole map afresh."""
    picture = _Picture.of(votes, Moments.of(votes), before or Before())
    progress(0.2)
    division = divided(picture.points, seed=seed, progress=lambda done: progress(0.2 + 0.2 * done))
    stability = picture.stability(division, seed, lambda done: progress(0.4 + 0.5 * done))
    made = picture.listed(division, before or Before())
    return replace(made, stability=stability, blocs=_noted(made, division, seed))


def carried_on(
    last: OpinionMap, votes: Votes, *, changed: Sequence[str], seed: int = 0
) -> OpinionMap:
    """The map after some people voted on: axes, places and groups are those of `mapped`.

    Stability and blocs are the last run's, unless the number of groups is another.
    """
    before = Before.of(last)
    picture = _Picture.of(votes, _moved(last, votes, changed), before)
    division = divided(picture.points, seed=seed)
    made = picture.listed(division, before)
    if last.stability is None or len(made.groups) != len(last.groups):
        stability = picture.stability(division, seed)
        return replace(made, stability=stability, blocs=_noted(made, division, seed))
    return replace(made, stability=last.stability, blocs=last.blocs)


def on_groups(votes: Votes, groups: Mapping[str, Sequence[str]], *, seed: int = 0) -> OpinionMap:
    """The lists on groups that somebody brings; the axes are the votes' own."""
    place = {name: number for number, name in enumerate(votes.people)}
    known = {
        name: np.array(sorted(place[person] for person in members if person in place), np.int64)
        for name, members in groups.items()
    }
    some = {name: members for name, members in known.items() if len(members)}
    whose = np.full(len(votes.people), -1, np.int64)
    for number, members in enumerate(some.values()):
        whose[members] = number
    picture = _Picture.of(votes, Moments.of(votes), Before(), people=np.flatnonzero(whose >= 0))
    group = whose[picture.people]
    clear = silhouette(picture.points[:, :SHOWN], group, seed=(seed,))
    return replace(picture.described(list(some.items()), clear), given=True)


@dataclass(frozen=True, eq=False)
class _Picture:
    """Votes with everybody in their place."""

    votes: Votes
    moments: Moments
    scatter: Floats
    on: Map
    people: Ints
    points: Floats

    @classmethod
    def of(
        cls, votes: Votes, moments: Moments, before: Before, *, people: Ints | None = None
    ) -> Self:
        """Of those on the map, or of some."""
        scatter = moments.scatter(votes.kept)
        on = drawn(scatter, moments.means(), votes.kept)
        if before.axes:
            none = (0.0,) * on.axes.shape[1]
            towards = np.array([before.axes.get(name, none) for name in votes.statements])
            on = Map(turned(on.axes, towards), on.means)
        people = np.flatnonzero(votes.on_map) if people is None else people
        points = np.asfortranarray(placed(votes, on)[people])
        return cls(votes, moments, scatter, on, people, points)

    def stability(self, division: Division, seed: int, progress: Progress = unwatched) -> Stability:
        """Of a division of these points."""
        draws = Draws.of(self.votes, scatter=self.scatter, on=self.on, division=division, seed=seed)
        return draws.stability(progress)

    def listed(self, division: Division, before: Before) -> OpinionMap:
        """What the divided people say; groups have their letters of the last run."""
        members = [self.people[division.group == number] for number in range(division.count)]
        names = [[self.votes.people[place] for place in group] for group in members]
        lettered = zip(named(names, before.letters), members, strict=True)
        return self.described(list(lettered), division.silhouette)

    def described(self, groups: list[tuple[str, Ints]], clear: float) -> OpinionMap:
        """The lists, on any groups; without groups everybody is one."""
        whose = np.full(len(self.votes.people), -1, np.int64)
        for number, (_, members) in enumerate(groups):
            whose[members] = number
        tallies, everybody = self.votes.tallies(whose, len(groups))
        kept = self.votes.kept
        shared = tallies or [everybody]
        return OpinionMap(
            votes=self.votes,
            moments=self.moments,
            on=self.on,
            points=self.points,
            people=self.people,
            groups=[
                Group(letter, members, own, representative(own, rest, kept))
                for (letter, members), own, rest in zip(
                    groups, tallies, map(_less(tallies), tallies), strict=True
                )
            ],
            silhouette=clear,
            stability=None,
            everybody=everybody,
            majority=majority(everybody, kept),
            group_informed=group_informed(shared),
            bridging=bridging(shared, kept),
            dividing=dividing(tallies, kept) if tallies else [],
        )


def _less(tallies: list[Tally]) -> Callable[[Tally], Tally]:
    """All groups together without one."""
    agree, disagree, seen = (sum(column) for column in zip(*tallies, strict=True))
    return lambda own: Tally(agree - own.agree, disagree - own.disagree, seen - own.seen)


def _moved(last: OpinionMap, votes: Votes, changed: Sequence[str]) -> Moments:
    """The moments, carried on by the rows of those who voted."""
    names = sorted(set(changed), key=natural)
    statements = places(votes.statements)
    place = np.array([statements[name] for name in last.votes.statements], np.int64)
    old = rows_of(last.votes, names, (place, len(statements)))
    return last.moments.spread(place, len(statements)).moved(old, rows_of(votes, names))


def _noted(made: OpinionMap, division: Division, seed: int) -> list[BlocNote]:
    """Each bloc, beside the map as it would be if the bloc were a single person."""
    notes = []
    for bloc in blocs(made.votes):
        votes = made.votes.without(bloc.people[1:])
        picture = _Picture.of(votes, Moments.of(votes), Before())
        other = divided(picture.points, seed=seed)
        stability = picture.stability(other, seed)
        stay = ~np.isin(made.people, bloc.people)
        others = ~np.isin(
            np.array(votes.people)[picture.people],
            np.array(made.votes.people)[bloc.people],
        )
        alike = adjusted_rand(division.group[stay], other.group[others])
        notes.append(
            BlocNote(bloc, is_distinct(other.silhouette, stability, len(picture.people)), alike)
        )
    return notes
