"""The open questions of a room, which everybody reads who comes in, and each in an order of their
own: the questions are read once for all of them, and for each how they stand now."""

import time
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BigIntegerField, F, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from groundswell.core.prepared import Prepared, PreparedModels
from groundswell.live.models import OPEN_STATES, Question, Session
from groundswell.live.models.question import heard

ORDERS = ("fair", "top", "new", "host")
MOST_QUESTIONS = 200
MOST_KEPT: Final = 64
"""Rooms."""
FRESH: Final = 2.0
"""Seconds for which what is read of a question may be shown, such as the name of who asked. How it
stands, its words and how many want it are asked each time."""
LOTS = 1 << 31
PINNED_FIRST = F("pinned_at").asc(nulls_last=True)


def in_order(
    questions: QuerySet[Question], order: str, *, seed: int = 0, unheard: bool = False
) -> QuerySet[Question, Question]:
    """By votes and then age, by age, by the host's hand, or by a lot of each viewer's own; the one
    that is on first of all, and those that are pinned before the others. `unheard` lets people not
    yet heard come first among equals, which in the fair order all are."""
    return _in_order(questions, order, lots=_lots(seed), unheard=unheard)


def _lots(seed: int) -> int:
    """Odd, so that it gives every lot a place of its own."""
    return (2 * seed + 1) % LOTS


def _in_order(
    questions: QuerySet[Question], order: str, *, lots: int, unheard: bool
) -> QuerySet[Question, Question]:
    factor = Value(lots, output_field=BigIntegerField())
    lot = Cast("draw", BigIntegerField()) * factor % Value(LOTS)
    orders: dict[str, str | Combinable] = {
        "top": "-vote_count",
        "new": "-id",
        "host": "place",
        "fair": lot,
    }
    # Read with the open ones, "current" comes before "open", however many there are.
    keys: list[str | Combinable] = [orders[order]]
    if unheard and order != "new":
        keys.insert(0 if order == "fair" else 1, heard())
    return questions.order_by("state", PINNED_FIRST, *keys, "id")


def open_ones(session: Session, order: str, *, seed: int) -> list[Question]:
    """What is open, and the one that is on first; each with whether who asked was heard."""
    lots = {"lots": _lots(seed)} if order == "fair" else {}
    rows = _ROWS[order, session.unheard_first](session=session.topic_id, **lots)
    stands = [_Stands(*row) for row in rows]
    if not stands:
        return []
    many = len(stands) > MOST_QUESTIONS
    whole = _some(stands) if many else _kept(session, stands)
    return [_now(whole[one.id], one, session) for one in stands if one.id in whole]


@dataclass(frozen=True, slots=True)
class _Stands:
    """How a question stands now."""

    id: int
    state: str
    vote_count: int
    place: int
    pinned_at: Any
    message_id: int
    edited_at: Any
    heard: bool

    @property
    def words(self) -> tuple[int, Any]:
        """Whether its words are still those that were read."""
        return self.message_id, self.edited_at


def _some(stands: list[_Stands]) -> dict[int, Question]:
    """Of more than a room shows, each viewer has others: they are read for each."""
    return Question.objects.shown().in_bulk([one.id for one in stands])


@dataclass(frozen=True, slots=True)
class _Kept:
    until: float
    log_number: int
    questions: dict[int, Question]
    words: dict[int, tuple[int, Any]]


_rooms: dict[int, _Kept] = {}
"""Of this process. A thread that finds something old or nothing reads it again; none waits."""


def _kept(session: Session, stands: list[_Stands]) -> dict[int, Question]:
    found = _rooms.get(session.topic_id)
    if found is not None and _is_so(found, session, stands):
        return found.questions
    whole = {one.id: one for one in _WHOLE(session=session.topic_id)}
    _let_go()
    _rooms[session.topic_id] = _Kept(
        until=time.monotonic() + FRESH,
        log_number=session.log_number,
        questions=whole,
        words={one.id: one.words for one in stands},
    )
    return whole


def _let_go() -> None:
    """Of what is too old to be shown, and of everything where there is too much."""
    late = time.monotonic()
    for topic, kept in list(_rooms.items()):
        if kept.until < late:
            _rooms.pop(topic, None)
    if len(_rooms) >= MOST_KEPT:
        _rooms.clear()


def _is_so(found: _Kept, session: Session, stands: list[_Stands]) -> bool:
    if found.until < time.monotonic() or found.log_number != session.log_number:
        return False
    return all(found.words.get(one.id) == one.words for one in stands)


def _now(question: Question, stands: _Stands, session: Session) -> Question:
    """The question as it stands; other threads say the same of it, or what is newer."""
    for name in ("state", "vote_count", "place", "pinned_at"):
        setattr(question, name, getattr(stands, name))
    question.heard = stands.heard  # type: ignore[attr-defined]
    question.session = session
    return question


def open_queries() -> dict[tuple[str, bool], Prepared]:
    """By order, and by whether people not yet heard come first."""
    return {
        (order, unheard): _open_query(order, unheard=unheard)
        for order in ORDERS
        for unheard in (False, True)
    }


def _open_query(order: str, *, unheard: bool) -> Prepared:
    def make(session: int, lots: int = 1) -> QuerySet[Question, tuple[Any, ...]]:
        rows = Question.objects.filter(session=session, state__in=OPEN_STATES)
        found = _in_order(rows.with_heard(), order, lots=lots, unheard=unheard)
        return found.values_list(*_STANDS)[: MOST_QUESTIONS + 1]

    return Prepared(make)


_STANDS: Final = ("id", "state", "vote_count", "place", "pinned_at", "message_id",
                  "message__edited_at", "heard")  # fmt: skip
_ROWS = open_queries()


def _whole(session: int) -> QuerySet[Question]:
    return Question.objects.shown().filter(session=session, state__in=OPEN_STATES)[:MOST_QUESTIONS]


_WHOLE = PreparedModels(_whole)
