"""Reads a table of responses (tab or comma separated, packed or not), a row at a time."""

import csv
import gzip
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BufferedReader, FileIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Final

from groundswell.core.text.clean import MOST_STORED, is_visible, one_line, storable
from groundswell.core.text.plain import first_words
from groundswell.exchange.importers.shapes import SourceError
from groundswell.exchange.importers.tally import Tally

RESPONSES: Final = "responses"
LONGEST_TITLE: Final = 100
LONGEST_KEY: Final = 200
_LONGEST_FIELD: Final = 4_000_000
_KNOWN: Final = ("id", "text", "title", "author", "sector", "discipline", "at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One response. `key` is its id, or else the number of its row, from 1."""

    key: str
    title: str
    text: str
    author: str = ""
    sector: str = ""
    discipline: str = ""
    at: datetime | None = None
    digest: str
    """Tells whether the words have changed since they were brought."""


def read_responses(path: Path, tally: Tally, limit: int | None = None) -> Iterator[Response]:
    """Every response that says something; the others end in the tally with their reason."""
    seen: set[str] = set()
    for number, row in enumerate(islice(_rows(path), limit), start=1):
        key = row.get("id", "").strip()[:LONGEST_KEY] or str(number)
        if key in seen:
            tally.skip(RESPONSES, "its id is that of an earlier row")
            continue
        seen.add(key)
        text = storable(row["text"]).strip()
        if not is_visible(text):
            tally.skip(RESPONSES, "it says nothing")
        elif len(text) > MOST_STORED:
            tally.skip(RESPONSES, f"it is longer than {MOST_STORED:,} characters")
        else:
            yield _response(key, text, row)


def _response(key: str, text: str, row: dict[str, str]) -> Response:
    def short(name: str, most: int) -> str:
        given = row.get(name, "")
        return one_line(storable(given)[: 2 * most])[:most].strip() if given else ""

    title = short("title", LONGEST_TITLE) or one_line(first_words(text, LONGEST_TITLE))
    title = title or text[:LONGEST_TITLE]
    return Response(
        key=key,
        title=title,
        text=text,
        digest=sha256(f"{title}\0{text}".encode()).hexdigest(),
        author=short("author", 80),
        sector=short("sector", 80),
        discipline=short("discipline", 80),
        at=_moment(row.get("at", "")),
    )


def _moment(written: str) -> datetime | None:
    """The time in ISO 8601; one without a zone is taken as UTC, one that is none as not given."""
    try:
        at = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    line = 1
    with _opened(path) as lines:
        try:
            beginning = next(iter(lines), "")
            names, form = _names(beginning, path), _form(beginning)
            table = csv.DictReader(lines, names, restval="", dialect=form)
            for row in table:
                line = 1 + table.line_num
                yield {name: str(row.get(name) or "") for name in _KNOWN}
        except UnicodeDecodeError as error:
            raise SourceError(f"{path.name} is not UTF-8 text after line {line}.") from error
        except (csv.Error, OSError, EOFError, zlib.error) as error:
            raise SourceError(f"{path.name} cannot be read past line {line}: {error}.") from error


class _Tabbed(csv.excel_tab):
    """Between tabs a quotation mark is only that."""

    quoting = csv.QUOTE_NONE


def _form(beginning: str) -> type[csv.Dialect]:
    return _Tabbed if "\t" in beginning or "," not in beginning else csv.excel


def _names(beginning: str, path: Path) -> list[str]:
    names = next(csv.reader([beginning], dialect=_form(beginning)), [])
    if "text" not in names:
        raise SourceError(f"{path.name} has no column text; its first row names the columns.")
    return names


@contextmanager
def _opened(path: Path) -> Iterator[Iterable[str]]:
    try:
        # Closed with what wraps it.
        bare = gzip.GzipFile(path) if path.suffix == ".gz" else FileIO(path)
    except OSError as error:
        raise SourceError(f"{path} cannot be opened: {error.strerror}.") from error
    with TextIOWrapper(BufferedReader(bare), encoding="utf-8-sig", newline="") as stream:
        yield stream
