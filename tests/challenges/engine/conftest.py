"""Real short texts, where they are at hand."""

import gzip
import os
from pathlib import Path

import pytest

from tests.laws.source import ROOT


@pytest.fixture(scope="session")
def data():
    """The folder with real data, or a skip that says where it was looked for."""
    folder = Path(os.environ.get("GROUNDSWELL_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "short_texts").is_dir():
        pytest.skip(f"The real texts are not at hand: {folder} has no folder short_texts.")
    return folder


@pytest.fixture(scope="session")
def responses(data):
    """Responses with the true idea of each: all of the first 5,000 ideas."""
    with gzip.open(data / "short_texts" / "responses200k.tsv.gz", "rt", encoding="utf-8") as lines:
        next(lines)
        rows = [line.rstrip("\n").split("\t") for line in lines]
    kept = [(int(idea), text) for idea, _kind, text in rows if int(idea) < 5_000]
    return [idea for idea, _ in kept], [text for _, text in kept]
