"""The database into files and back: SQLite by its own online copy, PostgreSQL table by table.

Both see one moment, and neither keeps anybody from writing meanwhile.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.recorder import MigrationRecorder

from groundswell.exchange.importers.shapes import SourceError

SUFFIX = ".copy"
CHUNK = 1024 * 1024


def is_sqlite() -> bool:
    """The embedded database."""
    return connection.vendor == "sqlite"


def migrations() -> list[list[str]]:
    """What has been applied, so that a restore begins at the same shape."""
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations())


def copy_sqlite(target: Path) -> None:
    """One consistent copy. Readers of a WAL database do not block its writer."""
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        # The copy stands alone: no log beside it that would have to come along.
        copy.execute("PRAGMA journal_mode=DELETE")


def check_sqlite(path: Path) -> None:
    """Refuses a file that SQLite itself finds fault with."""
    try:
        with closing(sqlite3.connect(path)) as database:
            answer = database.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise SourceError(f"The database in the backup is damaged: {error}.") from error
    if answer != "ok":
        raise SourceError(f"The database in the backup is damaged: {answer}.")


def sqlite_path() -> Path:
    """Where the site keeps its database."""
    return Path(str(settings.DATABASES["default"]["NAME"]))


def sqlite_files() -> list[Path]:
    """The database with its log and index."""
    path = sqlite_path()
    return [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm")]


@contextmanager
def _snapshot() -> Iterator[Any]:
    """A PostgreSQL connection that sees one moment for as long as it takes."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            own.set_autocommit(False)
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            yield own
    finally:
        own.rollback()
        own.close()


def copy_postgres(folder: Path) -> None:
    """Every table as PostgreSQL writes it, at one moment."""
    folder.mkdir(parents=True, exist_ok=True)
    with _snapshot() as own:
        for table, columns in _tables(own).items():
            statement = f"COPY {_list(table)} ({_list(*columns)}) TO STDOUT"
            with (
                (folder / f"{table}{SUFFIX}").open("wb") as out,
                own.connection.cursor() as raw,
                raw.copy(statement) as rows,
            ):
                for piece in rows:
                    out.write(piece)


def fill_postgres(folder: Path, applied: list[list[str]]) -> None:
    """Builds the tables as they were then, fills them, and brings them up to date."""
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.node_map
    wanted = as_named_now({(app, name) for app, name in applied}, executor.loader.disk_migrations)
    if not wanted <= set(nodes):
        raise SourceError("A newer Groundswell made this backup. Update this one first.")
    followed = {
        node
        for node in wanted
        if any(it.key in wanted for it in nodes[node].children if it.key[0] == node[0])
    }
    executor.migrate(sorted(wanted - followed))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        tables = _tables(connection)
        cursor.execute(f"TRUNCATE {_list(*tables)} CASCADE")
        for table, columns in tables.items():
            path = folder / f"{table}{SUFFIX}"
            if path.exists():
                _fill(path, table, columns)
        for statement in connection.ops.sequence_reset_sql(
            no_style(), apps.get_models(include_auto_created=True)
        ):
            cursor.execute(statement)


def as_named_now(
    applied: set[tuple[str, str]], migrations: dict[tuple[str, str], Migration]
) -> set[tuple[str, str]]:
    """Migrations that one took the place of are that one, which leads to the same tables."""
    for key, migration in migrations.items():
        replaced = set(migration.replaces)
        if replaced and replaced <= applied:
            applied = applied - replaced | {key}
    return applied


def _fill(path: Path, table: str, columns: list[str]) -> None:
    raw: Any = connection.connection
    statement = f"COPY {_list(table)} ({_list(*columns)}) FROM STDIN"
    with path.open("rb") as source, raw.cursor() as cursor, cursor.copy(statement) as rows:
        while piece := source.read(CHUNK):
            rows.write(piece)


def set_aside_postgres(schema: str) -> bool:
    """Moves every table into a schema of that name; False when there was none to move."""
    tables = _tables(connection)
    if not tables:
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {_list(schema)}")
        for table in tables:
            cursor.execute(f"ALTER TABLE {_list(table)} SET SCHEMA {_list(schema)}")
    return True


def bring_back_postgres(schema: str) -> None:
    """Undoes `set_aside_postgres`, whatever was begun in its place."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (place,) = cursor.fetchone()
        begun = _tables(connection)
        if begun:
            cursor.execute(f"DROP TABLE {_list(*begun)} CASCADE")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {_list(schema)}.{_list(table)} SET SCHEMA {_list(place)}")
        cursor.execute(f"DROP SCHEMA {_list(schema)}")


def bring_up_to_date() -> None:
    """Applies what newer code has added since the backup."""
    call_command("migrate", verbosity=0, interactive=False)


def _tables(own: Any) -> dict[str, list[str]]:
    """Our tables and their columns, without those that the database computes itself."""
    with own.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c"
            " JOIN information_schema.tables t USING (table_schema, table_name)"
            " WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'"
            " AND c.is_generated = 'NEVER' ORDER BY c.table_name, c.ordinal_position"
        )
        found: dict[str, list[str]] = {}
        for table, column in cursor.fetchall():
            found.setdefault(table, []).append(column)
    return found


def _list(*names: str) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in names)
