"""Method of equal shares: everybody has the same part of the money, and pays for what they chose.

A project is bought by those who gave it points, each paying in proportion to their points until
their part is used up. The one that costs its supporters least for each point is next. What is left
when nobody can buy more goes to further projects by their points.
"""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from groundswell.decisions.counting.budget import points_of
from groundswell.decisions.counting.election import Election
from groundswell.decisions.counting.said import Number, Said, listed, say
from groundswell.decisions.counting.tally import NOBODY, TIED, WON, Round, Table, Tally
from groundswell.decisions.counting.ties import Breaker


@dataclass
class _Purse:
    """Voters with the same ballot: they pay alike, so they are counted once."""

    people: int
    marks: dict[str, int]
    money: Fraction


class EqualShares:
    """One count."""

    def __init__(self, election: Election) -> None:
        self.election = election
        self.costs = {one.key: one.cost for one in election.candidates}
        self.points, self.support = points_of(election)
        self.breaker = Breaker(election)
        self.rounds: list[Round] = []
        self.winners: list[str] = []
        self.tied: list[str] = []
        self.left = [key for key in election.standing if self.points[key]]
        part = Fraction(election.rules.budget, max(election.cast, 1))
        same: Counter[tuple[tuple[str, int], ...]] = Counter()
        for vote in election.votes:
            marks = ((key, value) for key, value in vote.marks.items() if value)
            same[tuple(sorted(marks))] += vote.weight
        self.purses = [_Purse(same[marks], dict(marks), part) for marks in sorted(same)]

    @property
    def spent(self) -> int:
        """What the projects so far cost."""
        return sum(self.costs[key] for key in self.winners)

    def run(self) -> Tally:
        """First by equal shares, then by points with what is left."""
        while not self.tied and self._buy():
            pass
        while not self.tied and self._complete():
            pass
        says = (*self._result(), *self.breaker.used)
        return Tally(
            verdict=TIED if self.tied else WON if self.winners else NOBODY,
            winners=tuple(self.winners),
            tied=tuple(self.tied),
            totals=self.points,
            support=self.support,
            says=says,
            rounds=tuple(self.rounds),
            drawn=self.breaker.drawn,
        )

    def _price(self, key: str) -> Fraction | None:
        """What each point has to cost its supporters, so that the project is paid for."""
        backers = [purse for purse in self.purses if purse.marks.get(key) and purse.money]
        if sum((purse.money * purse.people for purse in backers), Fraction()) < self.costs[key]:
            return None
        backers.sort(key=lambda purse: purse.money / purse.marks[key])
        rest = Fraction(self.costs[key])
        points = sum(purse.people * purse.marks[key] for purse in backers)
        for purse in backers:
            price = rest / points
            if price * purse.marks[key] <= purse.money:
                return price
            rest -= purse.money * purse.people
            points -= purse.people * purse.marks[key]
        return None

    def _buy(self) -> bool:
        prices = {key: price for key in self.left if (price := self._price(key)) is not None}
        if not prices:
            return False
        lowest = min(prices.values())
        key = self._pick([key for key in prices if prices[key] == lowest])
        if key is None:
            return False
        for purse in self.purses:
            if mark := purse.marks.get(key):
                purse.money -= min(purse.money, lowest * mark)
        told = "{name} is paid for by those who gave it points, at {price} for each point."
        self._take(key, say(told, name=self.election.names[key], price=lowest), prices)
        return True

    def _complete(self) -> bool:
        room = self.election.rules.budget - self.spent
        fitting = [key for key in self.left if self.costs[key] <= room]
        if not fitting:
            return False
        most = max(self.points[key] for key in fitting)
        key = self._pick([key for key in fitting if self.points[key] == most])
        if key is None:
            return False
        told = "Nobody's part buys more. What is left pays for {name}, which has most points."
        self._take(key, say(told, name=self.election.names[key]), {})
        return True

    def _pick(self, level: list[str]) -> str | None:
        ordered = self.breaker.ordered(level)
        if ordered is None:
            self.tied = level
            told = "{names} are level, and no rule chooses between them. The count stops here."
            names = listed([self.election.names[key] for key in level])
            self._show(say(told, names=names), {})
            return None
        return ordered[0]

    def _take(self, key: str, said: Said, prices: dict[str, Fraction]) -> None:
        self.winners.append(key)
        self.left.remove(key)
        self._show(said, prices)

    def _show(self, said: Said, prices: dict[str, Fraction]) -> None:
        rows: tuple[tuple[str | Number, ...], ...] = tuple(
            (
                self.election.names[key],
                self.costs[key],
                self.points[key],
                prices.get(key, "-"),
                "yes" if key in self.winners else "no",
            )
            for key in self.election.standing
        )
        heading = ("Project", "Cost", "Points", "Price of a point", "Paid for")
        rest = self.election.rules.budget - self.spent
        table = Table(title="Projects", heading=heading, rows=rows)
        self.rounds.append(
            Round(says=(said, say("{rest} are left to spend.", rest=rest)), table=table)
        )

    def _result(self) -> list[Said]:
        if not self.winners and not self.tied:
            return [say("Nothing that people wanted can be paid for.")]
        names = listed([self.election.names[key] for key in self.winners]) or "-"
        told = "{names}: {spent} of {budget} are spent."
        return [say(told, names=names, spent=self.spent, budget=self.election.rules.budget)]


def count_equal_shares(election: Election) -> Tally:
    """The method of equal shares, with exact fractions."""
    return EqualShares(election).run()
