"""Saying what one thinks of a statement: people by their name, guests by their link."""

from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groundswell.activity.log import unlogged
from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.ids import new_id
from groundswell.core.prepared import Prepared
from groundswell.core.queueing import in_turn
from groundswell.core.rows import insert_all
from groundswell.decisions.actions._casting import hold_open, mark_voted
from groundswell.decisions.actions._roll import hold_entry, hold_guest
from groundswell.decisions.models import Decision, Option, RollEntry, Stance
from groundswell.decisions.rules import require_map

# Written out, since they are the whole of what a stance waits for.
_MOVE: Final = {
    1: "UPDATE decisions_option SET agrees = agrees + %s WHERE id = %s",
    0: "UPDATE decisions_option SET passes = passes + %s WHERE id = %s",
    -1: "UPDATE decisions_option SET disagrees = disagrees + %s WHERE id = %s",
}
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
    if value not in _MOVE:
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
            _count(option, was, -1)
            _count(option, value, 1)
        Stance.objects.filter(id=stance).update(value=value, weight=weight, at=now())
        return
    row = (new_id(), held.topic_id, option, entry.id, value, weight, now())
    insert_all(Stance, _COLUMNS, [row])
    _count(option, value, 1)
    if not entry.voted:
        mark_voted(held, entry)


def _shown(decision: int, number: int) -> QuerySet[Option, Any]:
    rows = Option.objects.filter(decision=decision, number=number).shown()
    return rows.order_by().values_list("id")


def _stance(entry: int, option: int) -> QuerySet[Stance, Any]:
    return Stance.objects.filter(entry=entry, option=option).values_list("id", "value")


_SHOWN, _STANCE = Prepared(_shown), Prepared(_stance)


def _count(option: int, value: int, by: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MOVE[value], [by, option])
