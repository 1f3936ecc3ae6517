"""How the commands of this app speak: progress on a terminal, and sentences for sources."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from groundswell.core import console
from groundswell.core.console import Examples, Sentences
from groundswell.core.errors import DomainError
from groundswell.exchange.importers.shapes import SourceError

__all__ = [
    "Advance",
    "Examples",
    "PlainCommand",
    "Sentences",
    "progress",
    "size_of",
    "watched_share",
]

Advance = Callable[[int], None]


class PlainCommand(console.PlainCommand):
    """A command that also says in a sentence why it cannot read what it was given."""

    refusals = (SourceError, DomainError)


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Advance]:
    """A bar on a terminal, and silence in a file or a pipe."""
    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda count: bar.advance(task, count)


@contextmanager
def watched_share(title: str) -> Iterator[Callable[[float], None]]:
    """The same for work that tells what share of it is done, from 0 to 1; in hundredths."""
    shown = 0
    with progress(title, 100) as advanced:

        def watched(done: float) -> None:
            nonlocal shown
            advanced(int(100 * done) - shown)
            shown = int(100 * done)

        yield watched


def size_of(count: int) -> str:
    """Bytes as people say them."""
    size = float(count)
    for unit in ("bytes", "KB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.2f} GB"
