"""Runs an import from its reader to its last batch; what a kill interrupts, the next run ends."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from groundswell.actors.models import Actor
from groundswell.exchange.actions._importer import importer
from groundswell.exchange.actions.landing import Place, land_batch
from groundswell.exchange.importers.place import find_space, open_for
from groundswell.exchange.importers.plan import plan
from groundswell.exchange.importers.shapes import Landing, Thread
from groundswell.exchange.importers.tally import Tally
from groundswell.spaces.models import Space

MESSAGES_PER_BATCH = 1_000


@dataclass(frozen=True, kw_only=True)
class Errand:
    """What to bring, where to, and by whom."""

    source: str
    space_name: str
    purpose: str
    steward: Actor | None = None
    dry_run: bool = False
    landing: Landing | None = None
    """The challenge whose ideas the threads become; without one they become topics."""


def run(
    errand: Errand,
    threads: Iterable[Thread],
    *,
    tally: Tally,
    advanced: Callable[[int], None] = lambda _messages: None,
) -> Space | None:
    """Brings the threads; gives their space, or none after a dry run of a space to come."""
    space = find_space(errand.space_name)
    for batch in batches(threads):
        if space is None and not errand.dry_run:
            # Only now: a folder that cannot be read leaves no empty space behind.
            space = _open(errand)
        if errand.dry_run or space is None:
            plan(errand.source, space.id if space else None, batch, tally=tally)
        else:
            _land(errand, space, batch, tally)
        advanced(sum(map(len, batch)))
    return space


def _land(errand: Errand, space: Space, batch: list[Thread], tally: Tally) -> None:
    actor = errand.steward or importer()
    place = Place(space=space, source=errand.source, landing=errand.landing)
    land_batch(actor=actor, place=place, threads=batch, tally=tally)


def batches(threads: Iterable[Thread]) -> Iterator[list[Thread]]:
    """Whole threads, about a thousand messages at a time."""
    batch: list[Thread] = []
    size = 0
    for thread in threads:
        batch.append(thread)
        size += len(thread)
        if size >= MESSAGES_PER_BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _open(errand: Errand) -> Space:
    actor = errand.steward or importer()
    return open_for(errand.source, name=errand.space_name, purpose=errand.purpose, actor=actor)
