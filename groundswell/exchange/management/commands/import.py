"""groundswell import: brings in what was said elsewhere."""

import os
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import CommandParser

from groundswell.core.rows import make_room, tell_planner
from groundswell.exchange.console import Advance, Examples, PlainCommand, progress
from groundswell.exchange.importers import decidim, mbox
from groundswell.exchange.importers.archive import open_archive
from groundswell.exchange.importers.archive.bring import bring
from groundswell.exchange.importers.chatlog import bring_chatlog
from groundswell.exchange.importers.place import find_person
from groundswell.exchange.importers.polis import bring_conversation
from groundswell.exchange.importers.responses.lots import lots_of
from groundswell.exchange.importers.responses.run import Delivery, bring_responses
from groundswell.exchange.importers.run import Errand, run
from groundswell.exchange.importers.tally import Tally
from groundswell.spaces.models import Space

PATIENCE = 10
"""Of nice(2)."""
MEGABYTES = 200
"""Of the database at hand."""


class Command(PlainCommand):
    help = "Bring in what was said elsewhere: decidim, mbox, chatlog, responses, polis, archive."
    examples = """\
examples:
  groundswell import decidim open-data/ --space "Our city" --dry-run
  groundswell import decidim open-data/ --space our-city --steward ada
  groundswell import mbox list.mbox --space gardeners
  groundswell import chatlog chat.csv --space gardeners --title "Chat of 3 May"
  groundswell import responses answers.tsv.gz --challenge "Dry cellars" --space river-watch
  groundswell import polis conversation/ --space river-watch
  groundswell import archive our-city.zip

Running the same import again adds what is new, and nothing twice.
`groundswell import SOURCE --help` tells the options of each."""

    def add_arguments(self, parser: CommandParser) -> None:
        """One subcommand a source."""
        sources = parser.add_subparsers(dest="from", metavar="SOURCE", required=True)
        table = sources.add_parser(
            "decidim",
            help="proposals and comments from a Decidim site's open data",
            description="Reads proposals.csv and comments.csv (or .csv.gz) of a folder.",
            epilog='example:\n  groundswell import decidim open-data/ --space "Our city"',
            formatter_class=Examples,
        )
        table.add_argument("folder", type=Path, metavar="FOLDER")
        table.add_argument("--limit", type=positive, help="only the first N proposals")
        table.add_argument(
            "--as",
            dest="shape",
            choices=["ideas", "topics"],
            default="ideas",
            help="what proposals become: ideas of a challenge (the usual), or plain topics",
        )
        _common(table)
        mails = sources.add_parser(
            "mbox",
            help="the mails of a mailing list",
            description="Reads a file of mails (mbox, or mbox.gz) as threads.",
            epilog="example:\n  groundswell import mbox list.mbox --space gardeners",
            formatter_class=Examples,
        )
        mails.add_argument("file", type=Path, metavar="FILE")
        mails.add_argument("--limit", type=positive, help="only the first N threads")
        _common(mails)
        _chatlog(sources)
        _responses(sources)
        _polis(sources)
        own = sources.add_parser(
            "archive",
            help="a space that `groundswell export space` wrote",
            description="Brings a space back from its archive.",
            epilog="example:\n  groundswell import archive our-city.zip --as our-old-city",
            formatter_class=Examples,
        )
        own.add_argument("file", type=Path, metavar="FILE")
        own.add_argument("--as", dest="handle", default="", help="another handle for the space")
        _always(own)

    def handle(self, *args: Any, **options: Any) -> None:
        """Leads to the source."""
        if sys.argv[1:2] == ["import"]:
            # This process is there for nothing else: readers come first.
            os.nice(PATIENCE)
        make_room(MEGABYTES)
        getattr(self, f"handle_{options['from']}")(options)
        if not options["dry_run"]:
            tell_planner()

    def handle_decidim(self, options: dict[str, Any]) -> None:
        """Decidim's tables."""
        tally = Tally()
        with self.telling(options, tally, "Reading proposals") as (errand, advanced):
            threads = decidim.read_folder(options["folder"], tally, options["limit"])
            options["into"] = run(
                Errand(
                    source=decidim.SOURCE,
                    purpose=f"What was proposed and discussed in {options['space']}, "
                    "brought here from Decidim.",
                    landing=decidim.proposals_of(options["space"])
                    if options["shape"] == "ideas"
                    else None,
                    **errand,
                ),
                threads,
                tally=tally,
                advanced=advanced,
            )

    def handle_mbox(self, options: dict[str, Any]) -> None:
        """A mailing list."""
        tally = Tally()
        with self.telling(options, tally, "Reading mails") as (errand, advanced):
            threads = mbox.read_mbox(options["file"], tally, options["limit"])
            options["into"] = run(
                Errand(
                    source=mbox.SOURCE,
                    purpose=f"What was written on the mailing list {options['space']}, "
                    "brought here from its archive.",
                    **errand,
                ),
                threads,
                tally=tally,
                advanced=advanced,
            )

    def handle_chatlog(self, options: dict[str, Any]) -> None:
        """The log of a timed chat."""
        tally = Tally()
        title = (options["title"] or options["file"].stem)[:150]
        with self.telling(options, tally, "Reading lines") as (errand, advanced):
            options["into"] = bring_chatlog(
                options["file"], title, errand, tally=tally, advanced=advanced
            )

    def handle_responses(self, options: dict[str, Any]) -> None:
        """Responses to a challenge."""
        tally, began = Tally(), monotonic()
        delivery = Delivery(
            challenge=options["challenge"],
            space=options["space"],
            steward=find_person(options["steward"]) if options["steward"] else None,
            dry_run=options["dry_run"],
        )
        reading = progress("Reading responses")
        with lots_of(options["file"], options["limit"]) as lots, reading as advanced:
            into = bring_responses(delivery, lots, tally=tally, advanced=advanced)
        options["into"] = into.topic.space if into else None
        self.report(options, tally, monotonic() - began)

    def handle_polis(self, options: dict[str, Any]) -> None:
        """A published conversation of an opinion map."""
        tally = Tally()
        with self.telling(options, tally, "Reading votes") as (errand, advanced):
            options["into"] = bring_conversation(
                options["folder"], tally=tally, advanced=advanced, **errand
            )

    def handle_archive(self, options: dict[str, Any]) -> None:
        """An archive of ours."""
        tally, began = Tally(), monotonic()
        steward = find_person(options["steward"]) if options["steward"] else None
        reading = progress("Reading the archive")
        with open_archive(options["file"]) as archive, reading as advanced:
            options["into"] = bring(
                archive,
                tally,
                handle=options["handle"],
                steward=steward,
                dry_run=options["dry_run"],
                advanced=advanced,
            )
        self.report(options, tally, monotonic() - began)

    @contextmanager
    def telling(
        self, options: dict[str, Any], tally: Tally, title: str
    ) -> Iterator[tuple[dict[str, Any], Advance]]:
        """Shows progress while it runs and the totals at the end."""
        began = monotonic()
        steward = find_person(options["steward"]) if options["steward"] else None
        errand = {
            "space_name": options["space"],
            "steward": steward,
            "dry_run": options["dry_run"],
        }
        with progress(title) as advanced:
            yield errand, advanced
        self.report(options, tally, monotonic() - began)

    def report(self, options: dict[str, Any], tally: Tally, seconds: float) -> None:
        """The totals: sentences for people, or one line for programs."""
        space: Space | None = options.get("into")
        if options["json"]:
            more = {"dry_run": options["dry_run"], "seconds": round(seconds, 2)}
            self.say(tally.as_json(space=space.handle if space else None, **more))
            return
        if options["dry_run"]:
            self.say("Nothing was written. An import would end like this:")
        for line in tally.lines():
            self.say(f"  {line}")
        if space is not None:
            self.say(f"In {space.get_absolute_url()} after {seconds:.1f} s.")


