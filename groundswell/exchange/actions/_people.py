"""Actors for people of a source: nobody has claimed them, and they have no account."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.core.text.handles import handle_from
from groundswell.exchange.importers.plan import MOST_PARAMETERS, PEOPLE, ledger
from groundswell.exchange.importers.shapes import SourcePerson
from groundswell.exchange.models import Imported


def people_of(source: str, wanted: Mapping[str, SourcePerson]) -> dict[str, Actor]:
    """The actor of each person by key; those who are new are made."""
    known = ledger(source, 0, [(PEOPLE, key) for key in wanted])
    found = {key: row.actor for (kind, key), row in known.items() if kind == PEOPLE and row.actor}
    fresh = [person for key, person in wanted.items() if key not in found]
    for person, actor in zip(fresh, _made(fresh), strict=True):
        found[person.key] = actor
    Imported.objects.bulk_create(
        [
            Imported(
                source=source,
                kind=PEOPLE,
                key=person.key,
                digest=sha256(person.name.encode()).hexdigest(),
                actor=found[person.key],
            )
            for person in fresh
        ],
        update_conflicts=True,
        unique_fields=["source", "scope", "kind", "key"],
        update_fields=["actor", "digest"],
    )
    return found


def _made(people: Sequence[SourcePerson]) -> list[Actor]:
    first_choice = [handle_from(person.handle) for person in people]
    drawn = _taken(first_choice)
    actors = []
    for person, handle in zip(people, first_choice, strict=True):
        free = handle
        if handle in drawn:
            free = handle_from(person.handle, taken=lambda it: it in drawn or _exists(it))
        drawn.add(free)
        actors.append(Actor(kind=person.kind, handle=free, name=person.name, created_at=now()))
    return Actor.objects.bulk_create(actors)


def _taken(handles: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(handles), MOST_PARAMETERS):
        rows = Actor.objects.local().filter(handle__in=handles[start : start + MOST_PARAMETERS])
        found.update(rows.values_list("handle", flat=True))
    return found


def _exists(handle: str) -> bool:
    return Actor.objects.local().filter(handle=handle).exists()
