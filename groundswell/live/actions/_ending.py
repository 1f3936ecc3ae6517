"""What becomes of questions when a session is over. Called by actions, inside them."""

from groundswell.activity.log import moment
from groundswell.live.models import Question, Session

State = Question.State


def end_questions(session: Session) -> None:
    """What was on is answered; what is open is carried into the conversation; what still waited
    was not let in for want of time, and its words stay its asker's."""
    rows = Question.objects.filter(session=session)
    on = rows.filter(state=State.CURRENT)
    on.update(state=State.ANSWERED, how=Question.How.LIVE, answered_at=moment())
    rows.filter(state=State.OPEN).update(state=State.CARRIED, carried_to=session.topic_id)
    rows.filter(state=State.PENDING).update(state=State.DISMISSED, reason=Question.Reason.NO_TIME)
