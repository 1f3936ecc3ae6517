"""Counting for pages. Called by actions, inside them."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from groundswell.core.clock import now
from groundswell.decisions.actions._holding import hold
from groundswell.decisions.counting import RANKED, CountingError, count, count_as, keep
from groundswell.decisions.models import Decision, Group, Shape, ShownCount
from groundswell.decisions.reading import BREAKS_DOWN_FROM, election_of

STILL_COMING = timedelta(seconds=5)
"""A ballot that was being written while others were counted shows itself within this."""


def put_count_by(decision: Decision) -> bool:
    """The count, the same ranked ballots by other methods, and each stakeholder group's.

    Counting takes its time and holds nobody up. Where voting ended meanwhile, or a count was put
    by or asked for anew, this one is behind and is not kept: the next round counts again.
    """
    before = _made_at(ShownCount.objects.filter(decision=decision))
    since = now() - STILL_COMING
    told = _told(decision)
    held = hold(decision)
    there = ShownCount.objects.select_for_update(of=("self",)).filter(decision=held).first()
    made_at = there.made_at if there else None
    if (held.state, held.closed_at, made_at) != (decision.state, decision.closed_at, before):
        return False
    # While nothing was kept yet there was nothing to mark as behind: the next round counts again.
    until = since if there is not None or held.is_over else None
    values = {"told": told, "until": until, "made_at": now()}
    ShownCount.objects.update_or_create(decision=decision, defaults=values)
    return there is None or there.told != told


def _made_at(rows: QuerySet[ShownCount]) -> datetime | None:
    return rows.values_list("made_at", flat=True).first()


def _told(decision: Decision) -> dict[str, Any]:
    """Empty where rules and ballots do not fit."""
    shown = not decision.is_secret or decision.ballot_count >= BREAKS_DOWN_FROM
    election = election_of(decision)
    try:
        told: dict[str, Any] = {"main": keep(count(election)), "others": [], "groups": []}
        if decision.shape == Shape.RANK and shown:
            names = [name for name in RANKED if name != decision.method]
            told["others"] = [keep(count_as(election, name)) for name in names]
        for group in Group.objects.filter(decision=decision) if not decision.is_secret else ():
            own = election_of(decision, group)
            if own.votes:
                told["groups"].append([str(group.id), keep(count(own))])
    except CountingError:
        return {}
    return told


def count_anew(**where: object) -> None:
    """What is shown of these decisions is behind: the worker counts them again."""
    behind = ShownCount.objects.filter(decision__state=Decision.State.OPEN, **where)
    behind.update(until=None, made_at=now())
