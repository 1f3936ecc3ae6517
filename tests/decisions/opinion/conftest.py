"""Real conversations, where they are at hand."""

import csv
import gzip
import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from groundswell.decisions.opinion.folder import read_folder
from tests.laws.source import ROOT

PUBLISHED = [
    "2dhnep37ie",
    "2fzs33rmbr",
    "2rbpz7ivat",
    "3n77nvkhri",
    "4cacski7ha",
    "4hnmy3zeff",
    "4n3iy7ewmk",  # typos: ignore
    "4remmbdyph",
    "56eav4fh98",
    "5huyhtuvrm",
    "6bmejxaanc",
    "6s8bxtsfrs",
    "8svxmefhi8",
    "9tjdr6jmkr",
]


@dataclass
class Published:
    """A conversation with the mathematics that was published of it."""

    folder: Path

    @cached_property
    def math(self):
        with gzip.open(self.folder / "math.json.gz") as packed:
            return json.load(packed)

    @cached_property
    def votes(self):
        return read_folder(self.folder).votes

    @property
    def groups(self):
        """The people of each published group, through the small circles that it is made of."""
        circles = self.math["base-clusters"]
        inside = dict(zip(circles["id"], circles["members"], strict=True))
        return {
            str(group["id"]): [str(one) for circle in group["members"] for one in inside[circle]]
            for group in self.math["group-clusters"]
        }


def real(name):
    """A folder of real data, or a skip that says where it was looked for."""
    data = Path(os.environ.get("GROUNDSWELL_DATA", ROOT.parent / "shared" / "data"))
    if not (data / name).is_dir():
        pytest.skip(f"The real conversations are not at hand: {data} has no folder {name}.")
    return data / name


@pytest.fixture(params=PUBLISHED)
def published(request):
    """Each published conversation."""
    return Published(real(f"polis_published/{request.param}"))


@pytest.fixture
def conversation(tmp_path):
    """A folder with the tables that are given, each a list of rows."""

    def written(**tables):
        for name, rows in tables.items():
            with (tmp_path / f"{name.replace('_', '-')}.csv").open("w", newline="") as out:
                csv.writer(out).writerows(rows)
        return tmp_path

    return written
