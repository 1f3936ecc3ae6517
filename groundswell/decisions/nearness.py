"""Statements that say nearly the same, by the pieces of their words."""

from typing import Final

from groundswell.decisions.models import Decision, Option

MOST_NEAR: Final = 3
_LONGEST: Final = 1_000
_NEAR: Final = 0.35
_MOST_LOOKED_AT: Final = 3_000


def near_statements(decision: Decision, text: str) -> list[Option]:
    """Shown statements that share most with the text, nearest first."""
    own = _pieces(text[:_LONGEST])
    if len(own) < 5:
        return []
    rows = Option.objects.filter(decision=decision).shown().order_by("-number")
    found = [(_likeness(own, _pieces(one.text)), one) for one in rows[:_MOST_LOOKED_AT]]
    near = sorted((pair for pair in found if pair[0] >= _NEAR), key=lambda pair: -pair[0])
    return [one for _, one in near[:MOST_NEAR]]


def _pieces(text: str) -> set[str]:
    folded = " ".join(text.casefold().split())
    return {folded[at : at + 3] for at in range(len(folded) - 2)}


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / (len(one | other) or 1)
