"""Makes the index of similar ideas afresh, from the ideas as they stand."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from groundswell.challenges.projections.wording import all_ideas, index_ideas


class Command(BaseCommand):
    help = "Makes the index of similar ideas afresh, for example after restoring old data."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Some hundred ideas in a transaction, so that others may write in between."""
        count = 0
        for ids in all_ideas():
            with transaction.atomic():
                index_ideas(ids)
            count += len(ids)
        self.stdout.write(f"{count} ideas indexed")
