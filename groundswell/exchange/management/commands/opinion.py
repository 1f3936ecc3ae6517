"""groundswell opinion: the map of a conversation in the field's exchange format, for analysts."""

import json
from argparse import ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import CommandError, CommandParser
from rich.console import Console
from rich.table import Table as Listing
from rich.text import Text

from groundswell.decisions.opinion import (
    AGREE,
    DISAGREE,
    OpinionError,
    OpinionMap,
    Tally,
    mapped,
    on_groups,
)
from groundswell.decisions.opinion.consensus import Sided
from groundswell.decisions.opinion.describing import described
from groundswell.decisions.opinion.folder import Conversation, read_folder, read_groups
from groundswell.exchange.console import Examples, PlainCommand, watched_share


class Command(PlainCommand):
    help = "Draw the opinion map of a published conversation: axes, groups, what unites them."
    examples = """\
examples:
  groundswell opinion analyse FOLDER
  groundswell opinion analyse FOLDER --json > map.json
  groundswell opinion analyse FOLDER --groups groups.csv --json

FOLDER is a conversation in the exchange format of the field: comments.csv (or statements.csv),
and votes.csv or participants-votes.csv, packed by gzip or not. Agreement is 1 in all that is
written. The same votes and seed give the same map, in whatever order the votes stand."""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One subcommand a question."""
        questions = parser.add_subparsers(dest="question", metavar="WHAT", required=True)
        analysing = questions.add_parser(
            "analyse",
            help="axes, people on the map, groups, and lists of statements",
            description="Draws the map, looks for groups and says whether they are distinct.",
            epilog="example:\n  groundswell opinion analyse FOLDER --json",
            formatter_class=Examples,
        )
        analysing.add_argument("folder", type=Path, metavar="FOLDER", help="a conversation")
        analysing.add_argument("--json", action="store_true", help="one JSON object, for programs")
        analysing.add_argument("--seed", type=_seed, default=0, metavar="N", help="0 if not said")
        analysing.add_argument(
            "--groups",
            type=Path,
            metavar="FILE.csv",
            help="groups of your own, in columns participant and group: the lists are made on them",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads the folder and draws the map."""
        try:
            conversation = read_folder(options["folder"])
            made = self._made(conversation, options)
        except OpinionError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            about = {"seed": options["seed"], "published": _published(conversation)}
            self.say(json.dumps({**described(made), **about}, ensure_ascii=False))
            return
        for listing in _listings(made, conversation):
            Console(file=cast("IO[str]", self.stdout)).print(listing)

    def _made(self, conversation: Conversation, options: dict[str, Any]) -> OpinionMap:
        """On the groups of a file, or on those that the votes show."""
        if options["groups"]:
            groups = read_groups(options["groups"])
            known = conversation.votes.whose
            missing = [name for some in groups.values() for name in some if name not in known]
            if len(missing) == sum(map(len, groups.values())):
                raise OpinionError(f"{options['groups']} names nobody who voted here.")
            if missing:
                self.stderr.write(f"Left aside, for they did not vote: {', '.join(missing[:20])}.")
            return on_groups(conversation.votes, groups, seed=options["seed"])
        with watched_share("Drawing the map") as watched:
            return mapped(conversation.votes, seed=options["seed"], progress=watched)


def _published(conversation: Conversation) -> dict[str, int]:
    """How many groups the folder itself names, and how many people it puts into one."""
    groups = conversation.groups
    return {"groups": len(groups), "grouped": sum(len(members) for members in groups.values())}


def _listings(made: OpinionMap, conversation: Conversation) -> Iterator[Listing | Text]:
    """What a person at a terminal wants to know."""
    texts = {one.name: one.text for one in conversation.statements}
    names = made.votes.statements
    about = conversation.about.get("topic", "")
    if about:
        yield Text(about, style="bold")
    yield Text(
        f"{len(made.votes.people):,} people, {len(names):,} statements, {len(made.votes):,} votes; "
        f"{len(made.people):,} people on the map."
    )
    yield Text(_verdict(made))
    for note in made.blocs:
        yield Text(
            f"{len(note.bloc.people):,} people ({note.bloc.share:.0%}) voted exactly alike. "
            + ("There are" if note.distinct_without else "There are no")
            + " distinct groups when they count as one person."
        )
    for title, sided, tally in _lists(made):
        listing = Listing("said by", "statement", title=title, title_justify="left", min_width=60)
        for place, side in sided:
            said = tally.agree[place] if side == AGREE else tally.disagree[place]
            verb = "agree" if side == AGREE else "disagree"
            text = Text(texts[names[place]] or names[place], overflow="ellipsis", no_wrap=True)
            listing.add_row(f"{said / max(tally.seen[place], 1):.0%} {verb}", text)
        if sided:
            yield listing


def _lists(made: OpinionMap) -> Iterator[tuple[str, list[Sided], Tally]]:
    """Each list with its title, and whose votes stand beside it."""
    if made.distinct:
        for group in made.groups:
            title = f"Group {group.letter}, {len(group.members):,} people, says"
            yield title, group.representative, group.tally
        shared = [Sided(one, AGREE) for one in made.bridging]
        yield "What every group agrees with", shared, made.everybody
    agreed = [Sided(one, AGREE) for one in made.majority.agree]
    disagreed = [Sided(one, DISAGREE) for one in made.majority.disagree]
    yield "What most people say", agreed + disagreed, made.everybody


def _verdict(made: OpinionMap) -> str:
    """Whether there are groups, in words."""
    if made.given:
        return f"{len(made.groups)} groups, as given."
    figures = f"silhouette {made.silhouette:.2f}"
    if made.stability is not None:
        figures += (
            f", stability over people {made.stability.people:.2f}"
            f" and over statements {made.stability.statements:.2f}"
        )
    if made.distinct:
        return f"{len(made.groups)} groups ({figures})."
    return f"No distinct groups ({figures})."


def _seed(text: str) -> int:
    """A number that chance starts from."""
    if not (text.isascii() and text.isdecimal()):
        raise ArgumentTypeError(f"{text} is not a whole number of 0 or more")
    return int(text)
