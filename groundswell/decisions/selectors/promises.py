"""What a person promised with outcomes: late, due, and what came of the rest."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from groundswell.actors.models import Actor
from groundswell.core.clock import today
from groundswell.core.pagination import Page, keyset
from groundswell.decisions.models import Commitment, Decision, Outcome

MOST_OPEN = 200
MOST_AT_HEAD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """Of one person, for themself."""

    late: list[Commitment]
    due: list[Commitment]
    ended: Page[Commitment]
    today: date


def my_promises(person: Actor, *, after: str | None, before: str | None) -> Promises:
    """What is still to be done by its day, then what has ended, the latest promise first."""
    mine = _seen(person).filter(who=person)
    still = mine.filter(state=Commitment.State.OPEN)
    rows = list(still.order_by(F("by_when").asc(nulls_last=True), "id")[:MOST_OPEN])
    day = today()
    late = [one for one in rows if one.is_late(day)]
    ended = mine.exclude(state=Commitment.State.OPEN)
    return Promises(
        late=late,
        due=[one for one in rows if not one.is_late(day)],
        ended=keyset(ended, after=after, before=before),
        today=day,
    )


def promise_of(person: Actor, wanted: int) -> Commitment | None:
    """One of them."""
    return _seen(person).filter(who=person, id=wanted).first()


def promises_at_head(decision: Decision) -> list[Commitment]:
    """What was promised with the current outcome, for the decision's own page."""
    if decision.state != Decision.State.DECIDED:
        return []
    current = Outcome.objects.filter(decision=decision).order_by("-id").values("id")[:1]
    rows = Commitment.objects.filter(outcome__in=current).select_related("who")
    return list(rows.order_by(F("by_when").asc(nulls_last=True), "id")[:MOST_AT_HEAD])


def _seen(person: Actor) -> QuerySet[Commitment]:
    """With their decisions, as far as the person can see those."""
    seen = Decision.objects.visible_to(person)
    rows = Commitment.objects.filter(outcome__decision__in=seen)
    return rows.select_related("outcome__decision__topic__space__actor")
