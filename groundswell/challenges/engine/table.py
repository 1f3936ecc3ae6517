"""Reads a table of texts: tab-separated, UTF-8, packed or not, a header that names the columns."""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from groundswell.challenges.engine.shapes import EngineError

TEXT, ID = "text", "id"
LONGEST_ROW = 100_000
STDIN = "-"
_PACKED = b"\x1f\x8b"


@dataclass(slots=True)
class Table:
    """The texts with the id of each: what the column says, or the row's number from 1."""

    ids: list[str | int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def read_table(name: str) -> Table:
    """Reads FILE, or standard input for `-`; what is wrong is said with its line."""
    title = "The input" if name == STDIN else Path(name).name
    if name == STDIN:
        return _read(cast("io.BufferedReader", sys.stdin.buffer), title)
    with Path(name).open("rb") as stream:
        return _read(stream, title)


def _read(stream: io.BufferedReader, title: str) -> Table:
    packed = stream.peek(len(_PACKED)).startswith(_PACKED)
    opened: BinaryIO | gzip.GzipFile = gzip.GzipFile(fileobj=stream) if packed else stream
    try:
        return _filled(_lines(opened, title), title)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise EngineError(f"{title} is packed, and broken: {error}.") from error


def _lines(stream: BinaryIO | gzip.GzipFile, title: str) -> Iterator[tuple[int, list[str]]]:
    """Each line's number and its cells. Tabs part cells, and quotes are signs like any other."""
    number = 0
    while line := stream.readline(4 * LONGEST_ROW + 2):
        number += 1
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            long = len(line) > 4 * LONGEST_ROW
            raise _too_long(title, number) if long else _not_utf8(title, number) from error
        if len(text) > LONGEST_ROW:
            raise _too_long(title, number)
        yield number, text.rstrip("\r\n").split("\t")


def _too_long(title: str, number: int) -> EngineError:
    return EngineError(f"{title}, line {number}: longer than {LONGEST_ROW:,} characters.")


def _not_utf8(title: str, number: int) -> EngineError:
    return EngineError(f"{title}, line {number}: not UTF-8. Save the table as UTF-8 text.")


def _filled(lines: Iterator[tuple[int, list[str]]], title: str) -> Table:
    _, header = next(lines, (0, []))
    if not any(header):
        raise EngineError(f"{title} is empty: its first line must name the columns.")
    names = [name.strip().casefold() for name in header]
    if TEXT not in names:
        listed = ", ".join(header)
        raise EngineError(f"{title} has no column {TEXT}; its first line names: {listed}.")
    table = Table()
    place, own = names.index(TEXT), names.index(ID) if ID in names else None
    for number, cells in lines:
        if len(cells) <= max(place, own or 0) and any(cells):
            raise EngineError(
                f"{title}, line {number}: {len(cells)} of the {len(names)} columns that the first "
                "line names."
            )
        table.texts.append(cells[place].strip() if any(cells) else "")
        table.ids.append(len(table.ids) + 1 if own is None else _id(cells, own, number))
    _check(table, title)
    return table


def _id(cells: list[str], own: int, number: int) -> str | int:
    """What the column says; a blank line is known by its number."""
    return (cells[own].strip() if any(cells) else "") or f"line {number}"


def _check(table: Table, title: str) -> None:
    if not table.texts:
        raise EngineError(f"{title} has no rows below its first line.")
    if not any(table.texts):
        raise EngineError(f"{title} has nothing in its column {TEXT}.")
    if len(set(table.ids)) < len(table.ids):
        seen: set[str | int] = set()
        twice = next(each for each in table.ids if each in seen or seen.add(each))  # type: ignore[func-returns-value]
        raise EngineError(f"{title} has the id {twice} twice: every row needs its own.")
