"""What the projector shows: nothing that the room does not see."""

from dataclasses import dataclass, field
from typing import Any

from groundswell.conversations.models import Message
from groundswell.live.models import OPEN_STATES, Poll, Prompt, Question, Session, Takeaway, Wall
from groundswell.live.tallying import Tally, seen, tally

Scene = Wall.Scene
MOST_TOP = 5
MOST_ANSWERS = 5
MOST_TAKEAWAYS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One scene with what is in it."""

    session: Session
    scene: str
    question: Question | None = None
    questions: list[Question] = field(default_factory=list)
    prompt: Prompt | None = None
    answers: list[Message] = field(default_factory=list)
    tally: Tally | None = None
    counted: bool = False
    takeaways: list[Takeaway] = field(default_factory=list)


def wall_of(session: Session) -> Wall:
    """The session's wall; one that nobody has touched shows how to come in."""
    return Wall.objects.filter(session=session).first() or Wall(session=session)


def picture_of(session: Session, wall: Wall) -> Picture:
    """What the wall shows now; nothing while the room is closed."""
    scene = Scene.BLANK if session.frozen_at is not None else Scene(wall.scene)
    values = _FILLED[scene](session) if scene in _FILLED else {}
    return Picture(session=session, scene=scene, **values)


def _current(session: Session) -> dict[str, Any]:
    rows = Question.objects.filter(session=session, state=Question.State.CURRENT)
    return {"question": rows.select_related("message").first()}


def _top(session: Session) -> dict[str, Any]:
    rows = Question.objects.filter(session=session, state__in=OPEN_STATES)
    found = rows.select_related("message").order_by("-vote_count", "id")
    return {"questions": list(found[:MOST_TOP])}


def _prompt(session: Session) -> dict[str, Any]:
    rows = Prompt.objects.filter(session=session, message__isnull=False).select_related("message")
    prompt = rows.order_by("-put_at", "-number").first()
    if prompt is None:
        return {}
    said = Message.objects.standing().filter(parent=prompt.message).select_related("author")
    return {"prompt": prompt, "answers": list(said.order_by("-number")[:MOST_ANSWERS])[::-1]}


def _poll(session: Session, *, words: bool = False) -> dict[str, Any]:
    """The one opened last that is open still; else the one that was closed last."""
    rows = Poll.objects.filter(session=session, state__in=[Poll.State.OPEN, Poll.State.CLOSED])
    rows = rows.filter(kind=Poll.Kind.WORDS) if words else rows.exclude(kind=Poll.Kind.WORDS)
    poll = rows.select_related("message").order_by("-state", "-opened_at").first()
    return {"tally": tally(poll), "counted": seen(poll)} if poll else {}


def _cloud(session: Session) -> dict[str, Any]:
    return _poll(session, words=True)


def _takeaways(session: Session) -> dict[str, Any]:
    rows = Takeaway.objects.filter(session=session, message__tombstoned_at=None)
    found = rows.select_related("message__author").order_by("-said_count", "message")
    lifted = sorted(found[: 2 * MOST_TAKEAWAYS], key=lambda one: one.lifted_at is None)
    return {"takeaways": lifted[:MOST_TAKEAWAYS]}


_FILLED = {
    Scene.CURRENT: _current,
    Scene.TOP: _top,
    Scene.PROMPT: _prompt,
    Scene.POLL: _poll,
    Scene.CLOUD: _cloud,
    Scene.TAKEAWAYS: _takeaways,
}
