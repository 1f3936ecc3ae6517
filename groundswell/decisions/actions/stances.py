"""Saying what one thinks of a statement: people by their name, guests by their link."""

from typing import Any, Final

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from groundswell.activity.log import unlogged
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.ids import new_id
from groundswell.core.prepared import Prepared
from groundswell.core.queueing import in_turn
from groundswell.core.rows import insert_all
from groundswell.decisions.actions._casting import hold_open
from groundswell.decisions.actions._roll import hold_entry, hold_guest
from groundswell.decisions.models import Decision, Option, RollEntry, Stance
from groundswell.decisions.rules import require_map

_COUNTS: Final = {1: "agrees", 0: "passes", -1: "disagrees"}
_COLUMNS: Final = ("id", "decision_id", "option_id", "entry_id", "value", "weight", "at")


@in_turn
@unlogged(because="stances are the state of a ballot; the map is what is shown of them")
def take_stance(
    *, actor: Actor, decision: Decision, number: int, value: int, important: bool = False
) -> None:
    """Agrees, disagrees or passes; another time changes it. One person's stance counts once."""
    held = hold_open(decision)
    require_map(held)
    _take(held, hold_entry(held, actor), number=number, value=value, important=important)


@in_turn
@unlogged(because="a guest is nobody of this site; the map is what is shown of their stances")
def take_stance_as_guest(
    *, actor: RollEntry, number: int, value: int, important: bool = False
) -> None:
    """The same by a signed link, which is one row on the roll however often it is used."""
    held = hold_open(actor.decision)
    require_map(held)
    _take(held, hold_guest(actor), number=number, value=value, important=important)


def _take(held: Decision, entry: RollEntry, *, number: int, value: int, important: bool) -> None:
    if value not in _COUNTS:
        raise Invalid(_("Agree, disagree or pass."))
    found = _SHOWN(decision=held.topic_id, number=number)
    if not found:
        raise Conflict(_("This statement is not voted on any more."))
    ((option,),) = found
    weight = 2 if important else 1
    earlier = _STANCE(entry=entry.id, option=option) if entry.voted else []
    if earlier:
        ((stance, was),) = earlier
        if was != value:
            _count(option, {_COUNTS[was]: -1, _COUNTS[value]: 1})
        Stance.objects.filter(id=stance).update(value=value, weight=weight, at=now())
        return
    row = (new_id(), held.topic_id, option, entry.id, value, weight, now())
    insert_all(Stance, _COLUMNS, [row])
    _count(option, {_COUNTS[value]: 1})
    if not entry.voted:
        _mark(held, entry)


def _shown(decision: int, number: int) -> QuerySet[Option, Any]:
    rows = Option.objects.filter(decision=decision, number=number).shown()
    return rows.order_by().values_list("id")


def _stance(entry: int, option: int) -> QuerySet[Stance, Any]:
    return Stance.objects.filter(entry=entry, option=option).values_list("id", "value")


_SHOWN, _STANCE = Prepared(_shown), Prepared(_stance)


def _count(option: int, changes: dict[str, int]) -> None:
    moved = {name: F(name) + by for name, by in changes.items()}
    Option.objects.filter(id=option).update(**moved)


def _mark(decision: Decision, entry: RollEntry) -> None:
    """The roll says that this person took part."""
    if RollEntry.objects.filter(id=entry.id, voted=0).update(voted=1):
        rows = Decision.objects.filter(topic=decision.topic_id)
        rows.update(ballot_count=F("ballot_count") + 1)
