"""What people said to a statement, read off the map that the worker kept."""

from typing import Any, NamedTuple


class Told(NamedTuple):
    """In percent of those who saw it; `least` is of the group that agrees least."""

    agree: int
    disagree: int
    seen: int
    least: int
    groups: int


def tally_of(of: dict[str, Any], number: int) -> tuple[int, int, int]:
    """How many agreed, disagreed and saw it: of everybody, or of one group."""
    agree, disagree, seen = of["tallies"].get(str(number), (0, 0, 0))
    return agree, disagree, seen


def percent(part: int, whole: int) -> int:
    """Of a hundred; of nobody none."""
    return round(100 * part / whole) if whole else 0


def told_of(shown: dict[str, Any], number: int) -> Told:
    """As the last map has it. Groups too small to be broken down are not asked."""
    agree, disagree, seen = tally_of(shown, number)
    large = [one for one in shown["groups"] if not one["small"]] if shown["distinct"] else []
    shares = [percent(one[0], one[2]) for one in (tally_of(group, number) for group in large)]
    return Told(
        agree=percent(agree, seen),
        disagree=percent(disagree, seen),
        seen=seen,
        least=min(shares, default=0),
        groups=len(shares),
    )
