"""groundswell recount: counts a decision's public export again, and says whether it agrees."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from groundswell.decisions.counting import CountingError, count, digest, facts, pack, unpack
from groundswell.exchange.console import PlainCommand


class Command(PlainCommand):
    help = "Count a decision's public export again, and say whether it is the published result."
    examples = """\
examples:
  groundswell recount decision.json
  groundswell recount decision.json --json

The export is the file at the decision's address with export/decision.json. Exit codes: 0 the
result is the published one, 1 it is not, the file has none or cannot be read."""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which export."""
        parser.add_argument("file", type=Path, metavar="EXPORT", help="a decision as JSON")
        parser.add_argument("--json", action="store_true", help="the whole result for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Counts, and compares with what the file says was published."""
        try:
            data = _read(options["file"])
            election = unpack(data)
            result = count(election)
            counted = result.data()
        except CountingError as error:
            raise CommandError(f"{options['file']}: {error}") from error
        except ValueError as error:
            raise CommandError(f"{options['file']}: what it says cannot be counted.") from error
        inputs = digest(pack(election))
        published = data.get("result")
        agrees = data.get("inputs") == inputs and facts(published) == facts(counted)
        if options["json"]:
            self.say(json.dumps({"agrees": agrees, "inputs": inputs, **counted}))
        else:
            for said in (*(test.says for test in result.tests), *result.tally.says):
                self.say(str(said))
            self.say(f"Counted from: {inputs}")
            self.say(
                "This is the published result."
                if agrees
                else "The file says of no result that it was published."
                if published is None
                else "This is NOT what was published: the file was changed, or counted otherwise."
            )
        if not agrees:
            raise CommandError("The recount does not agree with the file.")


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except ValueError as error:
        raise CommandError(
            f"{path}: this is no export of a decision. Take the file at its address with "
            "export/decision.json."
        ) from error
