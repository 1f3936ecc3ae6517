"""Ranked pairs: of every two options the one that more put above the other, clearest first.

Wins of the same size are kept together: those that would close a circle with what is kept already,
or with one another, are left out. So no order among equals is needed, and nobody is favoured.
"""

from dataclasses import dataclass, field

from groundswell.decisions.counting.adding import first_few
from groundswell.decisions.counting.election import Election
from groundswell.decisions.counting.ranking import pairwise, pairwise_table
from groundswell.decisions.counting.said import Said, listed, say
from groundswell.decisions.counting.tally import NOBODY, TIED, WON, Round, Table, Tally
from groundswell.decisions.counting.ties import Breaker

Win = tuple[str, str]


@dataclass
class _Kept:
    """Wins that stand, and how it came to them."""

    election: Election
    wins: set[Win] = field(default_factory=set)
    rounds: list[Round] = field(default_factory=list)

    def keep(self, margin: int, level: list[Win], counts: dict[Win, int]) -> None:
        """Adds wins of one size, without those that go round in a circle."""
        together = self.wins | set(level)
        circles = {win for win in level if _leads(together, win[1], win[0])}
        self.wins |= set(level) - circles
        names = self.election.names
        says: list[Said] = []
        for above, below in level:
            told = "{above} is put above {below} by {most} to {least}, and stands."
            if (above, below) in circles:
                told = (
                    "{above} is put above {below} by {most} to {least}, which would go round in a "
                    "circle: left out."
                )
            figures = {"most": counts[above, below], "least": counts[below, above]}
            says.append(say(told, above=names[above], below=names[below], **figures))
        rows = tuple(
            (names[a], names[b], margin, "left out" if (a, b) in circles else "stands")
            for a, b in level
        )
        heading = ("Above", "Below", "By", "")
        table = Table(title="Wins", heading=heading, rows=rows)
        self.rounds.append(Round(says=tuple(says), table=table))


def _leads(wins: set[Win], start: str, end: str) -> bool:
    """Whether wins lead from one to the other."""
    seen, fresh = {start}, [start]
    while fresh:
        at = fresh.pop()
        for above, below in wins:
            if above == at and below not in seen:
                seen.add(below)
                fresh.append(below)
    return end in seen


def count_pairs(election: Election) -> Tally:
    """Who beats everybody wins; where nobody does, the least clear wins of a circle go."""
    counts = pairwise(election)
    margins: dict[int, list[Win]] = {}
    for a, b in counts:
        margin = counts[a, b] - counts[b, a]
        if margin > 0:
            margins.setdefault(margin, []).append((a, b))
    kept = _Kept(election)
    for margin in sorted(margins, reverse=True):
        kept.keep(margin, margins[margin], counts)
    ranking = _ranking(election, kept.wins)
    breaker = Breaker(election)
    voted = any(vote.marks for vote in election.votes)
    winners, tied = first_few(ranking, election.rules.seats, breaker) if voted else ([], [])
    beaten = {a: sum(1 for above, _below in kept.wins if above == a) for a in election.standing}
    support = dict.fromkeys(election.standing, 0)
    for vote in election.votes:
        for key in vote.marks:
            if key in support:
                support[key] += vote.weight
    return Tally(
        verdict=TIED if tied else WON if winners else NOBODY,
        winners=tuple(winners),
        tied=tuple(tied),
        ranking=tuple(tuple(place) for place in ranking),
        totals=beaten,
        support=support,
        says=(*_says(election, winners, tied, counts), *breaker.used),
        rounds=tuple(kept.rounds),
        tables=(pairwise_table(election),),
        drawn=breaker.drawn,
    )


def _ranking(election: Election, wins: set[Win]) -> list[list[str]]:
    """Nobody stands above the first; without those, nobody above the next; and so on."""
    left, ranking = list(election.standing), []
    while left:
        first = [key for key in left if not any(b == key and a in left for a, b in wins)]
        ranking.append(first)
        left = [key for key in left if key not in first]
    return ranking


def _says(
    election: Election, winners: list[str], tied: list[str], counts: dict[Win, int]
) -> list[Said]:
    names, says = election.names, []
    for key in winners:
        others = [other for other in election.standing if other != key]
        told = "{name} wins: nothing that stands is above it."
        if all(counts[key, other] > counts[other, key] for other in others):
            told = "{name} wins: it beats every other option one to one."
        says.append(say(told, name=names[key]))
    if tied:
        level = listed([names[key] for key in tied])
        says.append(say("{names} are level, and no rule chooses between them.", names=level))
    return says or [say("No ballot ranks anything, so nothing wins.")]
