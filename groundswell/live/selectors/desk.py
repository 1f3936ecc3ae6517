"""What moderators and the host see of a session: what waits, what is on, what is next."""

from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter

from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.live.models import Question, QuestionChange, Session
from groundswell.live.rules import MAY_UNDO
from groundswell.live.selectors.people import came, median_of, spoke
from groundswell.live.selectors.room import ORDERS, in_order
from groundswell.live.selectors.series import places_to_carry, taken_over

State = Question.State
_AGE = attrgetter("id")
LOOKS_FOR = timedelta(minutes=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A session's questions for who leads it. Nothing here moves until it is asked for again."""

    session: Session
    viewer: Actor | None
    order: str
    pending: list[Question]
    current: Question | None
    questions: list[Question]
    carried: list[Question]
    """What was open at the end, wherever it goes on."""
    taken_over: list[Question]
    """What sessions before left open and this one has taken over."""
    places: list[tuple[int, str]]
    """Where a question can go on besides this conversation."""
    just_moved: list[Question]
    """Moved on less than ten seconds ago: that can be undone."""
    median_queue: timedelta | None
    median_answer: timedelta | None
    present: int
    spoke: int

    def looker(self, question: Question) -> Actor | None:
        """Who is at it now; nobody for long."""
        at = question.looked_at
        return question.looked_at_by if at and now() - at < LOOKS_FOR else None


def desk_of(session: Session, order: str = "", *, viewer: Actor | None = None) -> Desk:
    """The desk as it is now."""
    order = order if order in ORDERS else "top"
    shown = Question.objects.shown().select_related("asker__actor", "looked_at_by")
    rows = list(in_order(shown.filter(session=session), order))
    for one in rows:
        one.session = session
    by = {state: [one for one in rows if one.state == state] for state in State}
    recent = QuestionChange.objects.filter(
        question__session=session, undone_at=None, at__gte=now() - MAY_UNDO
    ).exclude(after=State.WITHDRAWN)
    moved = set(recent.values_list("question_id", flat=True))
    people = came(session)
    return Desk(
        session=session,
        viewer=viewer,
        order=order,
        pending=sorted(by[State.PENDING], key=_AGE),
        current=next(iter(by[State.CURRENT]), None),
        questions=by[State.OPEN],
        carried=by[State.CARRIED],
        taken_over=[one for one in taken_over(session) if one.state == State.CARRIED],
        places=places_to_carry(session),
        just_moved=sorted((one for one in rows if one.id in moved), key=_AGE),
        median_queue=median_of([one.opened_at - one.asked_at for one in rows if one.opened_at]),
        median_answer=median_of(
            [one.answered_at - one.asked_at for one in rows if one.answered_at]
        ),
        present=people.count(),
        spoke=spoke(people),
    )
