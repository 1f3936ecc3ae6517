"""groundswell worker: what follows every write, as a process of its own."""

import logging
from typing import Any

from django.core.management.base import CommandParser

from groundswell.core.console import PlainCommand
from groundswell.streaming.worker import Worker


class Command(PlainCommand):
    examples = "example:\n  groundswell worker --quiet\n"
    help = "Do what follows every write: projections, tasks and scheduled jobs, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say nothing but warnings")

    def handle(self, *args: Any, **options: Any) -> None:
        log = logging.getLogger("groundswell.worker")
        log.setLevel(logging.WARNING if options["quiet"] else logging.INFO)
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        if not log.hasHandlers():
            log.addHandler(logging.StreamHandler())
        Worker().run()
