"""Brings an opened archive, or tries it out: a dry run does everything and takes it back."""

from django.db import transaction

from groundswell.actors.models import Actor
from groundswell.exchange.actions.archive import bring_archive
from groundswell.exchange.importers.archive.opened import Archive
from groundswell.exchange.importers.tally import Tally
from groundswell.spaces.models import Space

# Without a steward the archive's own people act; the first of them opens the space.
NOBODY = Actor(kind=Actor.Kind.SERVICE, handle="importer", name="Importer")


def bring(
    archive: Archive,
    tally: Tally,
    *,
    handle: str = "",
    steward: Actor | None = None,
    dry_run: bool = False,
) -> Space | None:
    """Gives the space, or none after a dry run."""
    with transaction.atomic():
        space = bring_archive(
            actor=steward or NOBODY,
            archive=archive,
            tally=tally,
            handle=handle,
            steward=steward,
            with_files=not dry_run,
        )
        if dry_run:
            transaction.set_rollback(True)
    return None if dry_run else space
