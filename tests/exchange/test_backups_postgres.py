"""On PostgreSQL a restore stands in a place of its own until it is whole."""

import os
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from groundswell.exchange.backups.packed import Packer, unpack
from tests.exchange.conftest import COMMENT, PROPOSAL, write_table
from tests.exchange.test_backups import Site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="DATABASE_URL names no PostgreSQL to test with"
    ),
]


@pytest.fixture
def site(tmp_path):
    """A filled site with a database of its own."""
    name = f"restored_{os.getpid()}"
    address = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(address.geturl(), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
    made = Site(tmp_path / "site")
    made.folder.mkdir()
    made.env["DATABASE_URL"] = address._replace(path=f"/{name}").geturl()
    made.run("migrate", "--verbosity", "0")
    tables = tmp_path / "tables"
    tables.mkdir()
    write_table(
        tables / "proposals.csv", [PROPOSAL | {"id": str(n)} for n in range(1, 31)], [*PROPOSAL]
    )
    write_table(tables / "comments.csv", [COMMENT], [*COMMENT])
    made.run("import", "decidim", tables, "--space", "City", "--limit", "20")
    yield made
    with psycopg.connect(address.geturl(), autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def ask(site, sql):
    with psycopg.connect(site.env["DATABASE_URL"]) as database:
        return database.execute(sql).fetchall()


def test_what_was_there_stays_beside_and_a_backup_that_does_not_fit_changes_nothing(site, tmp_path):
    backup, tables = tmp_path / "site.tar.gz", tmp_path / "tables"
    counted = "SELECT count(*) FROM conversations_topic WHERE kind = 'idea'"
    kept = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before-restore-%'"
    site.run("backup", "-o", backup)
    site.run("import", "decidim", tables, "--space", "City", "--limit", "30")
    assert ask(site, counted) == [(30,)]

    broken = _with_rows_that_do_not_fit(backup, tmp_path)
    said = site.run("restore", broken, "--force", code=1)
    assert "The backup does not fit this database" in said
    assert not (site.folder / "held").exists()
    assert (ask(site, counted), ask(site, kept)) == ([(30,)], [])

    site.run("restore", backup, "--force")
    assert ask(site, counted) == [(20,)]
    ((schema,),) = ask(site, kept)
    assert ask(site, counted.replace("FROM ", f'FROM "{schema}".')) == [(30,)]
    site.run("import", "decidim", tables, "--space", "City", "--limit", "30")
    assert ask(site, counted) == [(30,)]


def _with_rows_that_do_not_fit(backup, tmp_path):
    """The same backup, whose topics are in spaces that are not there."""
    folder = tmp_path / "opened"
    folder.mkdir()
    manifest = unpack(backup, folder)
    with Packer(tmp_path / "broken.tar.gz") as packer:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            if path.name != "spaces_space.copy":
                packer.add(path.relative_to(folder).as_posix(), path)
        packer.finish(
            **{name: manifest[name] for name in ("database", "migrations", "site", "made_at")}
        )
    return tmp_path / "broken.tar.gz"
