"""Polls and signs of sessions, as objects: what the room saw of them.

Answers are counts: who gave which was shown to nobody. Not in the archive: polls that the room
does not see, running ones whose answers nobody may see yet, answers that are the host's alone, and
words that were held back.
"""

from collections.abc import Iterator, Sequence

from groundswell.exchange.exporters.archive.known import Known, Line
from groundswell.exchange.exporters.archive.objects import Object, lean, when
from groundswell.live.models import Poll, ReactionTick, Session
from groundswell.live.tallying import Tally, seen, tallies
from groundswell.spaces.models import Space

State = Poll.State
IN_ROOM = (State.OPEN, State.CLOSED)
SIGNS_IN_LINE = 10_000


def polls_left_out(space: Space) -> dict[str, int]:
    """What of the space's polls the archive has not, by noun."""
    polls = Poll.objects.filter(session__topic__space=space, session__topic__removed_at=None)
    shown = list(polls.filter(state__in=IN_ROOM))
    unseen = [one for one in shown if not seen(one)]
    running = sum(not _stands(one) for one in shown)
    return {
        "polls that the room does not see": polls.exclude(state__in=IN_ROOM).count(),
        "polls whose answers nobody may see yet": running,
        "answers to polls that are the host's alone": len(unseen) - running,
    }


def _stands(poll: Poll) -> bool:
    """Whether nothing will be counted in it but what is in the archive."""
    return poll.state == State.CLOSED or seen(poll)


def poll_lines(known: Known, sessions: Sequence[Session]) -> Iterator[Line]:
    """The polls of these sessions, each with its answers, and the signs that were given."""
    for session in sessions:
        rows = Poll.objects.filter(session=session, state__in=IN_ROOM, message__tombstoned_at=None)
        polls = [one for one in rows.order_by("opened_at", "message__number") if _stands(one)]
        counted = tallies(polls)
        for poll in polls:
            if poll.message_id in known.messages:
                yield "polls", _poll(known, poll, counted[poll.id])
                yield from (("answers", it) for it in _answers(known, poll, counted[poll.id]))
    for session in sessions:
        yield from (("signs", it) for it in _signs(known, session))


def _poll(known: Known, poll: Poll, counted: Tally) -> Object:
    return lean(
        type="Question",
        context=known.names.topic(poll.session_id),
        object=known.names.message(poll.message_id or 0),
        kind=poll.kind,
        most=poll.most,
        results=poll.results,
        language=poll.language,
        state=poll.state,
        opened=when(poll.opened_at),
        closed=when(poll.closed_at),
        people=counted.people,
    )


def _answers(known: Known, poll: Poll, counted: Tally) -> Iterator[Object]:
    """In the order in which they are shown; without counts what is the host's alone."""
    counts = seen(poll)
    for row in counted.rows if counts or poll.kind in Poll.BARS else ():
        yield lean(
            type="Answer",
            context=known.names.message(poll.message_id or 0),
            name=row.option.text,
            count=row.count if counts else None,
        )


def _signs(known: Known, session: Session) -> Iterator[Object]:
    """Pairs of a second and how many gave the sign in it."""
    ticks = ReactionTick.objects.filter(session=session, count__gt=0).order_by("sign", "second")
    by_sign: dict[str, list[list[int]]] = {}
    for sign, second, count in ticks.values_list("sign", "second", "count"):
        by_sign.setdefault(sign, []).append([second, count])
    for sign, given in by_sign.items():
        for start in range(0, len(given), SIGNS_IN_LINE):
            yield {
                "type": "Signs",
                "context": known.names.topic(session.topic_id),
                "name": sign,
                "given": given[start : start + SIGNS_IN_LINE],
            }
