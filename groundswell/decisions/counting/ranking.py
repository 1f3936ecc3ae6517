"""Ranked ballots: who stands above whom."""

from collections import Counter
from fractions import Fraction

from groundswell.decisions.counting.election import Election, Vote
from groundswell.decisions.counting.tally import Table

Places = tuple[tuple[str, ...], ...]


def places(vote: Vote, standing: tuple[str, ...]) -> Places:
    """The options of a ballot from first to last; those with the same rank stand together."""
    by_rank: dict[int, list[str]] = {}
    for key in standing:
        if key in vote.marks:
            by_rank.setdefault(vote.marks[key], []).append(key)
    return tuple(tuple(by_rank[rank]) for rank in sorted(by_rank))


def grouped(election: Election) -> dict[Places, int]:
    """Equal ballots together, in an order of their own."""
    same: Counter[Places] = Counter()
    for vote in election.votes:
        same[places(vote, election.standing)] += vote.weight
    return {ballot: same[ballot] for ballot in sorted(same)}


def split(ballot: Places, among: set[str], value: Fraction) -> dict[str, Fraction]:
    """To whom the ballot goes now: the first place that has anybody left, in equal parts."""
    for place in ballot:
        there = [key for key in place if key in among]
        if there:
            return dict.fromkeys(there, value / len(there))
    return {}


def pairwise(election: Election) -> dict[tuple[str, str], int]:
    """How many put the first above the second; what is not ranked is below what is."""
    wins = {(a, b): 0 for a in election.standing for b in election.standing if a != b}
    for ballot, number in grouped(election).items():
        ranked = {key for place in ballot for key in place}
        below = [key for key in election.standing if key not in ranked]
        for at, place in enumerate(ballot):
            lower = [key for later in ballot[at + 1 :] for key in later] + below
            for a in place:
                for b in lower:
                    wins[a, b] += number
    return wins


def pairwise_table(election: Election) -> Table:
    """Every two options side by side: in each row how many put it above the one in the column."""
    wins, names = pairwise(election), election.names
    heading = ("Above", *(names[key] for key in election.standing))
    rows = tuple(
        (names[a], *("-" if a == b else wins[a, b] for b in election.standing))
        for a in election.standing
    )
    return Table(title="Every two compared", heading=heading, rows=rows)
