"""Objections, outcomes and promises of a decision."""

from groundswell.decisions.models import (
    Commitment,
    Decision,
    Objection,
    Outcome,
    Result,
    RollEntry,
)
from groundswell.decisions.reading import standing_objections


def objections_of(decision: Decision) -> list[Objection]:
    """All there were, the first first."""
    rows = Objection.objects.filter(decision=decision)
    return list(rows.select_related("by", "owner", "message__author", "changed_by", "guest"))


def objections_by(guest: RollEntry) -> list[Objection]:
    """Those of a guest, the first first, with who sees to them."""
    rows = Objection.objects.filter(guest=guest)
    return list(rows.select_related("owner", "changed_by", "guest"))


def open_objections(decision: Decision) -> int:
    """How many keep it from going ahead."""
    return standing_objections(decision).count()


def outcomes_of(decision: Decision) -> list[Outcome]:
    """What was said was decided, the current one first."""
    rows = Outcome.objects.filter(decision=decision).order_by("-id")
    return list(rows.select_related("by", "message").prefetch_related("adopted"))


def likely_adopted(decision: Decision) -> list[int]:
    """What an outcome adopts if nobody says otherwise: what the one before it did, or what won."""
    current = Outcome.objects.filter(decision=decision).order_by("id").last()
    if current is not None:
        return list(current.adopted.values_list("id", flat=True))
    counts = Result.objects.filter(decision=decision, method=decision.method).order_by("at", "id")
    counted = counts.values_list("counted", flat=True).last() or {}
    if not all(test["met"] for test in counted.get("tests", ())):
        return []
    won = [int(key) for key in counted.get("winners", ()) if key.isdecimal()]
    return list(decision.options.filter(number__in=won).values_list("id", flat=True))


def promises_of(decision: Decision) -> list[Commitment]:
    """What was promised with any of them."""
    rows = Commitment.objects.filter(outcome__decision=decision)
    return list(rows.select_related("who").order_by("outcome", "by_when", "id"))
