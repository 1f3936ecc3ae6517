"""A backup becomes the same site again, silent until it is told; a damaged one changes nothing."""

import gzip
import io
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from groundswell.exchange.backups.database import as_named_now
from groundswell.exchange.backups.packed import Packer, unpack
from groundswell.exchange.importers.shapes import SourceError
from tests.exchange.conftest import COMMENT, PROPOSAL, write_table
from tests.laws.source import ROOT

pytestmark = pytest.mark.slow


class Site:
    """A site of its own in a folder, spoken to by its command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**os.environ, "DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}
        self.env.pop("DATABASE_URL", None)

    def start(self, *words):
        command = [sys.executable, "-m", "groundswell", *map(str, words)]
        if words[0] in {"migrate", "shell"}:
            command = [sys.executable, str(ROOT / "manage.py"), *map(str, words)]
        return subprocess.Popen(
            command, env=self.env, cwd=self.folder, stdout=-1, stderr=-1, text=True
        )

    def run(self, *words, code=0):
        process = self.start(*words)
        out, err = process.communicate(timeout=300)
        assert process.returncode == code, out + err
        return out + err

    def rows(
        self, sql="SELECT count(*), coalesce(sum(length(text)), 0) FROM conversations_message"
    ):
        with sqlite3.connect(self.folder / "groundswell.sqlite3") as database:
            return database.execute(sql).fetchall()


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    many = range(1, 1501)
    rows = [PROPOSAL | {"id": str(n), "title": f"Proposal {n}"} for n in many]
    write_table(folder / "proposals.csv", rows, [*PROPOSAL])
    write_table(folder / "comments.csv", [COMMENT], [*COMMENT])
    return folder


@pytest.fixture(scope="module")
def original(tmp_path_factory, tables, migrated):
    """A site with 300 proposals, a comment and a picture; each test gets a copy of it."""
    made = Site(tmp_path_factory.mktemp("original"))
    migrated.put(made.folder)
    made.run("import", "decidim", tables, "--space", "City", "--limit", "300")
    media = made.folder / "media" / "a"
    media.mkdir(parents=True)
    (media / "one").write_bytes(b"\x00\xffpicture")
    return made


@pytest.fixture
def site(original, tmp_path):
    shutil.copytree(original.folder, tmp_path / "site")
    return Site(tmp_path / "site")


def test_backup_made_while_people_post_comes_back(site, tables, tmp_path):
    key = (site.folder / "secret_key").read_text()
    posting = site.start("import", "decidim", tables, "--space", "City")
    time.sleep(1)

    backup = tmp_path / "site.tar.gz"
    said = site.run("backup", backup)

    posting.communicate(timeout=300)
    assert posting.returncode == 0
    assert "packed into" in said
    assert backup.stat().st_mode & 0o777 == 0o600
    other = Site(tmp_path / "other")
    other.folder.mkdir()
    other.run("restore", backup)
    (count, length), *_ = other.rows()
    assert 300 <= count <= 1502
    assert length > 0
    assert other.rows("PRAGMA integrity_check") == [("ok",)]
    assert other.rows("SELECT count(*) FROM conversations_topic WHERE last_number < 1") == [(0,)]
    assert (other.folder / "media" / "a" / "one").read_bytes() == b"\x00\xffpicture"
    assert (other.folder / "secret_key").read_text() == key
    assert site.rows() == [(1502, site.rows()[0][1])]


def test_restored_site_is_the_same_and_held_until_told(site, tmp_path):
    before = site.rows()
    backup = tmp_path / "site.tar.gz"
    site.run("backup", "-o", backup)
    other = Site(tmp_path / "other")
    other.folder.mkdir()

    said = other.run("restore", backup)

    assert other.rows() == before
    assert "The site is held: it sends nothing." in said
    assert "held-mail" in other.run("shell", "-c", MAIL)
    assert other.run("restore", "--go-live").strip() == "Held no more. Start the site again."
    assert "held-mail" not in other.run("shell", "-c", MAIL)


MAIL = "from django.conf import settings; print(settings.EMAIL_FILE_PATH)"


def test_filled_site_is_not_overwritten(site, tables, tmp_path):
    backup = tmp_path / "site.tar.gz"
    site.run("backup", "-o", backup)
    site.run("import", "decidim", tables, "--space", "City", "--limit", "310")

    refused = site.run("restore", backup, code=1)
    assert "There is a community on this site already." in refused
    assert site.rows()[0][0] == 312

    site.run("restore", backup, "--force")
    assert site.rows()[0][0] == 302
    (aside,) = site.folder.glob("before-restore-*")
    assert (aside / "groundswell.sqlite3").exists()


def test_damaged_backup_changes_nothing(site, tmp_path):
    before = site.rows()
    backup = tmp_path / "site.tar.gz"
    site.run("backup", "-o", backup)
    whole = backup.read_bytes()
    turned = bytearray(whole)
    turned[len(whole) // 2] ^= 0xFF

    for damaged in (whole[: len(whole) // 2], bytes(turned)):
        backup.write_bytes(damaged)
        said = site.run("restore", backup, "--force", code=1)
        assert "Nothing was changed." in said
        assert "Traceback" not in said

    assert site.rows() == before
    assert not (site.folder / "held").exists()


def test_wrong_words_are_sentences(site, tmp_path):
    assert site.run("restore", code=2) == "Name a FILE, or say --go-live.\n"
    assert "There is no file" in site.run("restore", tmp_path / "none.tar.gz", code=1)
    assert "is no place for a file" in site.run("backup", "-o", tmp_path / "no" / "x", code=1)
    assert site.run("backup", tmp_path / "a", "-o", tmp_path / "b", code=2) == "Name one FILE.\n"


def test_check_tells_what_to_do(site):
    said = site.run("check")
    assert "ok    database: SQLite answers." in said
    assert "warn  mail: No mail leaves this machine" in said

    (site.folder / "secret_key").chmod(0o644)
    said = site.run("check", code=1)
    assert f"chmod 600 {site.folder / 'secret_key'}" in said
    assert "1 of 10 failed." in said


def packed(tmp_path, name, data=b"x"):
    path = tmp_path / "made.tar.gz"
    with gzip.open(path, "wb") as out, tarfile.open(fileobj=out, mode="w|") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        tar.addfile(entry, io.BytesIO(data))
    return path


@pytest.mark.parametrize("data", [b"", b"hello", gzip.compress(b"hello", mtime=0), b"\x1f\x8b\x08"])
def test_other_files_are_refused(tmp_path, data):
    path = tmp_path / "other"
    path.write_bytes(data)

    with pytest.raises(SourceError, match="is damaged or no backup"):
        unpack(path, tmp_path)


@pytest.mark.parametrize("name", ["../up", "/etc/passwd", "data/../../up", "elsewhere/x", "data/"])
def test_names_that_lead_out_are_refused(tmp_path, name):
    folder = tmp_path / "in"
    folder.mkdir()

    with pytest.raises(SourceError, match="damaged or no backup"):
        unpack(packed(tmp_path, name), folder)

    assert list(folder.rglob("*")) == []


def test_backup_that_was_never_finished_is_refused(tmp_path):
    path, file, folder = tmp_path / "b.tar.gz", tmp_path / "one", tmp_path / "in"
    file.write_text("one")
    folder.mkdir()
    with Packer(path) as packer:
        packer.add("data/one", file)

    with pytest.raises(SourceError, match="ends before its manifest"):
        unpack(path, folder)


def test_backup_from_before_migrations_were_put_together_is_known():
    put_together = SimpleNamespace(replaces=[("actors", "0001_initial"), ("actors", "0002_cache")])
    migrations = {("actors", "0001_squashed"): put_together}

    whole = as_named_now({("actors", "0001_initial"), ("actors", "0002_cache")}, migrations)
    part = as_named_now({("actors", "0001_initial")}, migrations)

    assert whole == {("actors", "0001_squashed")}
    assert part == {("actors", "0001_initial")}
