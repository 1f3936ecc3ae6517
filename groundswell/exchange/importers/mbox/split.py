"""Finds the mails in a file without holding it in memory."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from groundswell.exchange.importers.shapes import SourceError

LONGEST_LINE = 1024 * 1024
CHUNK = 1024 * 1024
MOST_RATIO = 100
LEAST_ROOM = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail stands in the file."""

    start: int
    size: int


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file, unpacked if it is packed."""
    if not path.is_file():
        raise SourceError(f"There is no file {path}.")
    with path.open("rb") as stream:
        if stream.read(2) != b"\x1f\x8b":
            stream.seek(0)
            yield stream
            return
    with TemporaryFile() as plain:
        try:
            with gzip.open(path) as packed:
                _unpack(packed, plain, path)
        except (OSError, EOFError, zlib.error) as error:
            raise SourceError(f"{path} cannot be unpacked: {error}.") from error
        plain.seek(0)
        yield plain


def _unpack(packed: gzip.GzipFile, plain: IO[bytes], path: Path) -> None:
    """Mails pack to a tenth at best; what unpacks to more than a hundred times is no mailbox."""
    room = max(path.stat().st_size * MOST_RATIO, LEAST_ROOM)
    while chunk := packed.read(CHUNK):
        room -= len(chunk)
        if room < 0:
            raise SourceError(f"{path} unpacks to more than any mailbox of its size.")
        plain.write(chunk)


def places(stream: IO[bytes]) -> Iterator[Place]:
    """Every mail: it begins with a line "From " at the start or after an empty line."""
    start: int | None = None
    position, after_empty = 0, True
    while line := stream.readline(LONGEST_LINE):
        if after_empty and line.startswith(b"From "):
            if start is not None:
                yield Place(start, position - start)
            start = position
        after_empty = line in {b"\n", b"\r\n"}
        position += len(line)
    if start is not None:
        yield Place(start, position - start)


def raw_at(stream: IO[bytes], place: Place) -> bytes:
    """The mail without its "From " line, and with its own lines of that look restored."""
    stream.seek(place.start)
    whole = stream.read(place.size)
    body = whole.partition(b"\n")[2]
    return body.replace(b"\n>From ", b"\nFrom ")
