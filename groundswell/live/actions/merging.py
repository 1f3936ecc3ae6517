"""Merging questions, and undoing what was done with one a moment ago."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict
from groundswell.live.actions._changing import (
    note_change,
    publish_words,
    record_change,
    take_words_back,
    tombstone_words,
    voice_of,
)
from groundswell.live.actions._counting import count_again
from groundswell.live.actions._holding import hold_questions, standing_of
from groundswell.live.actions._telling import tell_question, tell_votes
from groundswell.live.activities import QUESTION_CHANGE_UNDONE, QUESTION_MERGED
from groundswell.live.models import OPEN_STATES, Participant, Question, QuestionChange
from groundswell.live.rules import MAY_UNDO, require_may_moderate

State = Question.State
TIMES = ("current_at", "answered_at")


@action
def merge_questions(
    *,
    actor: Actor,
    source: Question,
    into: Question,
    asker: Participant | None = None,
    key: str = "",
) -> Question:
    """Both ask the same: who wants either is counted once, for the one that stays. Who leads does
    it; or its asker, by themself or by the key of their device, in whose name `actor` speaks."""
    if source.id == into.id or source.session_id != into.session_id:
        raise Conflict(_("Choose another question of this session."))
    held, survivor = hold_questions(source, into)
    own = asker is not None and held.asker_id == asker.id
    if not own and not (key and key == held.key):
        require_may_moderate(actor, held.session)
    if held.state != State.OPEN or survivor.state not in OPEN_STATES:
        raise Conflict(_("One of these questions is not open any more. Look again."))
    note_change(held, actor, State.MERGED)
    held.state, held.merged_into = State.MERGED, survivor
    held.save(update_fields=["state", "merged_into"])
    count_again(survivor)
    tell_votes(survivor.session)
    tell_question(held)
    tell_question(survivor)
    record_change(QUESTION_MERGED, actor, held)
    return survivor


@action
def undo_question(*, actor: Actor, question: Question, anonymous: Actor) -> Question:
    """Takes back what was done with it last, within ten seconds."""
    [held] = hold_questions(question)
    require_may_moderate(actor, held.session)
    changes, ended = held.changes.filter(undone_at=None), held.session.closed_at
    changes = changes.exclude(at=ended) if ended else changes
    change = changes.order_by("-id").first()
    if change is None or change.after != held.state or change.after == State.WITHDRAWN:
        raise Conflict(_("There is nothing to undo here."))
    if moment() - change.at > MAY_UNDO:
        raise Conflict(_("That is more than ten seconds ago. Move the question on instead."))
    answer = held.answer
    _put_back(held, change, anonymous, actor)
    change.undone_at = moment()
    change.save(update_fields=["undone_at"])
    record_change(QUESTION_CHANGE_UNDONE, actor, held, held.message, answer, since=change.at)
    return held


def _put_back(question: Question, change: QuestionChange, anonymous: Actor, actor: Actor) -> None:
    survivor = question.merged_into
    if change.before == State.CURRENT and _is_taken(question):
        raise Conflict(_("Another question is on now."))
    hidden = {State.PENDING, State.DISMISSED}
    if change.before in hidden and change.after not in hidden:
        take_words_back(question, actor)
    elif change.after in hidden and change.before not in hidden:
        publish_words(question, voice_of(question, anonymous))
    _take_back_answer(question, change, actor)
    for name, value in change.was.items():
        setattr(question, name, _back(name, value))
    fields = [name.removesuffix("_id") for name in change.was]
    question.save(update_fields=[*fields, "words", "message", "opened_at"])
    if survivor is not None:
        # What it was merged into may have been merged on; and votes came and went meanwhile.
        survivor.session = question.session
        standing = standing_of(survivor)
        count_again(standing)
        count_again(question)
        tell_votes(question.session)
        tell_question(standing)
    tell_question(question)


def _take_back_answer(question: Question, change: QuestionChange, actor: Actor) -> None:
    """What was written as the answer goes with it; a reply that stood before stays a reply."""
    answer = question.answer
    if answer is None or answer.id == change.was.get("answer_id"):
        return
    if answer.published_at >= change.at:
        tombstone_words(answer, actor)


def _is_taken(question: Question) -> bool:
    others = Question.objects.filter(session=question.session_id, state=State.CURRENT)
    return others.exclude(id=question.id).exists()


def _back(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name in TIMES and value else value
