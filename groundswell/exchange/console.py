"""How the commands of this app speak: progress on a terminal, sentences for errors, exit codes."""

import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from groundswell.core.errors import DomainError
from groundswell.exchange.importers.shapes import SourceError

Advance = Callable[[int], None]


class Examples(RawDescriptionHelpFormatter):
    """Keeps the lines of the examples as they are written."""


class PlainCommand(BaseCommand):
    """A command whose refusals are sentences: exit code 1, and no trace of the program."""

    examples = ""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Puts the examples under the options."""
        kwargs.setdefault("formatter_class", Examples)
        return super().create_parser(prog_name, subcommand, epilog=self.examples, **kwargs)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Runs it; what cannot be done is said."""
        try:
            return super().execute(*args, **options)
        except (SourceError, DomainError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            raise CommandError(f"{place}{error.strerror or error}.") from error

    def say(self, line: str = "") -> None:
        """One line for the person at the terminal."""
        self.stdout.write(line)


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


def size_of(count: int) -> str:
    """Bytes as people say them."""
    size = float(count)
    for unit in ("bytes", "KB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.2f} GB"
