"""The same methods once more, slowly and from their definitions, to compare the counts with.

Nothing here is shared with the package: every paper is followed by itself, elections with levels
are counted in every order in which these could be broken, and ranked pairs are the best of all
rankings. What comes out is the set of everything that may be the result.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, permutations
from typing import NamedTuple

Ballot = tuple[frozenset[str], ...]
"""Places from first to last; those in one place are level."""


class Paper(NamedTuple):
    """A ballot, or the part of one that lies with one option; with nobody, it is used up."""

    ballot: Ballot
    value: Fraction
    at: str


class State(NamedTuple):
    """How far a count is; the totals of every stage so far, the latest last."""

    papers: tuple[Paper, ...]
    hopeful: frozenset[str]
    elected: tuple[str, ...] = ()
    surplus: frozenset[str] = frozenset()
    stages: tuple[dict[str, Fraction], ...] = ()


def sent(papers: list[Paper], hopeful: frozenset[str]) -> tuple[Paper, ...]:
    """Each paper at whom it names first of those who are in it; a level place is shared."""
    out = []
    for paper in papers:
        takers = next((place & hopeful for place in paper.ballot if place & hopeful), frozenset())
        share = paper.value / max(len(takers), 1)
        out += [paper._replace(value=share, at=key) for key in takers or {""}]
    return tuple(out)


def votes(state: State, key: str) -> Fraction:
    return sum((paper.value for paper in state.papers if paper.at == key), Fraction())


def begun(ballots: list[tuple[Ballot, int]], keys: str) -> State:
    papers = [Paper(ballot, Fraction(number), "") for ballot, number in ballots if ballot]
    return noted(State(sent(papers, frozenset(keys)), frozenset(keys)), keys)


def noted(state: State, keys: str) -> State:
    return state._replace(stages=(*state.stages, {key: votes(state, key) for key in keys}))


def edge(state: State, keys: frozenset[str], *, lowest: bool) -> frozenset[str]:
    """Who has fewest (or most) now; among level ones, who had at the latest stage that tells."""
    pick = min if lowest else max
    for stage in reversed(state.stages):
        found = pick(stage[key] for key in keys)
        keys = frozenset(key for key in keys if stage[key] == found)
    return keys


def without(state: State, key: str, keys: str) -> State:
    hopeful = state.hopeful - {key}
    moving = [paper for paper in state.papers if paper.at == key]
    staying = tuple(paper for paper in state.papers if paper.at != key)
    return noted(state._replace(papers=staying + sent(moving, hopeful), hopeful=hopeful), keys)


def run_offs(ballots: list[tuple[Ballot, int]], keys: str) -> set[str]:
    """Who may win by instant run-off."""
    winners, left = set(), [begun(ballots, keys)]
    while left:
        state = left.pop()
        cast = sum(votes(state, key) for key in state.hopeful)
        over = [key for key in state.hopeful if 2 * votes(state, key) > cast]
        if over or len(state.hopeful) == 1:
            winners.add(over[0] if over else next(iter(state.hopeful)))
            continue
        left += [without(state, key, keys) for key in edge(state, state.hopeful, lowest=True)]
    return winners


def transfers(ballots: list[tuple[Ballot, int]], keys: str, seats: int) -> set[frozenset[str]]:
    """Who may be elected together by single transferable vote, as Scotland counts it."""
    valid = sum(number for ballot, number in ballots if ballot)
    quota = valid // (seats + 1) + 1
    results, left = set(), [begun(ballots, keys)]
    while left:
        state = with_quota(left.pop(), quota)
        free = seats - len(state.elected)
        if free == 0 or len(state.hopeful) <= free:
            results.add(frozenset(state.elected) | (state.hopeful if free else frozenset()))
        elif state.surplus:
            first = edge(state, state.surplus, lowest=False)
            left += [passed_on(state, key, quota, keys) for key in first]
        else:
            left += [without(state, key, keys) for key in edge(state, state.hopeful, lowest=True)]
    return results


def with_quota(state: State, quota: int) -> State:
    reached = [key for key in state.hopeful if votes(state, key) >= quota]
    over = {key for key in reached if votes(state, key) > quota}
    return state._replace(
        hopeful=state.hopeful - set(reached),
        elected=(*state.elected, *reached),
        surplus=state.surplus | over,
    )


def passed_on(state: State, key: str, quota: int, keys: str) -> State:
    """Every paper goes on at its part of what is over the quota, and stays with the rest."""
    had = votes(state, key)
    moving, staying = [], []
    for paper in state.papers:
        if paper.at != key:
            staying.append(paper)
            continue
        moving.append(paper._replace(value=paper.value * (had - quota) / had))
        staying.append(paper._replace(value=paper.value * quota / had))
    papers = tuple(staying) + sent(moving, state.hopeful)
    return noted(state._replace(papers=papers, surplus=state.surplus - {key}), keys)


def margins(ballots: list[tuple[Ballot, int]], keys: str) -> dict[tuple[str, str], int]:
    """By how many more each is put above each; what a ballot does not name is below what it does"""

    def place(ballot: Ballot, key: str) -> int:
        return next((at for at, level in enumerate(ballot) if key in level), len(ballot))

    return {
        (a, b): sum(
            number * ((place(ballot, a) < place(ballot, b)) - (place(ballot, a) > place(ballot, b)))
            for ballot, number in ballots
        )
        for a, b in permutations(keys, 2)
    }


def best_ranking(ballots: list[tuple[Ballot, int]], keys: str) -> tuple[str, ...] | None:
    """Of all rankings the one that heeds the clearest win on which it differs from any other: what
    ranked pairs are made to find. None where wins are level, so that there may be several."""
    wins = {pair: margin for pair, margin in margins(ballots, keys).items() if margin >= 0}
    if len(set(wins.values()) - {0}) < len(keys) * (len(keys) - 1) // 2:
        return None
    clearest = sorted(wins, key=lambda pair: -wins[pair])

    def heeds(ranking: tuple[str, ...]) -> list[bool]:
        return [ranking.index(a) < ranking.index(b) for a, b in clearest]

    return max(permutations(keys), key=heeds)


def prices(marks: list[int], money: list[Fraction], cost: int) -> Iterator[Fraction]:
    """What a point may cost those who gave points, if some give all they have and the rest pay by
    their points: every way to choose the some is tried."""
    backers = [at for at, mark in enumerate(marks) if mark and money[at]]
    for size in range(len(backers)):
        for spent in combinations(backers, size):
            rest = [at for at in backers if at not in spent]
            price = (cost - sum(money[at] for at in spent)) / Fraction(
                sum(marks[at] for at in rest)
            )
            pays = all(money[at] <= price * marks[at] for at in spent)
            if price > 0 and pays and all(money[at] >= price * marks[at] for at in rest):
                yield price


def equal_shares(
    ballots: list[dict[str, int]], costs: dict[str, int], budget: int
) -> set[frozenset[str]]:
    """What may be paid for by equal shares, and by points with what is left of the budget."""
    results: set[frozenset[str]] = set()
    points = {key: sum(marks.get(key, 0) for marks in ballots) for key in costs}
    left: list[tuple[frozenset[str], list[Fraction]]]
    left = [(frozenset(), [Fraction(budget, len(ballots))] * len(ballots))]
    while left:
        bought, money = left.pop()
        open_ = [key for key in costs if key not in bought and points[key]]
        asked = {}
        for key in open_:
            found = list(prices([marks.get(key, 0) for marks in ballots], money, costs[key]))
            if found:
                asked[key] = min(found)
        low = min(asked.values(), default=None)
        for key in [key for key in asked if asked[key] == low]:
            pays = [min(has, low * m.get(key, 0)) for has, m in zip(money, ballots, strict=True)]
            rest = [has - paid for has, paid in zip(money, pays, strict=True)]
            left.append((bought | {key}, rest))
        if asked:
            continue
        room = budget - sum(costs[key] for key in bought)
        fitting = [key for key in open_ if costs[key] <= room]
        most = max((points[key] for key in fitting), default=0)
        # Nobody's part buys more from here on: what people still have is no longer asked for.
        nothing = [Fraction(0)] * len(money)
        left += [(bought | {key}, nothing) for key in fitting if points[key] == most]
        if not fitting:
            results.add(bought)
    return results
