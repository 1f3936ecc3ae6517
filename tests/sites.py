"""What `migrate` makes of nothing, once a run: the tests' own database and sites of their own begin
as copies of it.

It may be made before the run: TEST_MIGRATED names the SQLite file, and TEST_TEMPLATE a database on
the server that the tests are run on.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from tests.laws.source import ROOT

NAME = "groundswell.sqlite3"


class Migrated:
    """An empty site's database as `migrate` leaves it. Each test that needs one gets a copy: to
    make it takes half a minute."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def put(self, folder: Path) -> None:
        """Makes `folder` the data folder of a new site."""
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.file, folder / NAME)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Migrated:
    """Made by whichever process of the run comes first."""
    if given := os.environ.get("TEST_MIGRATED"):
        return Migrated(Path(given))
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    made = shared / "migrated"
    with (shared / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _make(shared / "migrating")
            (shared / "migrating").rename(made)
    return Migrated(made / NAME)


@contextmanager
def begun_from(found: Migrated) -> Iterator[None]:
    """The tests' database, which lives in memory, is a copy as long as this lasts."""
    name = connection.creation._get_test_db_name()
    with closing(sqlite3.connect(name, uri=True)) as ours:
        with closing(sqlite3.connect(found.file)) as theirs:
            theirs.backup(ours)
        yield


def _make(folder: Path) -> None:
    folder.mkdir()
    environment = {**os.environ, "DATA_DIR": str(folder)}
    environment.pop("DATABASE_URL", None)
    words = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(words, cwd=ROOT, env=environment, check=True)
