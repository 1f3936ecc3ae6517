"""Elections for tests."""

from collections.abc import Iterable
from typing import Any

from groundswell.decisions.counting import Candidate, Election, Rules, Vote


def options(names: Iterable[str], costs: Iterable[int] = ()) -> tuple[Candidate, ...]:
    """Options called by their keys."""
    named, priced = list(names), list(costs)
    priced += [0] * (len(named) - len(priced))
    return tuple(
        Candidate(key=name, name=name, cost=cost) for name, cost in zip(named, priced, strict=True)
    )


def ranked(method: str, names: str, ballots: dict[str, int], **rules: Any) -> Election:
    """Ballots such as `"A B=C": 3`, each for so many people."""
    votes = []
    for text, number in ballots.items():
        marks = {
            key: rank for rank, place in enumerate(text.split(), 1) for key in place.split("=")
        }
        votes.append(Vote(marks=marks, weight=number))
    return Election(
        rules=Rules(method=method, **rules),
        candidates=options(names.split()),
        votes=tuple(votes),
    )


def marked(
    method: str,
    names: str,
    ballots: list[dict[str, int]],
    *,
    costs: Iterable[int] = (),
    **rules: Any,
) -> Election:
    """Ballots of marks."""
    return Election(
        rules=Rules(method=method, **rules),
        candidates=options(names.split(), costs),
        votes=tuple(Vote(marks=marks) for marks in ballots),
    )


def positions(method: str, taken: str, electorate: int | None = None, **rules: Any) -> Election:
    """One position each, separated by spaces."""
    return Election(
        rules=Rules(method=method, **rules),
        votes=tuple(Vote(position=one) for one in taken.split()),
        electorate=electorate,
    )
