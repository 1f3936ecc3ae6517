"""Writing the roll. Called by actions, inside them."""

from collections.abc import Iterable

from django.db.models import QuerySet

from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.ids import new_id
from groundswell.core.prepared import PreparedModels
from groundswell.core.rows import insert_all
from groundswell.decisions.models import Decision, RollEntry
from groundswell.decisions.rules import require_ballot
from groundswell.spaces.models import Membership, Space

COLUMNS = ("id", "decision_id", "actor_id", "guest", "added_at", "voted")


def enrol(decision: Decision, people: Iterable[int]) -> None:
    """Puts people on the roll who are not on it yet, by their ids."""
    there = RollEntry.objects.filter(decision=decision, actor__isnull=False)
    known = set(there.values_list("actor_id", flat=True))
    at = now()
    rows = [(new_id(), decision.pk, one, "", at, 0) for one in people if one not in known]
    insert_all(RollEntry, COLUMNS, rows, ignore_conflicts=True)


def enrol_space(decision: Decision, space: Space) -> None:
    """The roll as the space is at this moment: who joined is on it, who left is withdrawn."""
    if decision.electorate != Decision.Electorate.SPACE:
        return
    members = Membership.objects.filter(space=space).exclude(role=Membership.Role.GUEST)
    ids = set(members.values_list("actor_id", flat=True))
    enrol(decision, sorted(ids))
    people = RollEntry.objects.filter(decision=decision, actor__isnull=False, added_by=None)
    people.filter(withdrawn_at=None).exclude(actor__in=ids).update(withdrawn_at=now())
    people.filter(withdrawn_at__isnull=False, actor__in=ids).update(withdrawn_at=None)


def _entry(decision: int, person: int) -> QuerySet[RollEntry]:
    held = RollEntry.objects.select_for_update(of=("self",))
    return held.filter(decision=decision, actor=person)


_ENTRY = PreparedModels(_entry)


def hold_entry(decision: Decision, person: Actor) -> RollEntry:
    """The person's row on the roll, locked; a joiner of the space gets one. Refuses others."""
    entry = next(iter(_ENTRY(decision=decision.topic_id, person=person.id)), None)
    require_ballot(person, decision)
    if entry is not None and entry.withdrawn_at is None:
        return entry
    if entry is None:
        row = (new_id(), decision.pk, person.id, "", now(), 0)
        insert_all(RollEntry, COLUMNS, [row], ignore_conflicts=True)
        return _ENTRY(decision=decision.topic_id, person=person.id)[0]
    entry.withdrawn_at = None
    entry.save(update_fields=["withdrawn_at"])
    return entry
