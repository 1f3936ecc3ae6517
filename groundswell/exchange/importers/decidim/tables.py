"""Reads tables of comma-separated values, packed or not, and says plainly what is wrong."""

import csv
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from groundswell.exchange.importers.shapes import SourceError

LONGEST_FIELD = 4_000_000

Row = dict[str, str]


def read_table(folder: Path, name: str, needed: set[str]) -> Iterator[Row]:
    """The rows of `name`.csv or `name`.csv.gz; a missing column stops before the first."""
    path = _find(folder, name)
    csv.field_size_limit(LONGEST_FIELD)
    with _opened(path) as stream:
        table = csv.DictReader(stream, restval="")
        try:
            missing = sorted(needed - set(table.fieldnames or ()))
            if missing:
                raise SourceError(f"{path.name} has no column {', '.join(missing)}.")
            for row in table:
                yield {str(key): str(value or "") for key, value in row.items() if key}
        except (csv.Error, OSError, EOFError, zlib.error) as error:
            place = f"{path.name} cannot be read past line {table.line_num}"
            raise SourceError(f"{place}: {error}.") from error


def _find(folder: Path, name: str) -> Path:
    if not folder.is_dir():
        raise SourceError(f"There is no folder {folder}.")
    for path in (folder / f"{name}.csv", folder / f"{name}.csv.gz"):
        if path.is_file():
            return path
    raise SourceError(f"The folder {folder} has neither {name}.csv nor {name}.csv.gz.")


def _opened(path: Path) -> TextIO:
    try:
        if path.suffix == ".gz":
            return gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline="")
        return path.open(encoding="utf-8-sig", errors="replace", newline="")
    except OSError as error:
        raise SourceError(f"{path} cannot be opened: {error.strerror}.") from error
