"""How commands speak: sentences for errors, exit codes, no trace of the program."""

import re
import sys
from argparse import Namespace, RawDescriptionHelpFormatter
from typing import Any, ClassVar

from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    handle_default_options,
)
from django.db import OperationalError, ProgrammingError, connections

from groundswell.core.errors import DomainError

MIGRATE = re.compile(r"no such (?:table|column)|does not exist")
LOCKED = re.compile(r"database (?:table )?is locked|lock timeout")
NOT_SET_UP = "The database is not set up, or not up to date: `groundswell run` does that first."
BUSY = (
    "Somebody else has been writing to the database all the time. What was written stays; "
    "once they are done, say the same again."
)


class Examples(RawDescriptionHelpFormatter):
    """Keeps the lines of the examples as they are written."""


class Sentences:
    """Writes what a command refuses as it stands, without the name of an exception before it."""

    def run_from_argv(self: Any, argv: list[str]) -> None:
        """Called by the command line alone."""
        self._called_from_command_line = True
        options = vars(self.create_parser(argv[0], argv[1]).parse_args(argv[2:]))
        words = options.pop("args", ())
        handle_default_options(Namespace(**options))
        try:
            self.execute(*words, **options)
        except CommandError as error:
            if options.get("traceback"):
                raise
            self.stderr.write(str(error))
            sys.exit(error.returncode)
        finally:
            connections.close_all()


class PlainCommand(Sentences, BaseCommand):
    """A command whose refusals are sentences: exit code 1, and no trace of the program."""

    examples = ""
    refusals: ClassVar[tuple[type[Exception], ...]] = (DomainError,)

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Puts the examples under the options."""
        kwargs.setdefault("formatter_class", Examples)
        return super().create_parser(prog_name, subcommand, epilog=self.examples, **kwargs)

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Runs it; what cannot be done is said."""
        try:
            return super().execute(*args, **options)
        except self.refusals as error:
            raise CommandError(str(error)) from error
        except (OperationalError, ProgrammingError) as error:
            if MIGRATE.search(str(error)):
                raise CommandError(NOT_SET_UP) from error
            if LOCKED.search(str(error)):
                raise CommandError(BUSY) from error
            raise
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            raise CommandError(f"{place}{error.strerror or error}.") from error

    def say(self, line: str = "") -> None:
        """One line for the person at the terminal."""
        self.stdout.write(line)
