"""Holding sessions and questions still while something is done with them. Called by actions.

A session is held before its questions, and questions in the order of their ids.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groundswell.core.errors import Conflict
from groundswell.core.prepared import PreparedModels
from groundswell.live.models import Question, Session


def hold(session: Session) -> Session:
    """The session as it stands, its row locked."""
    rows = Session.objects.select_for_update(of=("self",), no_key=True).with_topic()
    return rows.get(topic=session.topic_id)


def hold_questions(*questions: Question) -> list[Question]:
    """These questions with their session, their rows locked; in the order asked for."""
    session = hold(questions[0].session)
    ids = sorted(question.id for question in questions)
    rows = Question.objects.select_for_update(of=("self",), no_key=True)
    found = rows.filter(id__in=ids, session=session).order_by("id")
    held = {row.id: row for row in found.select_related("message__author", "asker__actor")}
    if len(held) != len(set(ids)):
        raise Conflict(_("One of these questions is not there any more. Reload and look again."))
    for row in held.values():
        row.session = session
    return [held[question.id] for question in questions]


def standing_of(question: Question) -> Question:
    """The question that stands for this one after every merge, its row locked."""
    held = row_of(question.id)
    while held.merged_into_id is not None:
        held = row_of(held.merged_into_id)
    held.session = question.session
    return held


def row_of(question_id: int) -> Question:
    """The question alone as it stands, its row locked, whatever it was merged into."""
    found = _LOCKED(question=question_id)
    if not found:
        raise Question.DoesNotExist
    return found[0]


def _for_change(question: int) -> QuerySet[Question]:
    return Question.objects.select_for_update(of=("self",), no_key=True).filter(id=question)


_LOCKED = PreparedModels(_for_change)
