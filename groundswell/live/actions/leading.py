"""What moderators and the host do with questions. The asker is told of each."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment
from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import append
from groundswell.conversations.models import LONGEST_BODY, Link, Message, Topic
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import clean, one_line
from groundswell.live.actions._changing import (
    note_change,
    publish_words,
    record_change,
    take_words_back,
    tell_room_of_asker,
    trust,
    voice_of,
)
from groundswell.live.actions._holding import hold, hold_questions
from groundswell.live.actions._telling import tell_heard, tell_question
from groundswell.live.activities import (
    QUESTION_ANSWERED,
    QUESTION_CARRIED,
    QUESTION_DISMISSED,
    QUESTION_ON,
    QUESTION_OPENED,
)
from groundswell.live.models import Question
from groundswell.live.rules import (
    may_lead_question,
    require_may_moderate,
    require_may_present,
    require_web_address,
)
from groundswell.spaces.rules import require_may_start

State: Final = Question.State
How: Final = Question.How


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How a question was answered: live, in writing (with words, or by a reply that was given to it
    in the conversation), or by a link."""

    how: str = How.LIVE
    words: str = ""
    reply: Message | None = None
    url: str = ""


@action
def open_question(*, actor: Actor, question: Question, anonymous: Actor) -> Question:
    """Lets the room read it: one that waited, or one that was set aside."""
    held = _held(actor, question, State.PENDING, State.DISMISSED, State.CARRIED)
    note_change(held, actor, State.OPEN)
    if held.state != State.CARRIED:
        publish_words(held, voice_of(held, anonymous))
    held.state, held.reason, held.note, held.carried_to = State.OPEN, "", "", None
    fields = ["message", "words", "opened_at", "state", "reason", "note", "carried_to"]
    held.save(update_fields=fields)
    trust(held.asker)
    tell_question(held)
    record_change(QUESTION_OPENED, actor, held)
    return held


@action
def dismiss_question(*, actor: Actor, question: Question, reason: str, note: str = "") -> Question:
    """Sets it aside with a reason that its asker alone is told."""
    held = _held(actor, question, State.PENDING, State.OPEN)
    if reason not in Question.Reason.values:
        raise Invalid(_("Choose one of the reasons."), "reason")
    note_change(held, actor, State.DISMISSED)
    take_words_back(held, actor)
    held.state, held.reason = State.DISMISSED, reason
    held.note = one_line(note, most=300, field="note")
    held.save(update_fields=["words", "state", "reason", "note"])
    tell_question(held)
    record_change(QUESTION_DISMISSED, actor, held, held.message)
    return held


@action
def take_question(*, actor: Actor, question: Question, answered: bool = True) -> Question:
    """Puts it on. The one that was on is answered now, or goes back among the open ones."""
    hold(question.session)  # before one looks which is on: two hosts take turns
    current = Question.objects.filter(session=question.session, state=State.CURRENT).first()
    if current is not None and current.id != question.id:
        held, before = hold_questions(question, current)
        _finish(before, actor, answered=answered)
    else:
        [held] = hold_questions(question)
    require_may_present(actor, held.session)
    _require(held, State.OPEN)
    note_change(held, actor, State.CURRENT)
    held.state, held.current_at = State.CURRENT, moment()
    held.save(update_fields=["state", "current_at"])
    tell_question(held)
    tell_heard(held)
    record_change(QUESTION_ON, actor, held)
    return held


@action
def put_back_question(*, actor: Actor, question: Question) -> Question:
    """It is not on after all, and open again."""
    held = _held(actor, question, State.CURRENT, State.ANSWERED, presents=True)
    note_change(held, actor, State.OPEN)
    held.state, held.current_at, held.answered_at, held.how = State.OPEN, None, None, ""
    held.answer, held.answer_url = None, ""  # what was written stays a reply to it
    held.save(update_fields=["state", "current_at", "answered_at", "how", "answer", "answer_url"])
    tell_question(held)
    tell_heard(held)
    record_change(QUESTION_OPENED, actor, held)
    return held


@action
def answer_question(*, actor: Actor, question: Question, answered: Answered) -> Question:
    """It was answered: live, by words that become its reply, or by a link."""
    live = answered.how == How.LIVE
    held = _held(actor, question, State.CURRENT, State.OPEN, State.CARRIED, presents=live)
    note_change(held, actor, State.ANSWERED)
    if answered.how == How.WRITING and answered.reply is not None:
        held.answer = _reply(held, answered.reply)
    elif answered.how == How.WRITING:
        words = clean(answered.words, most=LONGEST_BODY, least=1, field="words")
        topic = held.session.topic
        held.answer = append(topic, author=actor, text=words, parent=held.message)
    elif answered.how == How.LINK:
        held.answer_url = require_web_address(answered.url)
    elif answered.how != How.LIVE:
        raise Invalid(_("Choose how it was answered."), "how")
    held.state, held.how, held.answered_at = State.ANSWERED, answered.how, moment()
    held.save(update_fields=["state", "how", "answered_at", "answer", "answer_url"])
    tell_question(held)
    tell_heard(held)
    record_change(QUESTION_ANSWERED, actor, held, held.answer)
    return held


@action
def carry_question(*, actor: Actor, question: Question, to: Topic) -> Question:
    """There was no time for it: it goes on in the conversation, in another session or in a
    challenge. Said anew, it goes there instead."""
    held = _held(actor, question, State.OPEN, State.CARRIED)
    if to.id != held.session.topic_id:
        require_may_start(actor, to.space)
    note_change(held, actor, State.CARRIED)
    held.state, held.carried_to = State.CARRIED, to
    held.save(update_fields=["state", "carried_to"])
    if to.kind == Topic.Kind.CHALLENGE:
        session = held.session.topic
        Link.objects.get_or_create(
            origin=to, target=session, kind=Link.Kind.DISCUSSED_AT, defaults={"by": actor}
        )
    tell_question(held)
    record_change(QUESTION_CARRIED, actor, held)
    return held


def _reply(question: Question, reply: Message) -> Message:
    if reply.parent_id != question.message_id or reply.tombstoned_at is not None:
        raise Invalid(_("Choose a reply to this question that still stands."), "reply")
    return reply


def _held(actor: Actor, question: Question, *states: str, presents: bool = False) -> Question:
    [held] = hold_questions(question)
    if not may_lead_question(actor, held):
        require = require_may_present if presents else require_may_moderate
        require(actor, held.session)
    _require(held, *states)
    return held


def _require(question: Question, *states: str) -> None:
    if question.state not in states:
        says = _("This question is “%(state)s” now: somebody else was faster. Look again.")
        raise Conflict(says % {"state": question.get_state_display()})


def _finish(question: Question, actor: Actor, *, answered: bool) -> None:
    """What was on before is over."""
    if question.state != State.CURRENT:
        return
    note_change(question, actor, State.ANSWERED if answered else State.OPEN)
    if answered:
        question.state, question.how, question.answered_at = State.ANSWERED, How.LIVE, moment()
    else:
        question.state, question.current_at = State.OPEN, None
    question.save(update_fields=["state", "how", "answered_at", "current_at"])
    tell_question(question)
    tell_heard(question)
    tell_room_of_asker(question)
