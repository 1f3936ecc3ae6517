"""Folders of Decidim's tables: small ones written here, and the real one where it is at hand."""

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.laws.source import ROOT

PROPOSAL = {
    "id": "1",
    "title": "A bench by the pond",
    "summary": "So that one can sit down.",
    "category__name": "Bon viure",
    "subcategory__name": "Cicles de vida ",
    "district__name": "Sarrià - Sant Gervasi",
    "source": "citizen",
    "status": "1",
    "created_at": "22/01/2016",
    "author_hash": "u94245085ec",
}
COMMENT = {
    "id": "10",
    "proposal": "1",
    "parent": "",
    "author_hash": "uf4ba91b701",
    "alignment": "1.0",
    "created_at": "2016-03-17 14:25:48",
    "hidden": "False",
    "body": "Yes, please.",
}


def write_table(path: Path, rows: list[dict[str, str]], columns: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, columns)
        table.writeheader()
        table.writerows(rows)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes the two tables; each row names only what differs from the usual one."""

    def write(proposals: list[dict[str, str]], comments: list[dict[str, str]] = []) -> Path:  # noqa: B006 - only read
        write_table(tmp_path / "proposals.csv", [PROPOSAL | it for it in proposals], [*PROPOSAL])
        write_table(tmp_path / "comments.csv", [COMMENT | it for it in comments], [*COMMENT])
        return tmp_path

    return write


@pytest.fixture
def told() -> Callable[..., dict[str, Any]]:
    """Runs a command with --json and gives what its last line says."""

    def run(*words: object) -> dict[str, Any]:
        out = io.StringIO()
        call_command(*map(str, words), "--json", stdout=out)
        return json.loads(out.getvalue().strip().splitlines()[-1])

    return run


@pytest.fixture(scope="session")
def barcelona() -> Path:
    """The real tables, which are not part of the project."""
    data = Path(os.environ.get("GROUNDSWELL_DATA", ROOT.parent / "shared" / "data"))
    folder = data / "decidim_barcelona"
    if not folder.is_dir():
        pytest.skip("The tables of Decidim Barcelona are not here; GROUNDSWELL_DATA names them.")
    return folder
