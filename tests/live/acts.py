"""A session with people in it, and what they do, in one line each."""

from typing import Any

from django_tasks_db.models import DBTaskResult

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.live.actions import (
    Asked,
    ask_question,
    enter_as_guest,
    enter_session,
    the_anonymous,
    vote,
)
from groundswell.live.models import Participant, Question, Session


def own(session: Session) -> Session:
    """As each request reads it."""
    return Session.objects.with_topic().get(topic=session.topic_id)


def again(question: Question) -> Question:
    """As each request reads it."""
    found = Question.objects.select_related("message__author", "asker__actor").get(id=question.id)
    found.session = Session.objects.with_topic().get(topic=found.session_id)
    return found


def came(person: Actor, session: Session) -> Participant:
    """Somebody with an account, in the room."""
    return enter_session(actor=person, session=session)


def guest(session: Session, name: str = "Renee") -> Participant:
    """Somebody without an account, in the room."""
    return enter_as_guest(actor=None, session=session, name=name)


def asks(who: Participant, session: Session, words: str, **fields: Any) -> Question:
    """Their question, under their name unless they say otherwise."""
    asked = Asked(words=words, **fields)
    named = asked.voice == Question.Voice.NAMED
    voice = who.actor if named else the_anonymous(actor=who.actor)
    return ask_question(actor=voice, session=own(session), participant=who, asked=asked)


def votes(who: Participant, question: Question) -> Question:
    """Their voice for it."""
    return vote(actor=who.actor, question=again(question), participant=who)


def worker_follows() -> None:
    """What the worker does with what happened by now, and with what followed from it."""
    project_pending()
    for waiting in DBTaskResult.objects.ready():
        waiting.task.call(*waiting.args_kwargs["args"])
        DBTaskResult.objects.filter(id=waiting.id).delete()
    project_pending()
