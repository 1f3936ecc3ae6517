"""Makes a backup: first the database at one moment, then the files, which are only ever added."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from groundswell.core.clock import now
from groundswell.exchange import backups
from groundswell.exchange.backups import database
from groundswell.exchange.backups.packed import Packer


@dataclass
class Made:
    """What is in the backup."""

    files: int = 0
    size: int = 0


def make_backup(target: Path, advanced: Callable[[int], None] = lambda _bytes: None) -> Made:
    """Writes the backup beside the target first, so that a broken one never looks whole."""
    made = Made()
    with TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        part = Path(folder) / "part"
        with Packer(part) as packer:
            for name, path in [*_database(Path(folder)), *_files(target)]:
                try:
                    size = packer.add(name, path)
                except FileNotFoundError:
                    # Deleted since it was listed, with the row that named it.
                    continue
                made.files += 1
                made.size += size
                advanced(size)
            packer.finish(
                database=connection.vendor,
                migrations=database.migrations(),
                site=settings.SITE_URL,
                made_at=now().isoformat(),
            )
        part.chmod(0o600)
        part.replace(target)
    return made


def _database(folder: Path) -> Iterator[tuple[str, Path]]:
    if database.is_sqlite():
        copy = folder / "groundswell.sqlite3"
        database.copy_sqlite(copy)
        yield backups.SQLITE, copy
        return
    tables = folder / "tables"
    database.copy_postgres(tables)
    for path in sorted(tables.iterdir()):
        yield f"{backups.DATABASE}{path.name}", path


def _files(target: Path) -> Iterator[tuple[str, Path]]:
    """Media, keys and whatever else lives in DATA_DIR, without what is made anew."""
    root = Path(settings.DATA_DIR)
    own = database.sqlite_path().name if database.is_sqlite() else None
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        if here == root:
            folders[:] = [it for it in folders if _is_kept(it)]
        folders.sort()
        for name in sorted(names):
            path = here / name
            is_database = here == root and own is not None and name.startswith(own)
            left_out = here == root and not _is_kept(name)
            if path.is_symlink() or not path.is_file() or is_database or left_out:
                continue
            if path.resolve() != target.resolve():
                yield f"{backups.DATA}{path.relative_to(root).as_posix()}", path


def _is_kept(name: str) -> bool:
    return name not in backups.LEFT_OUT and not name.startswith((".", backups.KEPT_ASIDE))
