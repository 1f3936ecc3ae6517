"""Asking again, in the next session, what a session before left open."""

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict
from groundswell.live.actions._changing import publish_words, record_change
from groundswell.live.actions._holding import hold, hold_questions
from groundswell.live.actions._telling import tell_question
from groundswell.live.activities import QUESTION_OPENED
from groundswell.live.models import Question, Session
from groundswell.live.rules import require_may_host

State = Question.State


@action
def take_up_question(*, actor: Actor, question: Question, session: Session) -> Question:
    """It is open here: it can be wanted, put on and answered like any other. It stands under the
    name it had, and what becomes of it becomes of the one it was."""
    require_may_host(actor, session)
    held = hold(session)  # first, as whoever ends it does
    [before] = hold_questions(question)
    _require(before, held)
    asked = Question(
        session=held,
        words=before.text,
        asker=before.asker,
        key=before.key,
        voice=before.voice,
        state=State.OPEN,
        asked_at=moment(),
        asked_before=before,
    )
    publish_words(asked, before.message.author if before.message else actor)
    asked.save(force_insert=True)
    tell_question(asked)
    record_change(QUESTION_OPENED, actor, asked)
    return asked


def _require(before: Question, session: Session) -> None:
    """It waits for this session, whose readers are the same, and its words stand."""
    if session.is_over:
        raise Conflict(_("The session is over. Answer it in writing, or carry it on."))
    message, here = before.message, session.topic.space_id
    stands = message is not None and message.tombstoned_at is None
    waits = before.state == State.CARRIED and before.carried_to_id == session.topic_id
    if not waits or not stands or before.session.topic.space_id != here:
        raise Conflict(_("This question does not wait for this session any more. Look again."))
    if Question.objects.filter(asked_before=before).exists():
        raise Conflict(_("It is asked here already."))
