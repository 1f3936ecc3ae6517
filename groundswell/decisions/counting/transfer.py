"""Single transferable vote, by the rules of Scottish council elections, with exact fractions.

The quota is the ballots divided by one more than the seats, rounded down, plus one. Whoever has it
is elected. The largest surplus moves first, each ballot at its value times surplus by votes; where
none is left, whoever is last leaves; level ones together where their order changes nothing. Ties go
by the latest round in which they differ. The one difference to the statute: values are not cut at
five places.
"""

from fractions import Fraction

from groundswell.decisions.counting.election import Election
from groundswell.decisions.counting.elimination import Counting
from groundswell.decisions.counting.ranking import pairwise_table
from groundswell.decisions.counting.said import Said, listed, plain, say
from groundswell.decisions.counting.tally import NOBODY, TIED, WON, Tally


class Transfer(Counting):
    """One count for several seats."""

    def __post_init__(self) -> None:
        """Sets the quota."""
        self.elected: list[str] = []
        self.waiting: list[str] = []
        super().__post_init__()
        self.seats = self.election.rules.seats
        self.quota = self.valid // (self.seats + 1) + 1

    @property
    def free(self) -> int:
        """Seats that nobody has yet."""
        return self.seats - len(self.elected)

    def standing(self, key: str) -> str:
        """Elected, out, or neither."""
        return "elected" if key in self.elected else super().standing(key)

    def run(self) -> None:
        """Until the seats are taken, or a tie ends it."""
        told = "Ballots: {valid}. Seats: {seats}. The quota is {quota}."
        self.note(say(told, valid=self.valid, seats=self.seats, quota=self.quota), *self.elect())
        while self.free > 0 and self.hopeful:
            if len(self.hopeful) <= self.free:
                self.fill()
            elif not (self.surplus() if self.waiting else self.exclude(self.free)):
                return
            else:
                says = self.elect()
                if says:
                    self.rounds[-1] = type(self.rounds[-1])(
                        says=(*self.rounds[-1].says, *says), table=self.rounds[-1].table
                    )

    def elect(self) -> list[Said]:
        """Whoever has the quota has a seat."""
        reached = [key for key in self.hopeful if self.total(key) >= self.quota]
        reached.sort(key=self.total, reverse=True)
        self.elected += reached
        self.waiting += [key for key in reached if self.total(key) > self.quota]
        self.hopeful = [key for key in self.hopeful if key not in reached]
        names = self.election.names
        told = "{name} has {votes}, which is the quota, and is elected."
        return [say(told, name=names[key], votes=plain(self.total(key))) for key in reached]

    def all_the_same(self, leaving: Fraction, others: list[Fraction]) -> bool:
        """Nor may any of the others reach the quota meanwhile: then what the next one leaves
        passes them by."""
        return super().all_the_same(leaving, others) and leaving + max(others) < self.quota

    def surplus(self) -> bool:
        """Moves the largest surplus on; False where nothing may choose which is first."""
        most = max(self.total(key) for key in self.waiting)
        level = [key for key in self.waiting if self.total(key) == most]
        level = self.extreme(level, lowest=False)
        ordered = self.breaker.ordered(level)
        if ordered is None:
            # Each moves by its own ballots alone, so either order gives the same totals only by
            # chance: it is said, and nothing is chosen. They have their seats; who gets the others
            # stays open.
            self.tied = list(self.hopeful)
            names = listed([self.election.names[key] for key in level])
            told = "{names} are level, and no rule chooses whose surplus moves first."
            self.note(say(told, names=names))
            return False
        self._move(ordered[0])
        return True

    def _move(self, key: str) -> None:
        self.waiting.remove(key)
        votes = self.total(key)
        over = votes - self.quota
        part = over / votes
        kept = {ballot: value * (1 - part) for ballot, value in self.piles[key].items()}
        moving = self.piles[key]
        self.piles[key] = kept
        for ballot, value in moving.items():
            self.give(ballot, value * part)
        told = (
            "The {over} votes that {name} has over the quota go to the next choices, each ballot "
            "at {part} of its value."
        )
        self.note(say(told, over=plain(over), name=self.election.names[key], part=Fraction(part)))

    def fill(self) -> None:
        """As many are left as there are seats: they have them."""
        taking = sorted(self.hopeful, key=self.total, reverse=True)
        self.elected += taking
        self.hopeful = []
        names = listed([self.election.names[key] for key in taking])
        told = "No more are left than there are seats: {names} have one each."
        if len(taking) == 1:
            told = "No more are left than there are seats: {names} has the last one."
        self.note(say(told, names=names))


def count_transfer(election: Election) -> Tally:
    """As many winners as there are seats."""
    count = Transfer(election)
    if count.valid:
        count.run()
    names = listed([election.names[key] for key in count.elected])
    says = [say("Elected: {names}.", names=names)] if names else []
    if count.tied:
        says.append(say("The count ends in a tie, and no rule breaks it."))
    if not says:
        says.append(say("No ballot ranks anything, so nobody is elected."))
    totals = {key: plain(value) for key, value in count.totals().items()}
    ranking: list[tuple[str, ...]] = [(key,) for key in count.elected]
    ranking += [tuple(count.hopeful)] if count.hopeful else []
    return Tally(
        verdict=TIED if count.tied else WON if count.elected else NOBODY,
        winners=tuple(count.elected),
        tied=tuple(count.tied),
        ranking=(*ranking, *((key,) for key in reversed(count.out))),
        totals=totals,
        support=totals,
        says=(*says, *count.breaker.used),
        rounds=tuple(count.rounds),
        tables=(pairwise_table(election),),
        drawn=count.breaker.drawn,
    )