def positive(text: str) -> int:
    """A number of rows."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is not a whole number of 1 or more")
    return int(text)


def _chatlog(sources: Any) -> None:
    """A chat becomes a past session with its recap."""
    chat = sources.add_parser(
        "chatlog",
        help="the log of a timed chat, as a past session",
        description="Reads a table (.csv) whose first row names its columns: time, author, "
        "text and, if you like, reply-to (the number of the row, or its id) and id.",
        epilog="example:\n  groundswell import chatlog chat.csv --space gardeners "
        '--title "Chat of 3 May"',
        formatter_class=Examples,
    )
    chat.add_argument("file", type=Path, metavar="FILE")
    chat.add_argument("--title", default="", help="of the session; the name of the file")
    _common(chat)


def _polis(sources: Any) -> None:
    """A published conversation becomes a closed opinion map."""
    published = sources.add_parser(
        "polis",
        help="a published conversation, as an opinion map",
        description="Reads a folder in the exchange format of opinion maps: comments.csv, and "
        "votes.csv or participants-votes.csv, packed or not.",
        epilog="example:\n  groundswell import polis conversation/ --space river-watch",
        formatter_class=Examples,
    )
    published.add_argument("folder", type=Path, metavar="FOLDER")
    _common(published)


def _responses(sources: Any) -> None:
    """Responses to a challenge: they go into one, not into a space of their own."""
    answers = sources.add_parser(
        "responses",
        help="responses to a challenge, one a row",
        description="Reads a table (.tsv, .csv, or packed as .gz) as ideas. Its first row "
        "names its columns: text, and if you like id, title, author, sector, discipline, at.",
        epilog="example:\n  groundswell import responses answers.tsv.gz "
        '--challenge "Dry cellars" --space river-watch',
        formatter_class=Examples,
    )
    answers.add_argument("file", type=Path, metavar="FILE")
    answers.add_argument("--limit", type=positive, help="only the first N rows")
    answers.add_argument(
        "--challenge",
        required=True,
        metavar="NAME",
        help="title or number; opened when there is none",
    )
    answers.add_argument(
        "--space", default="", metavar="NAME", help="where the challenge is, or is opened"
    )
    _always(answers)


def _common(parser: CommandParser) -> None:
    """What every source but our own archive takes."""
    parser.add_argument(
        "--space", required=True, metavar="NAME", help="handle or name; opened when there is none"
    )
    _always(parser)


def _always(parser: CommandParser) -> None:
    """What every source takes."""
    parser.add_argument(
        "--steward", metavar="HANDLE", help="who looks after a space that is opened for this"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be done and left out, and why"
    )
    parser.add_argument("--json", action="store_true", help="end with one line of totals")
