"""Every method under its name, and the tests that rules put to its result."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Final

from groundswell.decisions.counting.adding import count_sums
from groundswell.decisions.counting.budget import count_knapsack
from groundswell.decisions.counting.election import (
    POSITION,
    RANK,
    SHAPES,
    CountingError,
    Election,
    check,
)
from groundswell.decisions.counting.judgement import count_judgement
from groundswell.decisions.counting.pairs import count_pairs
from groundswell.decisions.counting.position import count_positions
from groundswell.decisions.counting.runoff import count_runoff
from groundswell.decisions.counting.said import Number, say
from groundswell.decisions.counting.shares import count_equal_shares
from groundswell.decisions.counting.tally import (
    COUNTED,
    FAILED,
    NOBODY,
    PASSED,
    WON,
    Count,
    Tally,
    Test,
)
from groundswell.decisions.counting.transfer import count_transfer

METHODS: Final[dict[str, Callable[[Election], Tally]]] = {
    "sense_check": count_positions,
    "consent": count_positions,
    "consensus": count_positions,
    "gradients": count_positions,
    "plurality": count_sums,
    "approval": count_sums,
    "pick": count_sums,
    "score": count_sums,
    "majority_judgement": count_judgement,
    "dots": count_sums,
    "knapsack": count_knapsack,
    "equal_shares": count_equal_shares,
    "irv": count_runoff,
    "stv": count_transfer,
    "ranked_pairs": count_pairs,
}
RANKED: Final = tuple(name for name, shape in SHAPES.items() if shape == RANK)
"""Ways to count the same ranked ballots."""


def count(election: Election) -> Count:
    """The result: a function of rules, options, ballots and how many may vote, nothing else."""
    rules = election.rules
    if rules.method not in METHODS:
        raise CountingError(f"There is no method called {rules.method}.")
    for vote in election.votes:
        check(rules, election.candidates, vote)
    tally = METHODS[rules.method](election)
    tests: list[Test] = []
    tally = _floor(election, tally, tests)
    tally = _ceiling(election, tally, tests)
    tally = _quorum(election, tally, tests)
    return Count(
        method=rules.method,
        tally=tally,
        tests=tuple(tests),
        cast=election.cast,
        electorate=election.electorate,
        names=election.names,
    )


def count_as(election: Election, method: str) -> Count:
    """The same ballots by another method of their shape."""
    seats = election.rules.seats if method == "stv" or election.rules.method != "stv" else 1
    if method == "irv":
        seats = 1
    return count(replace(election, rules=replace(election.rules, method=method, seats=seats)))


def _base(election: Election) -> int:
    if election.rules.share_of == "electorate" and election.electorate is not None:
        return election.electorate
    return election.cast


def _reaches(part: Number, percent: int, whole: int) -> bool:
    return whole > 0 and Fraction(part) * 100 >= percent * whole


def _quorum(election: Election, tally: Tally, tests: list[Test]) -> Tally:
    """Enough of the electorate cast a ballot."""
    percent = election.rules.quorum
    if percent is None or election.electorate is None:
        return tally
    met = _reaches(election.cast, percent, election.electorate)
    told = "{cast} of {electorate} who may vote did; {percent} percent are needed."
    figures = {"cast": election.cast, "electorate": election.electorate, "percent": percent}
    tests.insert(0, Test(code="quorum", met=met, says=say(told, **figures)))
    return tally if met else _void(tally)


def _floor(election: Election, tally: Tally, tests: list[Test]) -> Tally:
    """Whoever wins is carried by a part of those who voted, or of all who may."""
    percent = election.rules.floor
    if percent is None:
        return tally
    base = _base(election)
    if SHAPES[election.rules.method] == POSITION:
        met = _reaches(tally.support[""], percent, base)
        told = "{part} of {whole} are in favour; {percent} percent are needed."
        figures = {"part": tally.support[""], "whole": base, "percent": percent}
        tests.append(Test(code="floor", met=met, says=say(told, **figures)))
        return tally if met or tally.verdict == COUNTED else replace(tally, verdict=FAILED)
    kept = []
    for key in tally.winners:
        met = _reaches(tally.support[key], percent, base)
        told = "{name} is carried by {part} of {whole}; {percent} percent are needed."
        figures = {"part": tally.support[key], "whole": base, "percent": percent}
        says = say(told, name=election.names[key], **figures)
        tests.append(Test(code="floor", met=met, says=says))
        kept += [key] if met else []
    verdict = NOBODY if tally.verdict == WON and not kept else tally.verdict
    return replace(tally, winners=tuple(kept), verdict=verdict)


def _ceiling(election: Election, tally: Tally, tests: list[Test]) -> Tally:
    """Not too many stand against it."""
    percent = election.rules.ceiling
    if percent is None or SHAPES[election.rules.method] != POSITION:
        return tally
    base = _base(election)
    met = Fraction(tally.against) * 100 <= percent * base
    told = "{part} of {whole} stand against it; {percent} percent may."
    figures = {"part": tally.against, "whole": base, "percent": percent}
    tests.append(Test(code="ceiling", met=met, says=say(told, **figures)))
    return tally if met or tally.verdict == COUNTED else replace(tally, verdict=FAILED)


def _void(tally: Tally) -> Tally:
    """Too few voted: the figures stand, nothing wins or passes by them."""
    if tally.verdict == COUNTED:
        return tally
    verdict = FAILED if tally.verdict in {PASSED, FAILED} else NOBODY
    return replace(tally, verdict=verdict, winners=(), tied=())
