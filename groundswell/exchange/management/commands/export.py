"""groundswell export: writes a space and everything said in it to one file."""

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import CommandParser

from groundswell.exchange.console import Examples, PlainCommand, progress, size_of
from groundswell.exchange.exporters.archive import pack_space
from groundswell.exchange.importers.place import find_space
from groundswell.exchange.importers.shapes import SourceError


class Command(PlainCommand):
    help = "Write a space and everything said in it to one file."
    examples = """\
examples:
  groundswell export space our-city
  groundswell export space "Our city" -o our-city.zip

The file is a zip of pages to read, JSON lines in ActivityStreams terms, and the
media. `groundswell import archive FILE` brings it back."""

    def add_arguments(self, parser: CommandParser) -> None:
        """One subcommand a noun."""
        nouns = parser.add_subparsers(dest="noun", metavar="WHAT", required=True)
        space = nouns.add_parser(
            "space",
            help="one space",
            description="Writes one space.",
            epilog="example:\n  groundswell export space our-city -o our-city.zip",
            formatter_class=Examples,
        )
        space.add_argument("name", metavar="NAME", help="handle or name of the space")
        space.add_argument("-o", "--output", type=Path, metavar="FILE", help="here: HANDLE.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        """Packs beside the target, so that a broken export never looks like a whole one."""
        space = find_space(options["name"])
        if space is None:
            raise SourceError(f"There is no space {options['name']}.")
        target: Path = options["output"] or Path(f"{space.handle}.zip")
        if not target.parent.is_dir():
            raise SourceError(f"There is no folder {target.parent}.")
        with NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as part:
            path = Path(part.name)
        try:
            with progress("Packing messages") as advanced:
                packed = pack_space(space, path, advanced)
            path.chmod(0o600)
            path.replace(target)
        finally:
            path.unlink(missing_ok=True)
        for name in packed.missing:
            self.stderr.write(f"The file {name} is not in the media folder and was left out.")
        for noun, count in packed.left_out.items():
            self.stderr.write(f"An archive has no place for {noun}: {count:,} were left out.")
        said, topics = packed.counts["messages"], packed.counts["topics"]
        size = size_of(target.stat().st_size)
        self.say(f"{target}: {topics:,} topics with {said:,} messages, {size}.")
