"""groundswell ideas: folds near-duplicates and finds themes in a table of texts, for analysts."""

import json
from argparse import ArgumentTypeError
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
from django.core.management.base import CommandError, CommandParser
from rich.console import Console
from rich.table import Table as Listing
from rich.text import Text

from groundswell.challenges.engine import EngineError, Folding, Themes, fold, themes
from groundswell.challenges.engine.table import Table, read_table
from groundswell.challenges.engine.theming import RESOLUTION
from groundswell.exchange.console import Examples, PlainCommand, watched_share

MOST_LISTED = 20
MOST_RESOLUTION = 100


class Command(PlainCommand):
    help = "Fold near-duplicates in a table of texts, or find its themes."
    examples = """\
examples:
  groundswell ideas fold responses.tsv
  groundswell ideas fold responses.tsv.gz --json > groups.json
  groundswell ideas themes responses.tsv --resolution 0.5

FILE is UTF-8 text with tabs between columns, packed by gzip or not; - reads standard
input. The first line names the columns: text, and id where there is one. Without it
a row is known by its number, from 1. The same FILE and seed give the same result."""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One subcommand a question."""
        questions = parser.add_subparsers(dest="question", metavar="WHAT", required=True)
        folding = questions.add_parser(
            "fold",
            help="texts that say the same in almost the same words",
            description="Folds near-duplicates. The machine proposes, people merge.",
            epilog="example:\n  groundswell ideas fold responses.tsv --json",
            formatter_class=Examples,
        )
        _common(folding)
        theming = questions.add_parser(
            "themes",
            help="what the texts are about",
            description="Finds themes, named by their own words; what fits none is listed too.",
            epilog="example:\n  groundswell ideas themes responses.tsv --resolution 2 --json",
            formatter_class=Examples,
        )
        _common(theming)
        theming.add_argument(
            "--resolution",
            type=_above_zero,
            default=RESOLUTION,
            metavar="R",
            help="less than 1 gives fewer themes, more than 1 gives more",
        )
        theming.add_argument(
            "--vectors",
            type=Path,
            metavar="FILE.npy",
            help="an embedding of your own: one row of numbers for each text",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads the table and leads to the question."""
        try:
            table = read_table(options["file"])
            getattr(self, f"handle_{options['question']}")(table, options)
        except EngineError as error:
            raise CommandError(str(error)) from error

    def handle_fold(self, table: Table, options: dict[str, Any]) -> None:
        """Near-duplicates."""
        with watched_share("Folding") as watched:
            folding = fold(table.texts, seed=options["seed"], progress=watched)
        if options["json"]:
            self.say(json.dumps(_groups(table, folding, options), ensure_ascii=False))
        else:
            self.show(_listed_groups(table, folding))

    def handle_themes(self, table: Table, options: dict[str, Any]) -> None:
        """What the texts are about."""
        vectors = _read_vectors(options["vectors"]) if options["vectors"] else None
        with watched_share("Finding themes") as watched:
            found = themes(
                table.texts,
                resolution=options["resolution"],
                seed=options["seed"],
                vectors=vectors,
                progress=watched,
            )
        if options["json"]:
            self.say(json.dumps(_themes(table, found, options), ensure_ascii=False))
        else:
            self.show(_listed_themes(table, found))

    def show(self, listing: Listing) -> None:
        """A table for the person at the terminal."""
        Console(file=cast("IO[str]", self.stdout)).print(listing)


def _groups(table: Table, folding: Folding, options: dict[str, Any]) -> dict[str, Any]:
    """What programs read."""
    return {
        "texts": len(table.texts),
        "seed": options["seed"],
        "groups": [
            {
                "representative": table.ids[group.representative],
                "size": len(group.members),
                "opposites": group.opposites,
                "large": group.large,
                "members": [table.ids[row] for row in group.members],
            }
            for group in folding.groups()
        ],
    }


def _listed_groups(table: Table, folding: Folding) -> Listing:
    """The largest groups, for people."""
    several = int((folding.size > 1).sum())
    listing = Listing(
        title=f"{len(table.texts):,} texts, {len(folding):,} groups, {several:,} of more than one",
        title_justify="left",
        caption="opposites: only some members carry a negation. large: more than a hundredth of "
        "all. Look at both before you combine anything.",
        caption_justify="left",
    )
    listing.add_column("texts", justify="right")
    listing.add_column("said like this")
    listing.add_column("look at")
    for group in islice(folding.groups(), min(several, MOST_LISTED)):
        marks = [name for name in ("opposites", "large") if getattr(group, name)]
        shown = Text(table.texts[group.representative], overflow="ellipsis", no_wrap=True)
        listing.add_row(str(len(group.members)), shown, ", ".join(marks))
    return listing


def _themes(table: Table, found: Themes, options: dict[str, Any]) -> dict[str, Any]:
    """What programs read."""
    return {
        "texts": len(table.texts),
        "seed": options["seed"],
        "resolution": options["resolution"],
        "themes": [
            {
                "label": theme.label,
                "words": list(theme.words),
                "size": len(theme.members),
                "coverage": round(theme.coverage, 6),
                "representatives": [table.ids[row] for row in theme.representatives],
                "members": [table.ids[row] for row in theme.members],
            }
            for theme in found
        ],
        "unthemed": [table.ids[row] for row in found.unthemed.tolist()],
    }


def _listed_themes(table: Table, found: Themes) -> Listing:
    """Every theme with the most central of its texts, for people."""
    apart = len(found.unthemed)
    listing = Listing(
        title=f"{len(table.texts):,} texts, {len(found):,} themes; {apart:,} in no theme",
        title_justify="left",
    )
    listing.add_column("texts", justify="right")
    listing.add_column("share", justify="right")
    listing.add_column("theme")
    listing.add_column("for example")
    for theme in found:
        example = Text(table.texts[theme.representatives[0]], overflow="ellipsis", no_wrap=True)
        listing.add_row(
            f"{len(theme.members):,}", f"{theme.coverage:.1%}", Text(theme.label), example
        )
    return listing


def _read_vectors(path: Path) -> Any:
    """An array as numpy writes it; nothing in it is run."""
    try:
        return np.load(path, allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise EngineError(f"{path} is not an array of numbers as numpy writes it.") from error


def _above_zero(text: str) -> float:
    """A resolution."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= MOST_RESOLUTION:
        raise ArgumentTypeError(f"{text} is not a number above 0, and at most {MOST_RESOLUTION}")
    return number


def _common(parser: CommandParser) -> None:
    """What every question takes."""
    parser.add_argument("file", metavar="FILE", help="a table with a column text; - for input")
    parser.add_argument("--json", action="store_true", help="one JSON object, for programs")
    parser.add_argument("--seed", type=_seed, default=0, metavar="N", help="0 if not said")


def _seed(text: str) -> int:
    """A number that chance starts from."""
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text} is not a whole number of 0 or more")
    return int(text)
