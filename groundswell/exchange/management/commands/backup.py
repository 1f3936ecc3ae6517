"""groundswell backup: database and files in one archive, while people post."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from groundswell.core.clock import now
from groundswell.exchange.backups.making import make_backup
from groundswell.exchange.console import PlainCommand, progress, size_of
from groundswell.exchange.importers.shapes import SourceError


class Command(PlainCommand):
    help = "Write database and files to one archive, while people post."
    examples = """\
examples:
  groundswell backup
  groundswell backup -o /srv/backups/monday.tar.gz

The file holds everything, the keys too: keep it where only you can read it.
`groundswell restore FILE` brings it back."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument(
            "-o", "--output", type=Path, metavar="FILE", help="here: groundswell-DATE.tar.gz"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes it."""
        target: Path = options["output"] or Path(f"groundswell-{now():%Y%m%d-%H%M%S}.tar.gz")
        if target.is_dir() or not target.absolute().parent.is_dir():
            raise SourceError(f"{target} is no place for a file.")
        with progress("Packing bytes") as advanced:
            made = make_backup(target.absolute(), advanced)
        packed = size_of(target.stat().st_size)
        self.say(f"{target}: {made.files:,} files, {size_of(made.size)} packed into {packed}.")
