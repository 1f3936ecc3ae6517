"""Polls: as the room shows them, as their host prepares them, and as the recap keeps them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from groundswell.core.prepared import PreparedModels
from groundswell.live.models import Participant, Poll, PollOption, PollVote, Session
from groundswell.live.tallying import Tally, seen, tallies

State = Poll.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A poll for one viewer: with its results where they see them, and what they said."""

    poll: Poll
    tally: Tally
    counted: bool
    mine: frozenset[int] = frozenset()
    typed: str = ""
    """What they said in their own words."""


def polls_in_room(session: Session, participant: Participant | None, *, hosts: bool) -> list[Shown]:
    """Those that are open, the latest first, and then those that were."""
    rows = Poll.objects.filter(session=session, state__in=[State.OPEN, State.CLOSED])
    found = list(rows.select_related("message").order_by("-state", "-opened_at"))
    return _shown(session, found, participant, hosts=hosts) if found else []


def polls_of_host(session: Session) -> list[Shown]:
    """All of them: prepared ones in the order they were, then the rest, the latest first."""
    rows = Poll.objects.filter(session=session).select_related("message")
    found = sorted(rows, key=lambda poll: (_PLACES[State(poll.state)], poll.id))
    return _shown(session, found, None, hosts=True)


def polls_of_recap(session: Session, *, hosts: bool) -> list[Shown]:
    """Those that were closed, in the order in which they were asked."""
    rows = Poll.objects.filter(session=session, state=State.CLOSED)
    found = list(rows.select_related("message__author").order_by("opened_at", "id"))
    return _shown(session, found, None, hosts=hosts) if found else []


def poll_shown(poll: Poll, participant: Participant | None, *, hosts: bool) -> Shown:
    """One poll as this participant has it."""
    return _shown(poll.session, [poll], participant, hosts=hosts)[0]


def poll_of(session: Session, poll_id: int) -> Poll | None:
    """One poll of this session."""
    found = _ONE(session=session.topic_id, poll=poll_id)
    if not found:
        return None
    found[0].session = session
    return found[0]


def _one(session: int, poll: int) -> QuerySet[Poll]:
    return Poll.objects.select_related("message").filter(session=session, id=poll)


_ONE = PreparedModels(_one)


_PLACES = {State.OPEN: 0, State.DRAFT: 1, State.CLOSED: 2, State.ARCHIVED: 3}


def _shown(
    session: Session, polls: list[Poll], participant: Participant | None, *, hosts: bool
) -> list[Shown]:
    counted = tallies(polls)
    mine: dict[int, list[PollOption]] = {}
    if participant is not None:
        votes = PollVote.objects.filter(poll__in=polls, participant=participant)
        for vote in votes.select_related("option").order_by("place"):
            mine.setdefault(vote.poll_id, []).append(vote.option)
    for poll in polls:
        poll.session = session
    return [
        Shown(
            poll=poll,
            tally=counted[poll.id],
            counted=seen(poll, voted=poll.id in mine, hosts=hosts),
            mine=frozenset(option.id for option in mine.get(poll.id, [])),
            typed=", ".join(option.text for option in mine.get(poll.id, [])),
        )
        for poll in polls
    ]
