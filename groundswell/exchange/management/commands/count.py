"""groundswell count: counts the ranked ballots of a BLT file, for anyone."""

import json
import sys
from pathlib import Path
from typing import Any, cast

from django.core.management.base import CommandError, CommandParser
from rich.console import Console
from rich.table import Table as Listing
from rich.text import Text

from groundswell.decisions.counting import (
    RANKED,
    Count,
    CountingError,
    Election,
    Table,
    count_as,
    read_blt,
)
from groundswell.decisions.counting.said import shown
from groundswell.exchange.console import PlainCommand

MOST_BYTES = 64 * 1024 * 1024


class Command(PlainCommand):
    help = "Count the ranked ballots of a BLT file, by one method or several side by side."
    examples = """\
examples:
  groundswell count board.blt --method stv
  groundswell count board.blt --method irv --method ranked_pairs
  groundswell count board.blt --method all --seats 1 --json
  cat board.blt | groundswell count - --method irv --ties draw

Methods: irv (instant run-off), stv (single transferable vote, Scottish rules with exact
fractions), ranked_pairs (Condorcet); all counts the ballots by each. Exit codes: 0 counted
(a tie is a result), 1 the file cannot be read, 2 wrong usage. docs/decisions.md explains
the JSON."""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, counted how."""
        parser.add_argument("file", metavar="FILE.blt", help="ballots; - reads standard input")
        parser.add_argument(
            "--method",
            action="append",
            choices=[*RANKED, "all"],
            help="may be given several times; stv when it is not given",
        )
        parser.add_argument("--seats", type=int, metavar="N", help="instead of what the file says")
        parser.add_argument(
            "--ties",
            choices=["none", "prior", "draw"],
            default="none",
            help="what breaks a tie: nothing, the order of the file, or a draw that the ballots "
            "seed",
        )
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, counts, and says what came of it."""
        election = self.read(options)
        asked = options["method"] or ["stv"]
        methods = RANKED if "all" in asked else tuple(dict.fromkeys(asked))
        counts = [count_as(election, method) for method in methods]
        if options["json"]:
            self.say(json.dumps(as_json(election, counts), ensure_ascii=False))
            return
        for result in counts:
            self.show(election, result)

    def read(self, options: dict[str, Any]) -> Election:
        """The election, or a sentence that says what is wrong with the file."""
        name, seats = options["file"], options["seats"]
        if seats is not None and seats < 1:
            raise CommandError("There has to be at least one seat.", returncode=2)
        raw = sys.stdin.buffer.read(MOST_BYTES + 1) if name == "-" else Path(name).read_bytes()
        if len(raw) > MOST_BYTES:
            raise CommandError(f"{name} is larger than 64 MB.")
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CommandError(f"{name} is not text in UTF-8.") from error
        try:
            election = read_blt(text, seats=seats, ties=options["ties"])
        except CountingError as error:
            raise CommandError(f"{name}: {error}") from error
        return election

    def show(self, election: Election, result: Count) -> None:
        """Every round in words and as a table."""
        out = Console(file=cast("Any", self.stdout))
        title = " - ".join(part for part in (election.title, result.method) if part)
        out.print(Text(title, style="bold"))
        for step, told in enumerate(result.tally.rounds, start=1):
            for said in told.says:
                out.print(Text(f"{step}. {said}"))
            out.print(listing(told.table))
        for table in result.tally.tables:
            out.print(listing(table))
        for said in (*(test.says for test in result.tests), *result.tally.says):
            out.print(Text(str(said), style="bold"))
        out.print()


def listing(table: Table) -> Listing:
    """A table for the person at the terminal."""
    made = Listing(title=Text(table.title), title_justify="left")
    for place, heading in enumerate(table.heading):
        made.add_column(Text(heading), justify="left" if place == 0 else "right")
    for row in table.rows:
        made.add_row(*(Text(shown(cell)) for cell in row))
    return made


def as_json(election: Election, counts: list[Count]) -> dict[str, Any]:
    """What programs read: the file's own facts, and each count."""
    return {
        "title": election.title,
        "options": len(election.candidates),
        "withdrawn": [one.key for one in election.candidates if one.withdrawn],
        "ballots": election.cast,
        "counts": [result.data() for result in counts],
    }
