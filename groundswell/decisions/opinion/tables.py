"""Tables of comma-separated values, packed or not, with refusals that name the line."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

from groundswell.decisions.opinion.shapes import OpinionError

_MOST_FIELD: Final = 10_000_000


def found(folder: Path, name: str) -> Path | None:
    """A table of a folder, as it is or packed."""
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    return None


class Table:
    """One table while it is read."""

    def __init__(self, path: Path, lines: Iterator[list[str]]) -> None:
        self.path = path
        self._lines = lines
        self.header = [name.strip() for name in next(lines, [])]
        if not self.header:
            raise OpinionError(f"{path} is empty.")
        self._place = {name.lower(): place for place, name in enumerate(self.header)}

    def maybe(self, names: Sequence[str]) -> int | None:
        """The place of the first of these columns that is there."""
        return next((self._place[name] for name in names if name in self._place), None)

    def column(self, names: Sequence[str]) -> int:
        """The same; one of them has to be there."""
        place = self.maybe(names)
        if place is None:
            wanted = " or ".join(names)
            raise OpinionError(f"{self.path} has no column {wanted}.")
        return place

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row that is not empty, with its number; the first line has the names."""
        for number, row in enumerate(self._lines, start=2):
            if not row:
                continue
            if len(row) != len(self.header):
                raise OpinionError(
                    f"{self.path}, row {number}: {len(row)} values under "
                    f"{len(self.header)} columns."
                )
            yield number, row

    def text(self, row: list[str], *names: str) -> str:
        """What stands in the first of these columns that is there."""
        place = self.maybe(names)
        return "" if place is None else row[place].strip()

    def number(self, text: str, row: int) -> int:
        """A whole number."""
        try:
            return int(text)
        except ValueError:
            raise OpinionError(
                f"{self.path}, row {row}: {text[:40]!r} is not a whole number."
            ) from None

    def one_of(self, text: str, values: Mapping[str, int], row: int) -> int:
        """One of the values."""
        try:
            return values[text.strip()]
        except KeyError:
            raise OpinionError(
                f"{self.path}, row {row}: {text[:40]!r} is not a vote; a vote is 1, 0 or -1."
            ) from None


@contextmanager
def opened(path: Path) -> Iterator[Table]:
    """A table; what cannot be read is said in a sentence."""
    try:
        with _lines(path) as lines:
            yield Table(path, lines)
    except (UnicodeDecodeError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise OpinionError(f"{path} is not a table in UTF-8: {error}.") from error
    except csv.Error as error:
        raise OpinionError(f"{path} is not a table of comma-separated values: {error}.") from error


def whole(path: Path) -> list[list[str]]:
    """All lines of a small table without a head."""
    try:
        with _lines(path) as lines:
            return list(lines)
    except (UnicodeDecodeError, gzip.BadGzipFile, zlib.error, EOFError, csv.Error) as error:
        raise OpinionError(f"{path} is not a table in UTF-8: {error}.") from error


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[list[str]]]:
    csv.field_size_limit(_MOST_FIELD)
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as raw:
        # A packed file is read like any other; its type says less.
        text = io.TextIOWrapper(cast("IO[bytes]", raw), encoding="utf-8-sig", newline="")
        yield csv.reader(text)
