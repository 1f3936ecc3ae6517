"""Polls: as the room shows them, as their host prepares them, and as the recap keeps them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from groundswell.core.prepared import PreparedModels
from groundswell.live.models import Participant, Poll, PollOption, PollVote, Session
from groundswell.live.tallying import Tally, seen, tallies, tallies_in, tally

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
    found = _IN_ROOM(session=session.topic_id)
    if not found:
        return []
    mine = _MINE(session=session.topic_id, participant=participant.id) if participant else []
    counted = tallies_in(session.topic_id, found)
    return _shown(session, counted, mine, hosts=hosts)


def _in_room(session: int) -> QuerySet[Poll]:
    rows = Poll.objects.filter(session=session, state__in=[State.OPEN, State.CLOSED])
    return rows.select_related("message").order_by("-state", "-opened_at")


def _mine(session: int, participant: int) -> QuerySet[PollVote]:
    votes = PollVote.objects.filter(poll__session=session, participant=participant)
    return votes.select_related("option").order_by("place")


_IN_ROOM, _MINE = PreparedModels(_in_room), PreparedModels(_mine)


def polls_of_host(session: Session) -> list[Shown]:
    """All of them: prepared ones in the order they were, then the rest, the latest first."""
    rows = Poll.objects.filter(session=session).select_related("message")
    found = sorted(rows, key=lambda poll: (_PLACES[State(poll.state)], poll.id))
    return _shown(session, tallies(found), [], hosts=True)


def polls_of_recap(session: Session, *, hosts: bool) -> list[Shown]:
    """Those that were closed, in the order in which they were asked."""
    rows = Poll.objects.filter(session=session, state=State.CLOSED)
    found = list(rows.select_related("message__author").order_by("opened_at", "id"))
    return _shown(session, tallies(found), [], hosts=hosts) if found else []


def polls_said(session: Session, messages: list[int], *, hosts: bool) -> list[Shown]:
    """Those asked by these messages. What is not closed has no results in the conversation, nor
    has what was put away; and what the recap above it shows is not said twice."""
    rows = Poll.objects.filter(session=session, message__in=messages)
    found = list(rows.select_related("message"))
    shown = _shown(session, tallies(found), [], hosts=hosts)
    over = session.is_over
    return [
        replace(one, counted=one.counted and one.poll.state == State.CLOSED and not over)
        for one in shown
    ]


def poll_shown(poll: Poll, participant: Participant | None, *, hosts: bool) -> Shown:
    """One poll as this participant has it."""
    mine = _MINE_OF(poll=poll.id, participant=participant.id) if participant else []
    return _shown(poll.session, {poll.id: tally(poll)}, mine, hosts=hosts)[0]


def shown_to(poll: Poll, people: Iterable[Participant]) -> dict[int, Shown]:
    """The same poll as each of these participants has it, who lead nothing."""
    said: dict[int, list[PollVote]] = {person.id: [] for person in people}
    votes = PollVote.objects.filter(poll=poll, participant__in=list(said))
    for vote in votes.select_related("option").order_by("place"):
        said[vote.participant_id].append(vote)
    counted = {poll.id: tally(poll)}
    return {
        person: _shown(poll.session, counted, mine, hosts=False)[0] for person, mine in said.items()
    }


def _mine_of(poll: int, participant: int) -> QuerySet[PollVote]:
    votes = PollVote.objects.filter(poll=poll, participant=participant)
    return votes.select_related("option").order_by("place")


_MINE_OF = PreparedModels(_mine_of)


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
    session: Session, counted: dict[int, Tally], votes: Iterable[PollVote], *, hosts: bool
) -> list[Shown]:
    """Each poll in the order of its tally, with what one answered oneself."""
    mine: dict[int, list[PollOption]] = {}
    for vote in votes:
        mine.setdefault(vote.poll_id, []).append(vote.option)
    for one in counted.values():
        one.poll.session = session
    return [
        Shown(
            poll=one.poll,
            tally=one,
            counted=seen(one.poll, voted=key in mine, hosts=hosts),
            mine=frozenset(option.id for option in mine.get(key, [])),
            typed=", ".join(option.text for option in mine.get(key, [])),
        )
        for key, one in counted.items()
    ]
