"""A question that went on is answered where it went on: by what is accepted in a topic of its own,
or in the next session, which asked it again."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment
from groundswell.actors.models import Actor
from groundswell.conversations.models import AcceptedAnswer, Message
from groundswell.core.errors import Conflict
from groundswell.live.actions._changing import note_change, record_change
from groundswell.live.actions._holding import hold_questions
from groundswell.live.actions._telling import tell_question
from groundswell.live.activities import QUESTION_ANSWERED, QUESTION_CARRIED
from groundswell.live.models import Question

State, How = Question.State, Question.How


@action
def follow_answer(*, actor: Actor, question: Question) -> Question:
    """It is answered by the answer that stands there now; and goes on when none does any more.

    `actor` is who accepted the answer, or took it back.
    """
    [held] = hold_questions(question)
    there = Question.objects.select_related("answer").filter(asked_before=held).first()
    there = there.standing if there else None
    done = there is not None and there.state == State.ANSWERED
    found = (there.answer if done else None) if there else _accepted(held)
    answered = done or found is not None
    followed = held.state == State.ANSWERED and held.how == How.ACCEPTED
    same = followed and held.answer_id == (found.id if found else None)
    if not answered and followed:
        note_change(held, actor, State.CARRIED)
        held.state, held.how, held.answered_at = State.CARRIED, "", None
        kind = QUESTION_CARRIED
    elif answered and not same and (followed or held.state == State.CARRIED):
        note_change(held, actor, State.ANSWERED)
        held.state, held.how, held.answered_at = State.ANSWERED, How.ACCEPTED, moment()
        kind = QUESTION_ANSWERED
    else:
        raise Conflict(_("Nothing has changed where this question went on."))
    held.answer = found
    held.save(update_fields=["state", "how", "answered_at", "answer"])
    tell_question(held)
    record_change(kind, actor, held)
    return held


def _accepted(question: Question) -> Message | None:
    """What answers the topic it went on in, where those read it who read the session."""
    rows = AcceptedAnswer.objects.filter(
        topic=question.carried_to_id or 0,
        topic__space=question.session.topic.space_id,
        topic__removed_at=None,
        message__tombstoned_at=None,
    )
    found = rows.select_related("message").first()
    return found.message if found else None
