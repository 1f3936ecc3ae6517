"""What becomes of questions and polls when a session is over. Called by actions, inside them."""

from groundswell.activity.log import moment
from groundswell.live.models import Poll, Question, Series, Session

State = Question.State


def end_questions(session: Session) -> None:
    """What was on is answered; what is open is carried on; what still waited
    was not let in for want of time, and its words stay its asker's."""
    rows = Question.objects.filter(session=session)
    on = rows.filter(state=State.CURRENT)
    on.update(state=State.ANSWERED, how=Question.How.LIVE, answered_at=moment())
    rows.filter(state=State.OPEN).update(state=State.CARRIED, carried_to=_where(session))
    taken = Question.objects.filter(carried_to=session.topic_id, state=State.CARRIED)
    taken.exclude(session=session).update(carried_to=_where(session))
    rows.filter(state=State.PENDING).update(state=State.DISMISSED, reason=Question.Reason.NO_TIME)


def _where(session: Session) -> int:
    """The next session of the series, where it carries into that and there is one."""
    series = session.series
    if series is not None and series.carry == Series.Carry.NEXT:
        ahead = Session.objects.filter(series=series, state=Session.State.ANNOUNCED)
        later = ahead.filter(starts_at__gt=session.starts_at, topic__closing=None)
        found = later.order_by("starts_at").values_list("topic", flat=True).first()
        return found or session.topic_id
    return session.topic_id


def end_polls(session: Session) -> None:
    """What was still open is closed, and stands in the recap."""
    rows = Poll.objects.filter(session=session, state=Poll.State.OPEN)
    rows.update(state=Poll.State.CLOSED, closed_at=moment())
