"""What was said in a room, for whoever came in by its code alone."""

from django.db.models import Q

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Report
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.live.models import Session
from groundswell.live.selectors.room import Who

SAID = (Message.Kind.REPLY, Message.Kind.QUESTION)


def said_in_room(session: Session, who: Who, number: int) -> Message | None:
    """A line or a question as the room shows it: to whom the code let in none from before guests
    were, none from after the end, and no line while the host has closed the room."""
    rows = Message.objects.standing().filter(topic=session.topic_id, kind__in=SAID)
    if who.by_code:
        lines = Q(published_at__gte=session.guests_at)
        if session.closed_at is not None:
            lines &= Q(published_at__lte=session.closed_at)
        asked = Q(kind=Message.Kind.QUESTION)
        rows = rows.filter(asked if session.frozen_at is not None else asked | lines)
    found = rows.filter(number=number) if number <= LAST_ID else rows.none()
    return found.select_related("author", "topic__space__actor").first()


def reported_by(actor: Actor, message: Message) -> Report | None:
    """What they said was wrong with it, the last time, and what came of that."""
    rows = Report.objects.filter(actor=actor, case__message=message)
    return rows.select_related("case").order_by("-id").first()
