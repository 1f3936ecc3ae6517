"""Compares a batch of a source with what is here; writes nothing, so a dry run is the same plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from groundswell.conversations.models import Topic
from groundswell.exchange.importers.shapes import SourceMessage, SourcePerson, Thread
from groundswell.exchange.importers.tally import Tally
from groundswell.exchange.models import Imported

MOST_PARAMETERS = 900
PEOPLE = "people"

Key = tuple[str, str]


@dataclass
class Addition:
    """Messages to write: a whole thread, or what a `topic` that we have has grown by."""

    thread: Thread
    messages: list[SourceMessage]
    topic: Topic | None = None


@dataclass
class Plan:
    """What to do with one batch."""

    known: dict[Key, Imported]
    additions: list[Addition] = field(default_factory=list)
    changes: list[tuple[Imported, SourceMessage]] = field(default_factory=list)
    people: dict[str, SourcePerson] = field(default_factory=dict)


def ledger(source: str, scope: int, keys: Iterable[Key]) -> dict[Key, Imported]:
    """The rows of the source that are here, by kind and key."""
    wanted = sorted({key for _, key in keys})
    found: dict[Key, Imported] = {}
    for start in range(0, len(wanted), MOST_PARAMETERS):
        rows = Imported.objects.filter(
            source=source, scope=scope, key__in=wanted[start : start + MOST_PARAMETERS]
        ).select_related("message__author", "message__topic", "actor")
        found.update({(row.kind, row.key): row for row in rows})
    return found


def plan(source: str, scope: int | None, threads: Sequence[Thread], *, tally: Tally) -> Plan:
    """What is new, changed, unchanged or left out; `scope` is none while there is no space."""
    everything = [(message.kind, message.key) for thread in threads for message in thread]
    made = Plan(known=ledger(source, scope, everything) if scope else {})
    for thread in threads:
        _plan_thread(thread, made, tally)
    for addition in made.additions:
        for message in addition.messages:
            made.people[message.person.key] = message.person
    _count_people(source, threads, made, tally)
    return made


def _count_people(source: str, threads: Sequence[Thread], made: Plan, tally: Tally) -> None:
    """Everybody once a run, however many batches they wrote in."""
    keys = {message.person.key for thread in threads for message in thread} - tally.people
    here = ledger(source, 0, [(PEOPLE, key) for key in keys])
    for key in sorted(keys):
        if (PEOPLE, key) in here:
            tally.add("unchanged", PEOPLE)
        elif key in made.people:
            tally.add("created", PEOPLE)
        else:
            continue
        tally.people.add(key)


def _plan_thread(thread: Thread, made: Plan, tally: Tally) -> None:
    opening = made.known.get((thread.opening.kind, thread.opening.key))
    if opening is not None and opening.message is None:
        for message in thread:
            tally.skip(message.kind, "its topic was removed here since it was brought in")
        return
    fresh = [message for message in thread if not _is_known(message, made, tally)]
    for message in fresh:
        tally.add("created", message.kind)
        if message.files:
            tally.add("created", "files", len(message.files))
        for note in message.notes:
            tally.remark(message.kind, note)
    if fresh:
        topic = opening.message.topic if opening and opening.message else None
        made.additions.append(Addition(thread=thread, messages=fresh, topic=topic))


def _is_known(message: SourceMessage, made: Plan, tally: Tally) -> bool:
    """Whether the message is here; counts it and notes a change when it is."""
    row = made.known.get((message.kind, message.key))
    if row is None:
        return False
    if row.digest == message.digest:
        tally.add("unchanged", message.kind)
    elif reason := _not_to_be_changed(row):
        tally.skip(message.kind, reason)
    else:
        tally.add("updated", message.kind)
        made.changes.append((row, message))
    return True


def _not_to_be_changed(row: Imported) -> str:
    if row.message is None or row.message.tombstoned_at is not None:
        return "changed at the source, but was deleted here"
    if row.message.edited_at is not None and row.message.edited_at > row.at:
        return "changed at the source, but was edited here as well"
    return ""
