"""What follows for questions from the end of a session, or from its being called off."""

from typing import Final

from django.utils.translation import gettext as _

from groundswell.activity.log import action
from groundswell.actors.models import Actor
from groundswell.conversations.models import Topic
from groundswell.core.errors import Conflict
from groundswell.live.actions._changing import note_change, record_change
from groundswell.live.actions._holding import hold_questions
from groundswell.live.actions._telling import tell_question
from groundswell.live.activities import QUESTION_ANSWERED, QUESTION_CARRIED, QUESTION_DISMISSED
from groundswell.live.models import Question, QuestionChange

State: Final = Question.State
ENDS: Final = {
    State.ANSWERED: QUESTION_ANSWERED,
    State.CARRIED: QUESTION_CARRIED,
    State.DISMISSED: QUESTION_DISMISSED,
}


@action
def tell_end(*, actor: Actor, change: QuestionChange) -> Question:
    """The log says of a question what the end of its session made of it, and its asker is told."""
    kind = ENDS.get(State(change.after))
    if kind is None:
        raise Conflict(_("The end changed nothing of this question."))
    record_change(kind, actor, change.question)
    return change.question


@action
def carry_from_called_off(*, actor: Actor, question: Question, to: Topic) -> Question:
    """The session for which it waited was called off: it goes on in the next one, or where it was
    asked."""
    [held] = hold_questions(question)
    if held.state not in {State.OPEN, State.CARRIED} or held.carried_to_id == to.id:
        raise Conflict(_("This question waits elsewhere already."))
    note_change(held, actor, State.CARRIED)
    held.state, held.carried_to = State.CARRIED, to
    held.save(update_fields=["state", "carried_to"])
    tell_question(held)
    record_change(QUESTION_CARRIED, actor, held)
    return held
