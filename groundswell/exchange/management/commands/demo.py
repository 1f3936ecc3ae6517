"""`groundswell demo`: the demonstration community, from its beginning."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from rich.console import Console
from rich.progress import Progress

from groundswell.actors.models import Account
from groundswell.core.clock import now
from groundswell.exchange.console import PlainCommand
from groundswell.exchange.importers.demo.loader import DOMAIN, load, sign_ins
from groundswell.exchange.importers.demo.story import load_story

EXAMPLES = """examples:
  groundswell demo                        on an empty site: fill it; on the demonstration: reset it
  DATA_DIR=/tmp/demo groundswell demo     beside a site of your own
"""


class Command(PlainCommand):
    """Forty people of a small river town, told from the first question on."""

    help = "Fills the site with the demonstration community, or resets it."
    examples = EXAMPLES

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refuses a site on which others have accounts: nobody's words are removed by mistake."""
        others = Account.objects.exclude(email__endswith=f"@{DOMAIN}").count()
        if others and not settings.DEMO:
            raise CommandError(
                f"This site has {others} accounts of its own, and the demonstration would replace "
                "everything on it. Run it on an empty site: set DATA_DIR to an empty folder."
            )
        if Account.objects.exists():
            call_command("flush", interactive=False, verbosity=0)
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Telling the story ...", total=None)
            load(
                now().date(),
                lambda done, total: bar.update(task, completed=done, total=total),
            )
        if not options["verbosity"]:
            return
        totals = load_story().totals()
        self.stdout.write(
            f"The demonstration community is ready: {totals['people']} people, "
            f"{totals['spaces']} spaces, {totals['messages']} messages."
        )
        for line in sign_ins():
            self.stdout.write(line)
