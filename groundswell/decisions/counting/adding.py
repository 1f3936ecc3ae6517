"""Methods that add up marks: chosen options, scores, points."""

from collections.abc import Mapping

from groundswell.decisions.counting.election import CHOOSE, SCORE, SHAPES, Election
from groundswell.decisions.counting.said import Number, Said, listed, say
from groundswell.decisions.counting.tally import NOBODY, TIED, WON, Round, Table, Tally
from groundswell.decisions.counting.ties import Breaker


def levels(values: Mapping[str, Number]) -> list[list[str]]:
    """Options from the highest down; those that are level stand together."""
    by_value: dict[Number, list[str]] = {}
    for key, value in values.items():
        by_value.setdefault(value, []).append(key)
    return [by_value[value] for value in sorted(by_value, reverse=True)]


def first_few(
    ranking: list[list[str]], seats: int, breaker: Breaker
) -> tuple[list[str], list[str]]:
    """Who takes the seats, and between whom nothing could choose for the last of them."""
    winners: list[str] = []
    for level in ranking:
        free = seats - len(winners)
        if free <= 0:
            break
        if len(level) <= free:
            winners += level
            continue
        ordered = breaker.ordered(level)
        if ordered is None:
            return winners, level
        winners += ordered[:free]
    return winners, []


def count_sums(election: Election) -> Tally:
    """Adds up; the highest take the seats."""
    totals = dict.fromkeys(election.standing, 0)
    support = dict.fromkeys(election.standing, 0)
    for vote in election.votes:
        for key, value in vote.marks.items():
            if key in totals and value:
                totals[key] += value * vote.weight
                support[key] += vote.weight
    breaker = Breaker(election)
    ranking = levels(totals)
    seen = [level for level in ranking if totals[level[0]] > 0]
    winners, tied = first_few(seen, election.rules.seats, breaker)
    says = (*_result(election, winners, tied, totals), *breaker.used)
    unit = _unit(election)
    rows = tuple((election.names[key], totals[key]) for level in ranking for key in level)
    table = Table(title=unit, heading=("Option", unit), rows=rows)
    return Tally(
        verdict=TIED if tied else WON if winners else NOBODY,
        winners=tuple(winners),
        tied=tuple(tied),
        ranking=tuple(tuple(level) for level in ranking),
        totals=totals,
        support=support,
        says=says,
        rounds=(Round(says=says, table=table),),
        drawn=breaker.drawn,
    )


def _unit(election: Election) -> str:
    shape = SHAPES[election.rules.method]
    return "Votes" if shape == CHOOSE else "Sum of scores" if shape == SCORE else "Points"


def _result(
    election: Election, winners: list[str], tied: list[str], totals: Mapping[str, Number]
) -> tuple[Said, ...]:
    names = election.names
    if not winners and not tied:
        return (say("Nobody chose anything, so nothing wins."),)
    says: list[Said] = []
    for key in winners:
        told = "{name} wins with {total}."
        says.append(say(told, name=names[key], total=totals[key]))
    if tied:
        told = "{names} are level with {total}, and no rule chooses between them."
        level = listed([names[key] for key in tied])
        says.append(say(told, names=level, total=totals[tied[0]]))
    return tuple(says)
