"""What changing stages and changing criteria share. Called by actions, inside them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.challenges.models import Challenge, Criterion, Stage
from groundswell.challenges.rules import require_may_run
from groundswell.core.errors import Conflict


def hold_challenge(actor: Actor, challenge: Challenge) -> Challenge:
    """The challenge, its row locked, so that one person at a time changes its flow.

    Sharing an idea for it goes on: what only points at the row does not wait.
    """
    require_may_run(actor, challenge)
    rows = Challenge.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("topic__space").get(topic=challenge.topic_id)


def require_unchanged(row: Stage | Criterion, sight: str) -> None:
    """Whoever changes it saw it as it is."""
    if row.sight != sight:
        raise Conflict(
            _(
                "“%(name)s” was changed by somebody else while you were writing. What it says now "
                "stands beside your words: put together what should hold, and save again."
            )
            % {"name": row.name}
        )


def arranged(rows: Sequence[Stage | Criterion], order: Sequence[int], seen: Sequence[int]) -> None:
    """Gives the rows the positions that the order says, if they are what was seen."""
    now = [row.id for row in rows]
    if now != list(seen) or sorted(order) != sorted(now):
        raise Conflict(
            _("Somebody else changed the order meanwhile. It is shown as it is now: look again.")
        )
    number(sorted(rows, key=lambda row: order.index(row.id)))


def number(rows: Sequence[Stage | Criterion]) -> None:
    """Counts the rows from 0, in this order."""
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
