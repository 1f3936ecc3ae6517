"""What moderators and the host see of a session: what is on, what waits, what is next.

What a new question sends again is small, however many are open: the open ones are a list of their
own, which moves when somebody asks for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.core.clock import now
from groundswell.live.models import HeldLine, Question, QuestionChange, Session
from groundswell.live.rules import MAY_UNDO
from groundswell.live.selectors.open_ones import ORDERS, in_order
from groundswell.live.selectors.people import AT_ONCE, came, median_of, spoke
from groundswell.live.selectors.series import taken_over

State = Question.State
MOST_HELD = 50
MOST_PENDING = 20
MOST_OPEN = 50
MOST_ORDERED = 200
MOST_TIMED = 500
MOST_REPLIES = 500
LOOKS_FOR = timedelta(minutes=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The questions that somebody has to read, or did not get round to."""

    session: Session
    pending: list[Question]
    pending_count: int
    carried: list[Question]
    """What was open at the end, wherever it goes on."""
    taken_over: list[Question]
    """What sessions before left open and this one has taken over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What changes by itself beside them: what is on, what was just done, and the figures."""

    current: Question | None
    just_moved: list[Question]
    """Moved on less than ten seconds ago, the latest first: that can be undone."""
    median_queue: timedelta | None
    median_answer: timedelta | None
    present: int
    spoke: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenList:
    """The open questions in one order. Nothing here moves until it is asked for again."""

    order: str
    questions: list[Question]
    count: int
    merging: Question | None = None
    """The one for which another is looked for, into which it is merged."""

    @property
    def ids(self) -> str:
        """The ids of those shown, in order."""
        return " ".join(str(question.id) for question in self.questions)


def looker(question: Question) -> Actor | None:
    """Who is at it now; nobody for long."""
    at = question.looked_at
    return question.looked_at_by if at and now() - at < LOOKS_FOR else None


def desk_of(session: Session) -> Desk:
    """What waits, and what was left open."""
    rows = Question.objects.filter(session=session)
    pending = rows.filter(state=State.PENDING)
    return Desk(
        session=session,
        pending=_shown(session, pending.order_by("id")[:MOST_PENDING]),
        pending_count=pending.count(),
        carried=_shown(
            session, rows.filter(state=State.CARRIED).order_by("-vote_count", "id")[:MOST_OPEN]
        ),
        taken_over=[one for one in taken_over(session) if one.state == State.CARRIED][:MOST_OPEN],
    )


def replies_to(questions: Iterable[Question]) -> dict[int, list[Message]]:
    """What was said to each of these questions in its conversation, by the question's message: the
    first of it, which whoever leads may take for the answer."""
    asked = [one.message_id for one in questions if one.message_id]
    rows = Message.objects.standing().filter(parent__in=asked).select_related("author")
    found: dict[int, list[Message]] = {}
    for reply in rows.order_by("topic", "number")[:MOST_REPLIES]:
        found.setdefault(reply.parent_id or 0, []).append(reply)
    return found


def reply_to(question: Question, message_id: int) -> Message | None:
    """One of them."""
    rows = Message.objects.standing().filter(parent=question.message_id, parent__isnull=False)
    return rows.filter(id=message_id).first()


def now_of(session: Session) -> Now:
    """What is on, what was just done, and how it goes."""
    rows = Question.objects.filter(session=session)
    people = came(session)
    queue, answer = _waits(session)
    return Now(
        current=next(iter(_shown(session, rows.filter(state=State.CURRENT))), None),
        just_moved=_just_moved(session),
        median_queue=queue,
        median_answer=answer,
        present=people.count(),
        spoke=spoke(people),
    )


def _just_moved(session: Session) -> list[Question]:
    recent = QuestionChange.objects.filter(
        question__session=session, undone_at=None, at__gte=now() - MAY_UNDO
    ).exclude(after=State.WITHDRAWN)
    if session.closed_at:
        recent = recent.exclude(at=session.closed_at)  # the end is not undone one by one
    latest = list(recent.order_by("-id").values_list("question_id", flat=True))
    rows = _shown(session, Question.objects.filter(id__in=set(latest)))
    return sorted(rows, key=lambda question: latest.index(question.id))


def open_list(
    session: Session, order: str = "", *, merging: int = 0, whole: bool = False
) -> OpenList:
    """The open questions, the first fifty unless all are asked for."""
    order = order if order in ORDERS else "top"
    rows = Question.objects.filter(session=session, state=State.OPEN)
    most = MOST_ORDERED if whole or merging else MOST_OPEN
    found = _shown(session, in_order(rows, order, unheard=session.unheard_first)[:most])
    chosen = next((one for one in found if one.id == merging), None)
    return OpenList(order=order, questions=found, count=rows.count(), merging=chosen)


def order_of(session: Session, order: str, *, whole: bool = False) -> str:
    """The ids of the open questions as they would stand now."""
    rows = Question.objects.filter(session=session, state=State.OPEN)
    order = order if order in ORDERS else "top"
    found = in_order(rows, order, unheard=session.unheard_first).values_list("id", flat=True)
    return " ".join(map(str, found[: MOST_ORDERED if whole else MOST_OPEN]))


def held_lines_of(session: Session) -> list[HeldLine]:
    """What shows in a few seconds; the rows are read only while a chat is delayed or closed."""
    if not session.delay and session.frozen_at is None:
        return []
    rows = HeldLine.objects.filter(session=session).select_related("actor")
    return list(rows.order_by("id")[:MOST_HELD])


def held_line_of(session: Session, line_id: int) -> HeldLine | None:
    """One of them."""
    found = HeldLine.objects.filter(session=session, id=line_id).first()
    if found is not None:
        found.session = session
    return found


def _shown(session: Session, rows: QuerySet[Question]) -> list[Question]:
    found = list(
        rows.select_related("message__author", "answer__author", "asker__actor", "looked_at_by")
    )
    for question in found:
        question.session = session
    return found


def _waits(session: Session) -> tuple[timedelta | None, timedelta | None]:
    """How long half of the latest questions that waited did so until they were let in; and how
    long half of those answered took."""
    rows = Question.objects.filter(session=session).order_by("-id")
    times = list(rows.values_list("asked_at", "opened_at", "answered_at")[:MOST_TIMED])
    queue = [
        opened - asked for asked, opened, _answered in times if opened and opened - asked > AT_ONCE
    ]
    answer = [answered - asked for asked, _opened, answered in times if answered]
    return median_of(queue), median_of(answer)
