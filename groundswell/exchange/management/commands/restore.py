"""groundswell restore: a backup becomes a working site, which sends nothing until it is told."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from groundswell.exchange.backups.restoring import go_live, restore
from groundswell.exchange.console import PlainCommand, progress


class Command(PlainCommand):
    help = "Bring a backup back to a working site."
    examples = """\
examples:
  groundswell restore groundswell-20260301-030000.tar.gz
  groundswell restore monday.tar.gz --force
  groundswell restore --go-live

A restored site is held: it sends no mail and no notifications, and takes no
mail from outside, so that a copy never speaks for the original. Look at it;
then `groundswell restore --go-live`, and start it again."""
    # Django would look into a database that is not there yet.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, or that all is well."""
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="what backup wrote")
        parser.add_argument(
            "--force", action="store_true", help="put aside the community that is here"
        )
        parser.add_argument(
            "--go-live", action="store_true", help="let a restored site send mail again"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One or the other."""
        if options["go_live"] == bool(options["file"]):
            raise CommandError("Name a FILE, or say --go-live.", returncode=2)
        if options["go_live"]:
            was_held = go_live()
            done = "Held no more. Start the site again." if was_held else "It was not held."
            self.say(done)
            return
        with progress("Unpacking bytes") as advanced:
            manifest = restore(options["file"], force=options["force"], advanced=advanced)
        self.say(f"Restored what was at {manifest.get('site')} on {manifest.get('made_at')}.")
        self.say(
            "The site is held: it sends nothing. Look at it, then: groundswell restore --go-live"
        )
