"""Asking a question, and taking it back."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Refused
from groundswell.core.text.clean import clean
from groundswell.live.actions._changing import note_change, publish_words, take_words_back
from groundswell.live.actions._holding import hold, hold_questions
from groundswell.live.actions._telling import tell_question
from groundswell.live.activities import QUESTION_ASKED, QUESTION_HELD, QUESTION_WITHDRAWN
from groundswell.live.models import Participant, Question, Session
from groundswell.live.rules import require_may_ask, voices_of, waits

SHORTEST, LONGEST = 10, 500
State, Voice = Question.State, Question.Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it was typed. `key` is the digest by which an unknown asker is recognised."""

    words: str
    voice: str = Voice.NAMED
    key: str = ""


@action
def ask_question(
    *, actor: Actor, session: Session, participant: Participant, asked: Asked
) -> Question:
    """Puts a question to the session. `actor` is in whose name it stands: the participant's, or
    the one that speaks for all who ask without a name."""
    held = hold(session)
    require_may_ask(held, participant, asked.key)
    voice = asked.voice if asked.voice in voices_of(held) else voices_of(held)[0]
    unknown = voice == Voice.UNKNOWN
    question = Question(
        session=held,
        words=clean(asked.words, most=LONGEST, least=SHORTEST, field="words"),
        asker=None if unknown else participant,
        key=asked.key if unknown else "",
        voice=voice,
        state=State.PENDING if waits(held, participant) else State.OPEN,
        asked_at=moment(),
    )
    if question.state == State.OPEN:
        publish_words(question, actor)
    question.save(force_insert=True)
    if not unknown and participant.spoke_at is None:
        participant.spoke_at = moment()
        participant.save(update_fields=["spoke_at"])
    tell_question(question)
    record(
        QUESTION_ASKED if question.message else QUESTION_HELD,
        actor=actor,
        space_id=held.topic.space_id,
        topic_id=held.topic_id,
        message_id=question.message_id,
        data={"question": str(question.id)},
    )
    return question


@action
def withdraw_question(*, actor: Actor, question: Question, key: str = "") -> Question:
    """The asker takes it back, as long as it is not answered."""
    [held] = hold_questions(question)
    own = held.asker is not None and held.asker.actor_id == actor.id
    if not own and not (key and key == held.key):
        raise Refused(_("Only who asked can take a question back."))
    if held.state not in {State.PENDING, State.OPEN, State.DISMISSED}:
        raise Conflict(_("This question has moved on and cannot be taken back any more."))
    note_change(held, actor, State.WITHDRAWN)
    # Who is hidden from the room stays hidden: the message's own author took it back.
    take_words_back(held, held.message.author if held.message else actor)
    held.words = ""
    held.state = State.WITHDRAWN
    held.save(update_fields=["words", "state"])
    tell_question(held)
    gone = held.message_id
    record(
        QUESTION_WITHDRAWN,
        actor=actor,
        space_id=held.session.topic.space_id,
        topic_id=held.session.topic_id,
        data={"question": str(held.id)} | ({"messages": [str(gone)]} if gone else {}),
    )
    return held
