"""What becomes of questions and polls when a session is over. Called by actions, inside them."""

from django.db.models import QuerySet

from groundswell.activity.log import moment
from groundswell.actors.models import Actor
from groundswell.live.actions._changing import note_changes
from groundswell.live.models import Poll, Question, Session
from groundswell.live.pacing import next_after

State = Question.State


def end_questions(session: Session, by: Actor) -> list[int]:
    """What was on is answered; what is open is carried on; what still waited
    was not let in for want of time, and its words stay its asker's.

    Gives which of them moved: each is told by an activity of its own (`tell_end`). Their changes
    have the moment of the end, by which nobody undoes them alone.
    """
    rows, to, at = Question.objects.filter(session=session), next_after(session), session.closed_at
    taken = Question.objects.filter(carried_to=session.topic_id, state=State.CARRIED)
    elsewhere = taken.exclude(session=session).exclude(carried_to=to)
    ends: list[tuple[QuerySet[Question], str, dict[str, object]]] = [
        (
            rows.filter(state=State.CURRENT),
            State.ANSWERED,
            {"how": Question.How.LIVE, "answered_at": at},
        ),
        (rows.filter(state=State.OPEN), State.CARRIED, {"carried_to": to}),
        (elsewhere, State.CARRIED, {"carried_to": to}),
        (
            rows.filter(state=State.PENDING),
            State.DISMISSED,
            {"reason": Question.Reason.NO_TIME},
        ),
    ]
    found = list[int]()
    for questions, after, values in ends:
        ids = note_changes(questions, by, after, at=at or moment())
        Question.objects.filter(id__in=ids).update(state=after, **values)
        found += ids
    return found


def end_polls(session: Session) -> list[int]:
    """What was still open is closed, and stands in the recap. Gives which."""
    rows = Poll.objects.filter(session=session, state=Poll.State.OPEN)
    ids = list(rows.values_list("id", flat=True))
    rows.update(state=Poll.State.CLOSED, closed_at=moment())
    return ids
