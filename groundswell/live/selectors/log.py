"""What the live hub reads of a room's log, and the counts that it tells together."""

import json
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from groundswell.core.clock import now
from groundswell.core.prepared import Prepared
from groundswell.live.models import OPEN_STATES, LogItem, Poll, Question, Session
from groundswell.live.tallying import seen, tallies

REPLAYED = 500
LAST_ANSWERS = timedelta(seconds=5)


def log_after(topic_id: int, number: int) -> list[tuple[int, str]]:
    """What the room was told after a number, oldest first, each ready to be sent; at most the
    last five hundred."""
    rows = LogItem.objects.filter(session=topic_id, number__gt=number).order_by("-number")
    found = rows.values_list("number", "part", "key", "html")[:REPLAYED]
    return [
        (at, json.dumps({"part": part, "key": key, "html": html}, separators=(",", ":")))
        for at, part, key, html in reversed(found)
    ]


def last_before_guests(session: Session) -> int:
    """The number of the last thing that the room was told before guests were let in."""
    if session.guests_at is None:
        return 0
    found = _BEFORE(session=session.topic_id, at=session.guests_at)
    return found[0][0] if found else 0


def _before(session: int, at: datetime) -> QuerySet[LogItem, tuple[int]]:
    before = LogItem.objects.filter(session=session, at__lt=at)
    return before.order_by("-number").values_list("number")[:1]


_BEFORE = Prepared(_before)


def counts_of(topic_id: int) -> dict[str, int]:
    """How many want each open question; nothing where that is not told to everybody."""
    open_ones = Question.objects.filter(
        session=topic_id, state__in=OPEN_STATES, session__totals=Session.Totals.OPEN
    )
    return {str(key): count for key, count in open_ones.values_list("id", "vote_count")}


def answers_of(topic_id: int) -> dict[str, int]:
    """How many answered each poll that is open, or was a moment ago; and, where everybody sees it
    at once, how many gave each answer. Words are asked for by who wants to see them move."""
    closing = Q(state=Poll.State.CLOSED, closed_at__gte=now() - LAST_ANSWERS)
    polls = Poll.objects.filter(closing | Q(state=Poll.State.OPEN), session=topic_id)
    told: dict[str, int] = {}
    for key, found in tallies(polls).items():
        told[str(key)] = found.people
        if found.poll.kind in Poll.BARS and seen(found.poll):
            told |= {f"{key}:{row.option.id}": row.count for row in found.rows}
    return told
