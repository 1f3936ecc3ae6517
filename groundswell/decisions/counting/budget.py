"""Budget by points: the set of projects with the most points that the money can pay for."""

from dataclasses import dataclass

from groundswell.decisions.counting.election import Election
from groundswell.decisions.counting.said import Said, listed, say
from groundswell.decisions.counting.tally import NOBODY, TIED, WON, Round, Table, Tally
from groundswell.decisions.counting.ties import Breaker


@dataclass(frozen=True, slots=True)
class _Best:
    """Sets of one cost and one sum of points: what all share, what any has, the preferred one."""

    cost: int
    points: int
    shared: int
    some: int
    first: int


def points_of(election: Election) -> tuple[dict[str, int], dict[str, int]]:
    """Points, and how many gave any, by project."""
    points = dict.fromkeys(election.standing, 0)
    support = dict.fromkeys(election.standing, 0)
    for vote in election.votes:
        for key, value in vote.marks.items():
            if key in points and value:
                points[key] += value * vote.weight
                support[key] += vote.weight
    return points, support


def count_knapsack(election: Election) -> Tally:
    """Exact: no other set that the money can pay for has more points, or as many for less."""
    points, support = points_of(election)
    costs = {one.key: one.cost for one in election.candidates}
    wanted = [key for key in election.standing if points[key]]
    breaker = Breaker(election)
    order = breaker.ordered(wanted) if election.rules.ties == "draw" else None
    keys = order or wanted
    best = _search(keys, costs, points, election.rules.budget)
    open_ = [key for place, key in enumerate(keys) if (best.some & ~best.shared) >> place & 1]
    mask = best.shared if election.rules.ties == "none" else best.first
    winners = [key for place, key in enumerate(keys) if mask >> place & 1]
    tied = open_ if election.rules.ties == "none" else []
    if not open_:
        breaker = Breaker(election)
    says = _says(election, winners, open_, costs, best)
    rows = tuple(
        (
            election.names[key],
            costs[key],
            points[key],
            "yes" if key in winners else "level" if key in tied else "no",
        )
        for key in sorted(election.standing, key=lambda key: -points[key])
    )
    table = Table(title="Projects", heading=("Project", "Cost", "Points", "Paid for"), rows=rows)
    return Tally(
        verdict=TIED if tied else WON if winners else NOBODY,
        winners=tuple(key for key in election.standing if key in winners),
        tied=tuple(tied),
        totals=points,
        support=support,
        says=says,
        rounds=(Round(says=says, table=table),),
        drawn=breaker.drawn,
    )


def _search(keys: list[str], costs: dict[str, int], points: dict[str, int], budget: int) -> _Best:
    """All sets that no other betters in both cost and points, project by project."""
    front = [_Best(0, 0, 0, 0, 0)]
    for place, key in enumerate(keys):
        bit = 1 << place
        grown = [
            _Best(
                one.cost + costs[key],
                one.points + points[key],
                one.shared | bit,
                one.some | bit,
                one.first | bit,
            )
            for one in front
            if one.cost + costs[key] <= budget
        ]
        front = _undominated(front + grown)
    return max(front, key=lambda one: (one.points, -one.cost))


def _undominated(sets: list[_Best]) -> list[_Best]:
    sets.sort(key=lambda one: (one.cost, -one.points))
    kept: list[_Best] = []
    for one in sets:
        last = kept[-1] if kept else None
        if last is None or one.points > last.points:
            kept.append(one)
        elif (one.cost, one.points) == (last.cost, last.points):
            # The preferred set has the earlier project where the two differ: the lowest bit.
            differ = last.first ^ one.first
            first = last.first if last.first & (differ & -differ) else one.first
            kept[-1] = _Best(
                one.cost, one.points, last.shared & one.shared, last.some | one.some, first
            )
    return kept


def _says(
    election: Election, winners: list[str], level: list[str], costs: dict[str, int], best: _Best
) -> tuple[Said, ...]:
    names = election.names
    if not winners and not level:
        return (say("Nothing that people wanted can be paid for."),)
    spent = sum(costs[key] for key in winners)
    told = "{names}: {spent} of {budget} are spent, for {points} points."
    says = [
        say(
            told,
            names=listed([names[key] for key in winners]) or "-",
            spent=spent,
            budget=election.rules.budget,
            points=best.points,
        )
    ]
    if level:
        told = {
            "none": "Between {names} nothing chooses: as many points for the same money.",
            "prior": "{names} would do as well; the order in which they were listed decides.",
            "draw": "{names} would do as well; the draw that the ballots seed decides.",
        }[election.rules.ties]
        says.append(say(told, names=listed([names[key] for key in level])))
    return tuple(says)
