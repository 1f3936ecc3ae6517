"""Sites of their own, for tests that run the program as somebody would."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
    """Made once a run, by whichever process of it comes first."""
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


def _make(folder: Path) -> None:
    folder.mkdir()
    environment = {**os.environ, "DATA_DIR": str(folder)}
    environment.pop("DATABASE_URL", None)
    words = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(words, cwd=ROOT, env=environment, check=True)
