"""What people did with messages, for several messages at once."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count

from groundswell.actors.models import Actor
from groundswell.conversations.models import Reaction


@dataclass(frozen=True, kw_only=True)
class ReactionTally:
    """How often one sign was given to a message, and whether by the viewer."""

    sign: str
    count: int
    mine: bool


def tallies(message_ids: list[int], viewer: Actor | None) -> dict[int, list[ReactionTally]]:
    """The reactions to several messages by two queries, most given first."""
    mine = (
        set(
            Reaction.objects.filter(message__in=message_ids, actor=viewer).values_list(
                "message_id", "sign"
            )
        )
        if viewer
        else set()
    )
    rows = (
        Reaction.objects.filter(message__in=message_ids)
        .values_list("message_id", "sign")
        .annotate(count=Count("id"))
        .order_by("message_id", "-count", "sign")
    )
    return {
        message_id: [
            ReactionTally(sign=sign, count=count, mine=(message_id, sign) in mine)
            for _, sign, count in group
        ]
        for message_id, group in groupby(rows, key=lambda row: row[0])
    }
