"""Telling the room, in order. Called by actions, inside them."""

from functools import partial

from django.db import transaction
from django.db.models import F

from groundswell.conversations.models import Message
from groundswell.core.bus import publish, publish_once
from groundswell.live.drawing import (
    draw_line,
    draw_poll,
    draw_prompt,
    draw_question,
    draw_state,
    draw_upcoming,
)
from groundswell.live.models import LogItem, Poll, Prompt, Question, Session, Wall
from groundswell.live.pacing import upcoming

LONGEST = 40_000


def tell(session: Session, part: str, key: str, *, html: str = "") -> int:
    """One more entry of the room's log; gives its number. Without words the element goes away,
    and what was said of it before is forgotten: nobody who comes back is sent it again."""
    if not html:
        LogItem.objects.filter(session=session, key=key).update(html="")
        Wall.objects.filter(session=session).exclude(still="").update(still="")
    rows = Session.objects.filter(topic=session.topic_id)
    rows.update(log_number=F("log_number") + 1)
    number: int = rows.values_list("log_number", flat=True).get()
    LogItem(session=session, number=number, part=part, key=key, html=html[:LONGEST]).save(
        force_insert=True
    )
    transaction.on_commit(partial(publish, session.channel, "log", {"n": number}))
    return number


def tell_question(question: Question) -> None:
    """The question as it is now, where the room sees it; and the desk, that it has changed."""
    session = question.session
    shown = {*Question.State} - {
        Question.State.PENDING,
        Question.State.DISMISSED,
        Question.State.WITHDRAWN,
    }
    if question.state in shown:
        fresh = Question.objects.shown().with_heard().get(id=question.id)
        fresh.session = session
        tell(session, "questions", f"q{question.id}", html=draw_question(fresh))
    elif question.opened_at is not None:
        tell(session, "questions", f"q{question.id}")
    tell_desk(session)


def tell_heard(question: Question) -> None:
    """Who asked it was heard, or was not after all: their other questions stand elsewhere."""
    session = question.session
    if session.unheard_first and question.voice == Question.Voice.NAMED and question.asker_id:
        rows = Question.objects.filter(session=session, asker=question.asker_id)
        for other in rows.filter(voice=question.voice, state=Question.State.OPEN):
            if other.id != question.id:
                other.session = session
                tell_question(other)


def tell_line(session: Session, line: Message) -> None:
    """A new line of the chat."""
    tell(session, "lines", f"m{line.number}", html=draw_line(line))


def tell_prompt(prompt: Prompt) -> None:
    """The next prompt of the chat."""
    tell(prompt.session, "prompts", f"p{prompt.number}", html=draw_prompt(prompt))


def tell_upcoming(session: Session) -> None:
    """Which prompt comes next, and when; where nothing comes any more its place stays, empty."""
    if not session.is_on:
        return
    found = upcoming(session, Prompt.objects.filter(session=session))
    tell(session, "prompts", "next-prompt", html=draw_upcoming(found))


def tell_state(session: Session) -> None:
    """How far the session is."""
    tell(session, "session", "session-sign", html=draw_state(session))


def tell_votes(session: Session) -> None:
    """Counts moved: told together, a few times a second at most."""
    transaction.on_commit(partial(publish_once, session.channel, "state"))
    transaction.on_commit(partial(publish_once, f"order-{session.topic_id}"))


def tell_poll(poll: Poll) -> None:
    """The poll as everybody may see it, or that it is gone; and those who lead, that it changed."""
    shown = poll.state in {Poll.State.OPEN, Poll.State.CLOSED}
    tell(poll.session, "polls", f"poll{poll.id}", html=draw_poll(poll) if shown else "")
    tell_desk(poll.session)


def tell_answers(poll: Poll) -> None:
    """Answers moved: told together, a few times a second at most."""
    transaction.on_commit(partial(publish_once, poll.session.channel, "polls"))


def tell_signs(session: Session) -> None:
    """Signs were given: told together, once a second at most."""
    transaction.on_commit(partial(publish_once, session.channel, "signs"))


def tell_desk(session: Session) -> None:
    """Something changed for those who lead."""
    transaction.on_commit(partial(publish, f"desk-{session.topic_id}"))


def tell_wall(session: Session) -> None:
    """The projector shows something else."""
    transaction.on_commit(partial(publish, f"wall-{session.topic_id}"))


def tell_held(session: Session) -> None:
    """A line waits to be shown in a moment."""
    transaction.on_commit(partial(publish, session.channel, "held"))
