"""What was said to be wrong with a message, for those who look after its space."""

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Report
from groundswell.conversations.rules import looks_after

MOST_REPORTS = 100


def reports_of(message: Message) -> list[Report]:
    """Every report of the message, the latest first."""
    return list(message.reports.select_related("actor").order_by("-id")[:MOST_REPORTS])


def reports_seen(message: Message, viewer: Actor | None) -> int:
    """How many reports there are, for whoever may read them."""
    return Report.objects.filter(message=message).count() if looks_after(viewer, message) else 0
