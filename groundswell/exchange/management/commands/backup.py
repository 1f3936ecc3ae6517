"""groundswell backup: database and files in one archive, while people post."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from groundswell.core.clock import now
from groundswell.exchange.backups.making import make_backup
from groundswell.exchange.console import PlainCommand, progress, size_of
from groundswell.exchange.importers.shapes import SourceError


class Command(PlainCommand):
    help = "Write database and files to one archive, while people post."
    examples = """\
examples:
  groundswell backup
  groundswell backup /srv/backups/monday.tar.gz

The file holds everything, the keys too: keep it where only you can read it.
`groundswell restore FILE` brings it back."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to: named as `restore` names it, or as `export` does."""
        parser.add_argument(
            "file", type=Path, nargs="?", metavar="FILE", help="here: groundswell-DATE.tar.gz"
        )
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the same")

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes it."""
        if options["file"] and options["output"]:
            raise CommandError("Name one FILE.", returncode=2)
        target: Path = (
            options["file"]
            or options["output"]
            or Path(f"groundswell-{now():%Y%m%d-%H%M%S}.tar.gz")
        )
        if target.is_dir() or not target.absolute().parent.is_dir():
            raise SourceError(f"{target} is no place for a file.")
        with progress("Packing bytes") as advanced:
            made = make_backup(target.absolute(), advanced)
        packed = size_of(target.stat().st_size)
        self.say(f"{target}: {made.files:,} files, {size_of(made.size)} packed into {packed}.")
