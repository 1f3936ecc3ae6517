"""groundswell mail: replies by e-mail, as a process of its own or one mail at a time."""

import sys
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from groundswell.core.console import PlainCommand
from groundswell.notifications.listener import listening
from groundswell.notifications.tasks.incoming import Taken, take

EXAMPLES = """\
examples:
  groundswell mail --listen 0.0.0.0:25
  groundswell mail --read < letter
"""


class Command(PlainCommand):
    examples = EXAMPLES
    help = "Take replies by mail: listen for them, or read one from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--listen", metavar="HOST:PORT", help="be a mail server for replies")
        parser.add_argument(
            "--read", action="store_true", help="read one mail, as a mail server pipes it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.REPLY_DOMAIN:
            raise CommandError("Set REPLY_DOMAIN first: the host that replies are addressed to.")
        if options["read"]:
            self._read()
        elif options["listen"]:
            self._listen(options["listen"])
        else:
            raise CommandError("Say --listen HOST:PORT or --read.")

    def _read(self) -> None:
        taken = take(sys.stdin.buffer.read())
        self.stdout.write(taken.value)
        if taken is Taken.UNKNOWN:
            raise CommandError("The mail has no reply address of this site.")

    def _listen(self, place: str) -> None:
        door = listening(place)
        try:
            door.start()
        except OSError as error:
            raise CommandError(f"Nothing can listen at {place}: {error}.") from error
        self.stdout.write(f"Taking replies at {place} for {settings.REPLY_DOMAIN}. Ctrl+C ends it.")
        try:
            threading.Event().wait()
        finally:
            door.stop()
