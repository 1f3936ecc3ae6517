"""What instant run-off and the single transferable vote share: piles of ballots that move on."""

from dataclasses import dataclass, field
from fractions import Fraction

from groundswell.decisions.counting.election import Election
from groundswell.decisions.counting.ranking import Places, grouped, split
from groundswell.decisions.counting.said import Said, listed, plain, say
from groundswell.decisions.counting.tally import Cell, Round, Table
from groundswell.decisions.counting.ties import Breaker

Pile = dict[Places, Fraction]
FEWEST = "{name} has fewest votes ({votes}) and leaves; its ballots go to their next choice."
FEWER_BEFORE = (
    "{name} is level with others at fewest votes ({votes}) and had fewer than they in an earlier "
    "round: it leaves, and its ballots go to their next choice."
)
BY_RULE = (
    "{name} is level with others at fewest votes ({votes}) and leaves by the rule for ties; its "
    "ballots go to their next choice."
)


@dataclass
class Counting:
    """Where every ballot lies now. Values are exact fractions."""

    election: Election
    hopeful: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    """Who left, the first to leave first."""
    piles: dict[str, Pile] = field(default_factory=dict)
    lost: Fraction = field(default_factory=Fraction)
    """Of ballots that name nobody any more."""
    history: list[dict[str, Fraction]] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    tied: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.breaker = Breaker(self.election)
        self.hopeful = list(self.election.standing)
        self.piles = {key: {} for key in self.hopeful}
        self.valid = 0
        for ballot, number in grouped(self.election).items():
            if ballot:
                self.valid += number
                self.give(ballot, Fraction(number))

    def give(self, ballot: Places, value: Fraction) -> None:
        """The ballot goes to whoever of those left it names first."""
        parts = split(ballot, set(self.hopeful), value)
        for key, part in parts.items():
            pile = self.piles[key]
            pile[ballot] = pile.get(ballot, Fraction()) + part
        if not parts:
            self.lost += value

    def total(self, key: str) -> Fraction:
        """The votes that somebody has now."""
        return sum(self.piles[key].values(), Fraction())

    def totals(self) -> dict[str, Fraction]:
        """The votes of all options, of those that left too."""
        return {key: self.total(key) for key in self.piles}

    def extreme(self, level: list[str], *, lowest: bool) -> list[str]:
        """Of those that are level, who was lowest (or highest) in the latest round that tells."""
        pick = min if lowest else max
        for earlier in reversed(self.history):
            if len(level) == 1:
                break
            edge = pick(earlier[key] for key in level)
            level = [key for key in level if earlier[key] == edge]
        return level

    def note(self, *says: Said) -> None:
        """Writes down how things stand."""
        totals = self.totals()
        self.history.append(totals)
        names = self.election.names
        rows: list[tuple[Cell, ...]] = [
            (names[key], plain(totals[key]), self.standing(key)) for key in self.piles
        ]
        rows.append(("No further choice", plain(self.lost), ""))
        heading = ("Option", "Votes", "")
        table = Table(title="Votes", heading=heading, rows=tuple(rows))
        self.rounds.append(Round(says=tuple(says), table=table))

    def standing(self, key: str) -> str:
        """Where an option is in the count."""
        return "" if key in self.hopeful else "out"

    def exclude(self, free: int) -> bool:
        """The lowest leaves, and its ballots move on; False where a tie ends the count.

        `free` is how many places are still to be filled. Several lowest leave together where the
        order in which they left would change nothing.
        """
        totals = {key: self.total(key) for key in self.hopeful}
        low = min(totals.values())
        level = [key for key in self.hopeful if totals[key] == low]
        rest = [key for key in self.hopeful if totals[key] > low]
        if rest and len(rest) >= free:
            others = [totals[key] for key in rest]
            if self.all_the_same(low * len(level), others):
                self._leave(level)
                return True
        lowest = level
        level = self.extreme(level, lowest=True)
        ordered = self.breaker.ordered(level)
        if ordered is None:
            self.tied = level
            names = listed([self.election.names[key] for key in level])
            told = "{names} are level with fewest votes, and no rule chooses who leaves."
            self.note(say(told, names=names))
            return False
        said = FEWEST
        if len(lowest) > 1:
            said = FEWER_BEFORE if len(level) == 1 else BY_RULE
        self._leave([ordered[-1]], said)
        return True

    def all_the_same(self, leaving: Fraction, others: list[Fraction]) -> bool:
        """Whether several that are level may leave together: all of them have fewer votes than
        the next one alone, so that none could stay."""
        return leaving < min(others)

    def _leave(self, leaving: list[str], told: str = FEWEST) -> None:
        says = [
            say(told, name=self.election.names[key], votes=plain(self.total(key)))
            for key in leaving
        ]
        self.hopeful = [key for key in self.hopeful if key not in leaving]
        self.out += leaving
        for key in leaving:
            pile, self.piles[key] = self.piles[key], {}
            for ballot, value in pile.items():
                self.give(ballot, value)
        self.note(*says)
