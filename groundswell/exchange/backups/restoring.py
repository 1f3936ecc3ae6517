"""Brings a backup back. The site that comes of it is held: it sends nothing until it is told."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from groundswell.actors.models import Account
from groundswell.core.clock import now
from groundswell.exchange import backups
from groundswell.exchange.backups import database
from groundswell.exchange.backups.packed import unpack
from groundswell.exchange.importers.shapes import SourceError
from groundswell.spaces.models import Space
from groundswell.streaming.models import Heartbeat

ALIVE_WITHIN = timedelta(seconds=40)


def restore(
    path: Path, *, force: bool = False, advanced: Callable[[int], None] = lambda _bytes: None
) -> dict[str, Any]:
    """Checks the whole file before anything is touched; gives its manifest."""
    root = Path(settings.DATA_DIR)
    if not path.is_file():
        raise SourceError(f"There is no file {path}.")
    require_may_replace(force=force)
    with TemporaryDirectory(dir=root, prefix=".restore-") as name:
        folder = Path(name)
        manifest = unpack(path, folder, advanced)
        if manifest.get("database") != connection.vendor:
            kind = manifest.get("database")
            raise SourceError(
                f"The backup is of a {kind} database, and this site has {connection.vendor}. "
                "Set DATABASE_URL to one of the same kind."
            )
        if database.is_sqlite():
            database.check_sqlite(folder / backups.SQLITE)
        aside = f"{backups.KEPT_ASIDE}{now():%Y%m%d-%H%M%S}"
        if not database.is_sqlite():
            _place_postgres(folder, manifest, aside)
        hold()
        _put_aside(root, root / aside)
        if database.is_sqlite():
            _place_sqlite(folder)
        _place_files(folder / backups.DATA, root)
    database.bring_up_to_date()
    return manifest


def require_may_replace(*, force: bool) -> None:
    """Never under a running site, and over a filled one only when that is meant."""
    try:
        running = Heartbeat.objects.filter(at__gt=now() - ALIVE_WITHIN).exists()
        filled = Account.objects.exists() or Space.objects.exists()
    except DatabaseError:
        # There are no tables yet, or none that can be read: nothing to lose.
        connection.close()
        return
    if running:
        raise SourceError("The site is running. Stop it first, then restore.")
    if filled and not force:
        raise SourceError(
            "There is a community on this site already. With --force the backup takes its "
            f"place; what is here is put aside, into {backups.KEPT_ASIDE}..."
        )


def hold() -> None:
    """From now on the site sends no mail and nothing else, until `go_live`."""
    marker = Path(settings.DATA_DIR) / "held"
    marker.write_text(f"restored {now().isoformat()}\n", encoding="ascii")


def go_live() -> bool:
    """Takes the hold away; False when there was none."""
    marker = Path(settings.DATA_DIR) / "held"
    there = marker.exists()
    marker.unlink(missing_ok=True)
    return there


def _put_aside(root: Path, aside: Path) -> None:
    """What was here is kept, beside; a wrong restore can be taken back."""
    connection.close()
    stays = {"held", *backups.LEFT_OUT}
    moving = [
        it
        for it in root.iterdir()
        if it.name not in stays and not it.name.startswith((".", backups.KEPT_ASIDE))
    ]
    if database.is_sqlite() and database.sqlite_path().parent != root:
        moving += [it for it in database.sqlite_files() if it.exists()]
    if not moving:
        return
    aside.mkdir()
    for path in moving:
        path.rename(aside / path.name)


def _place_sqlite(folder: Path) -> None:
    target = database.sqlite_path()
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(folder / backups.SQLITE, target)


def _place_postgres(folder: Path, manifest: dict[str, Any], aside: str) -> None:
    """First of all, since it may fail; what was there stays in a schema beside."""
    kept = database.set_aside_postgres(aside)
    try:
        database.fill_postgres(folder / backups.DATABASE, manifest["migrations"])
    except BaseException as error:
        if kept:
            database.bring_back_postgres(aside)
        if isinstance(error, DatabaseError):
            raise SourceError(
                f"The backup does not fit this database: {error}. Nothing was changed."
            ) from error
        raise


def _place_files(source: Path, root: Path) -> None:
    if source.is_dir():
        for path in source.iterdir():
            shutil.move(path, root / path.name)
