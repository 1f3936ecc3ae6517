"""Majority judgement: the best middle grade; level ones are told apart one grade at a time."""

from groundswell.decisions.counting.adding import first_few
from groundswell.decisions.counting.election import Election
from groundswell.decisions.counting.said import Said, listed, say
from groundswell.decisions.counting.tally import NOBODY, TIED, WON, Cell, Round, Table, Tally
from groundswell.decisions.counting.ties import Breaker

Grades = list[int]
TOP = 5
MIDDLE = "Middle grade"
NAMES = ("Reject", "Poor", "Acceptable", "Good", "Very good", "Excellent")
_WINS = (
    "{name} wins; its middle grade is “reject”.",
    "{name} wins; its middle grade is “poor”.",
    "{name} wins; its middle grade is “acceptable”.",
    "{name} wins; its middle grade is “good”.",
    "{name} wins; its middle grade is “very good”.",
    "{name} wins; its middle grade is “excellent”.",
)


def middles(grades: Grades) -> tuple[int, ...]:
    """The middle grade, then the middle without it, and so on: the lower of two.

    `grades` are sorted; walking out from the middle gives the same as taking away one at a time.
    """
    low, high = (len(grades) - 1) // 2, (len(grades) - 1) // 2 + 1
    found: Grades = []
    even = len(grades) % 2 == 0
    while low >= 0 or high < len(grades):
        # With an even number left the lower middle goes; with an odd number the one middle.
        if (even and low >= 0) or (high >= len(grades)) or not found:
            found.append(grades[low])
            low -= 1
        else:
            found.append(grades[high])
            high += 1
        even = not even
    return tuple(found)


def count_judgement(election: Election) -> Tally:
    """Whoever did not grade an option gave it the lowest grade."""
    grades: dict[str, Grades] = {key: [] for key in election.standing}
    for vote in election.votes:
        for key, given in grades.items():
            given.extend([vote.marks.get(key, 0)] * vote.weight)
    values = {key: middles(sorted(given)) for key, given in grades.items()}
    order: dict[tuple[int, ...], list[str]] = {}
    for key, value in values.items():
        order.setdefault(value, []).append(key)
    ranking = [order[value] for value in sorted(order, reverse=True)]
    breaker = Breaker(election)
    winners, tied = (
        first_few(ranking, election.rules.seats, breaker) if election.votes else ([], [])
    )
    middle = {key: value[0] if value else 0 for key, value in values.items()}
    says = (*_result(election, winners, tied, middle), *breaker.used)
    return Tally(
        verdict=TIED if tied else WON if winners else NOBODY,
        winners=tuple(winners),
        tied=tuple(tied),
        ranking=tuple(tuple(level) for level in ranking),
        totals=middle,
        support={key: sum(1 for one in given if one > 0) for key, given in grades.items()},
        says=says,
        rounds=(Round(says=says, table=_table(election, grades, ranking, middle)),),
        drawn=breaker.drawn,
    )


def _table(
    election: Election, grades: dict[str, Grades], ranking: list[list[str]], middle: dict[str, int]
) -> Table:
    top = election.rules.most
    named = NAMES if top == TOP else tuple(f"Grade {step}" for step in range(top + 1))
    heading = ("Option", MIDDLE, *reversed(named))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            election.names[key],
            middle[key],
            *(grades[key].count(step) for step in range(top, -1, -1)),
        )
        for level in ranking
        for key in level
    )
    return Table(title="Grades", heading=heading, rows=rows)


def _wins(name: str, grade: int, *, named: bool) -> Said:
    """A sentence of its own for each grade that has a name: names are not put into sentences."""
    if named:
        return say(_WINS[grade], name=name)
    return say("{name} wins; its middle grade is {grade}.", name=name, grade=grade)


def _result(
    election: Election, winners: list[str], tied: list[str], middle: dict[str, int]
) -> list[Said]:
    named = election.rules.most == TOP
    says = [_wins(election.names[key], middle[key], named=named) for key in winners]
    if tied:
        names = listed([election.names[key] for key in tied])
        says.append(say("{names} have the very same grades, and no rule chooses.", names=names))
    return says or [say("Nobody graded anything, so nothing wins.")]
