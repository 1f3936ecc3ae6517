"""Objections, outcomes and promises of a decision."""

from groundswell.decisions.models import Commitment, Decision, Objection, Outcome
from groundswell.decisions.reading import standing_objections


def objections_of(decision: Decision) -> list[Objection]:
    """All there were, the first first."""
    rows = Objection.objects.filter(decision=decision)
    return list(rows.select_related("by", "owner", "message__author", "changed_by"))


def open_objections(decision: Decision) -> int:
    """How many keep it from going ahead."""
    return standing_objections(decision).count()


def outcomes_of(decision: Decision) -> list[Outcome]:
    """What was said was decided, the current one first."""
    rows = Outcome.objects.filter(decision=decision).order_by("-id")
    return list(rows.select_related("by", "message", "adopts"))


def promises_of(decision: Decision) -> list[Commitment]:
    """What was promised with any of them."""
    rows = Commitment.objects.filter(outcome__decision=decision)
    return list(rows.select_related("who").order_by("outcome", "by_when", "id"))
