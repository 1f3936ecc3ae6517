"""An import that is killed for good, as a process, is ended by the next run as if nothing was."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.exchange.conftest import COMMENT, PROPOSAL, write_table
from tests.laws.source import ROOT
from tests.sites import Migrated

pytestmark = pytest.mark.slow

PROPOSALS, COMMENTS_EACH = 600, 3
LONGEST = 120.0
# Everything an import writes but the ids, which hold a counter that starts anywhere.
TABLES = {
    "people": "SELECT kind, handle, name FROM actors_actor ORDER BY handle",
    "space": "SELECT topic_count FROM spaces_space",
    "topics": """SELECT title, t.kind, handle, published_at, last_message_at, last_number
        FROM conversations_topic t JOIN actors_actor a ON a.id = t.author_id ORDER BY title""",
    "messages": """SELECT t.title, m.number, p.number, a.handle, m.text, m.html, m.alignment,
            m.published_at
        FROM conversations_message m JOIN conversations_topic t ON t.id = m.topic_id
        JOIN actors_actor a ON a.id = m.author_id
        LEFT JOIN conversations_message p ON p.id = m.parent_id ORDER BY 1, 2""",
    "tags": """SELECT t.title, g.tag_id FROM conversations_tagging g
        JOIN conversations_topic t ON t.id = g.topic_id ORDER BY 1, 2""",
    "ideas": """SELECT t.title, s.name, i.category, i.origin, c.idea_count, s.idea_count
        FROM challenges_idea i JOIN conversations_topic t ON t.id = i.topic_id
        JOIN challenges_stage s ON s.id = i.stage_id
        JOIN challenges_challenge c ON c.topic_id = i.challenge_id ORDER BY 1""",
    "credit": """SELECT t.title, a.handle, c.role, c.at FROM conversations_contribution c
        JOIN conversations_topic t ON t.id = c.topic_id
        JOIN actors_actor a ON a.id = c.actor_id ORDER BY 1, 2""",
    "follows": """SELECT t.title, a.handle, f.level FROM conversations_topicfollow f
        JOIN conversations_topic t ON t.id = f.topic_id
        JOIN actors_actor a ON a.id = f.actor_id ORDER BY 1, 2""",
    "log": """SELECT v.kind, a.handle, t.title, m.number, v.published_at, v.source
        FROM activity_activity v JOIN actors_actor a ON a.id = v.actor_id
        LEFT JOIN conversations_topic t ON t.id = v.topic_id
        LEFT JOIN conversations_message m ON m.id = v.message_id
        WHERE v.topic_id IS NOT NULL ORDER BY 1, 2, 3, 4""",
    "ledger": "SELECT source, kind, key, digest FROM exchange_imported ORDER BY kind, key",
    "index": """SELECT m.number, e.title, e.text FROM search_entry e
        JOIN conversations_message m ON m.id = e.message_id ORDER BY 1, 2, 3""",
    "waiting": "SELECT count(*) FROM activity_outbox WHERE activity_id NOT IN "
    "(SELECT id FROM activity_activity WHERE topic_id IS NULL)",
}


def command(site: Path, *words: str) -> tuple[list[str], dict[str, str]]:
    surroundings = {**os.environ, "DATA_DIR": str(site), "PYTHONPATH": str(ROOT)}
    surroundings.pop("DATABASE_URL", None)
    return [sys.executable, "-m", "groundswell", *words], surroundings


def importing(site: Path, tables: Path) -> subprocess.Popen[str]:
    words, surroundings = command(
        site, "import", "decidim", str(tables), "--space", "Our City", "--json"
    )
    return subprocess.Popen(
        words, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def imported(site: Path, tables: Path) -> dict[str, dict[str, int]]:
    """Runs it to its end; gives what it said."""
    out, errors = importing(site, tables).communicate(timeout=LONGEST)
    assert errors == ""
    return json.loads(out.strip().splitlines()[-1])


def rows(site: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(site / "groundswell.sqlite3", timeout=10)) as database:
        return database.execute(query).fetchall()


def topics(site: Path) -> int:
    [[count]] = rows(site, "SELECT count(*) FROM conversations_topic WHERE kind = 'idea'")
    return int(str(count))


def killed(site: Path, tables: Path) -> int:
    """Kills an import once its first batch is in; gives how many topics it left."""
    running = importing(site, tables)
    until = time.monotonic() + LONGEST
    while not topics(site) and time.monotonic() < until:
        time.sleep(0.005)
    time.sleep(0.1)  # it is in the middle of a batch, not between two
    running.send_signal(signal.SIGKILL)
    running.communicate(timeout=LONGEST)
    assert running.returncode == -signal.SIGKILL
    return topics(site)


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A slice of a city's proposals: threads, answers to answers, people who come again."""
    folder = tmp_path / "tables"
    folder.mkdir()
    proposals = [
        {"id": str(n), "title": f"Proposal {n:04}", "author_hash": f"u{n % 70}"}
        for n in range(PROPOSALS)
    ]
    comments = [
        {
            "id": str(10_000 + n),
            "proposal": str(n // COMMENTS_EACH),
            "parent": str(10_000 + n - 1) if n % COMMENTS_EACH else "",
            "author_hash": f"u{n % 90}",
            "created_at": f"2016-03-17 14:{n % 60:02}:{n // 60 % 60:02}",
            "body": f"Comment **{n}** on it, #tag{n % 12}",
        }
        for n in range(PROPOSALS * COMMENTS_EACH)
    ]
    write_table(folder / "proposals.csv", [PROPOSAL | it for it in proposals], [*PROPOSAL])
    write_table(folder / "comments.csv", [COMMENT | it for it in comments], [*COMMENT])
    return folder


@pytest.fixture
def sites(tmp_path: Path, migrated: Migrated) -> tuple[Path, Path]:
    """Two new sites on SQLite, whatever database the tests run on."""
    one, other = tmp_path / "one", tmp_path / "other"
    migrated.put(one)
    migrated.put(other)
    return one, other


def test_killed_import_ends_like_one_that_was_left_alone(
    tables: Path, sites: tuple[Path, Path]
) -> None:
    whole, broken = sites
    imported(whole, tables)

    left = killed(broken, tables)
    assert 0 < left < PROPOSALS
    said = imported(broken, tables)

    assert said["created"]["proposals"] == PROPOSALS - left
    assert said["unchanged"]["proposals"] == left
    for name, query in TABLES.items():
        assert rows(broken, query) == rows(whole, query), name
    assert rows(whole, "PRAGMA integrity_check") == [("ok",)]

    again = imported(broken, tables)

    assert set(again["created"].values()) == {0}
    assert again["unchanged"]["comments"] == PROPOSALS * COMMENTS_EACH
    for name, query in TABLES.items():
        assert rows(broken, query) == rows(whole, query), name
