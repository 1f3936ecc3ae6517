"""What everybody in a room sees of a thing, drawn once for all of them.

Nothing of a viewer is in it: what is somebody's own is marked on their page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import ngettext
from markupsafe import Markup, escape

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.core import habits
from groundswell.core.faces import face
from groundswell.core.jinja import draw_time
from groundswell.core.stencil import render, stencil
from groundswell.live.filing import answers
from groundswell.live.models import OPEN_STATES, Poll, Prompt, Question, Session
from groundswell.live.pacing import Upcoming
from groundswell.live.tallying import seen, tally

MOST_DRAWN: Final = 16
"""Ways of one question's card, by who reads it and how it stands."""


def draw_question(question: Question) -> str:
    """A question's card for the room's log."""
    counted = question.session.totals == Session.Totals.OPEN
    with _for_everybody():
        return question_card(question, counted=counted)


def draw_line(line: Message) -> str:
    """A line of the chat for the room's log."""
    with _for_everybody():
        return chat_line(line)


def question_card(
    question: Question, *, counted: bool, voted: bool = False, own: bool = False
) -> Markup:
    """A question's card: `voted` for and `own` as its viewer has it, `counted` where they see how
    many want it. Drawn once for all who see the same, where a question is kept for them."""
    votable = question.state in OPEN_STATES and not question.session.is_over
    at = (habits.reader(), votable, question.state, question.vote_count, question.place,
          question.pinned_at, getattr(question, "heard", False), counted, voted, own)  # fmt: skip
    drawn: dict[Any, Markup] = question.__dict__.setdefault("drawn", {})
    card = drawn.get(at)
    if card is None:  # another thread may draw it too, or let go of it at any moment
        card = _card(question, votable=votable, counted=counted, voted=voted, own=own)
        if len(drawn) >= MOST_DRAWN:
            drawn.clear()
        drawn[at] = card
    return card


def _card(question: Question, *, votable: bool, counted: bool, voted: bool, own: bool) -> Markup:
    message, session = question.message, question.session
    if message is None:
        raise ValueError("A question that the room may not read has no card.")
    pattern = stencil(
        "live/_question.html",
        state=question.state,
        open=votable,
        pinned=question.pinned_at is not None,
        heard=getattr(question, "heard", False),
        counted=counted,
        voted=voted,
        own=own,
    )
    values = {
        "id": question.id,
        "number": message.number,
        "session": session.topic_id,
        "votes": question.vote_count,
        "wanted": "" if votable else _wanted(question.vote_count),
        "place": question.place,
        "pinned": question.pinned_at.timestamp() if question.pinned_at else "",
        "words": message.html,
        "author": _author(message.author),
        "time": draw_time(question.asked_at),
        "href": escape(message.get_absolute_url()),
        "became": _became(question),
        "answer": _answer(question),
    }
    return Markup(pattern % values)  # noqa: S704 - all escaped or drawn


def chat_line(line: Message) -> Markup:
    """A line of the chat."""
    asks = line.parent if line.parent and line.parent.kind == Message.Kind.PROMPT else None
    if asks and answers(line.text) == asks.prompt.number:
        asks = None  # its own words say so
    values = {
        "number": line.number,
        "face": face(line.author, "s"),
        "name": escape(line.author.name),
        "answers": escape(asks.prompt.answers_label) if asks else "",
        "href": escape(line.get_absolute_url()),
        "time": draw_time(line.published_at),
        "words": line.html,
    }
    pattern = stencil("live/_line.html", answers=asks is not None)
    return Markup(pattern % values)  # noqa: S704 - all escaped or drawn


def draw_prompt(prompt: Prompt) -> str:
    """A prompt of the chat."""
    return _drawn("live/_prompt.html", {"prompt": prompt})


def draw_upcoming(upcoming: Upcoming | None) -> str:
    """Which prompt comes next: never its words."""
    return _drawn("live/_next_prompt.html", {"upcoming": upcoming})


def draw_poll(poll: Poll) -> str:
    """A poll, with its results where everybody sees them."""
    shown = {"poll": poll, "session": poll.session, "tally": tally(poll), "counted": seen(poll)}
    return _drawn("live/_poll.html", {**shown, "mine": frozenset(), "typed": ""})


def draw_scene(shown: dict[str, Any]) -> str:
    """What the wall shows, to be kept."""
    return _drawn("live/_wall_scene.html", shown)


def draw_state(session: Session) -> str:
    """How far the session is."""
    return _drawn("live/_state.html", {"session": session})


def _drawn(template: str, context: dict[str, Any]) -> str:
    with _for_everybody():
        return render(template, **context)


@contextmanager
def _for_everybody() -> Iterator[None]:
    """In the site's own words and at no one's clock."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(None), habits.of(""):
        yield


def _author(author: Actor) -> Markup:
    """Whoever is from elsewhere has no page here."""
    return escape(author.name) if author.host else _person(author.handle, author.name)


@lru_cache(maxsize=1024)
def _person(handle: str, name: str) -> Markup:
    return Markup('<a class="actor" href="/@{}/" dir="auto">{}</a>').format(handle, name)


def _wanted(count: int) -> str:
    if not count:
        return ""
    words = ngettext("%(num)s person wanted this", "%(num)s people wanted this", count)
    return escape(words % {"num": habits.number(count)})


def _became(question: Question) -> str:
    plain = question.state in OPEN_STATES and question.asked_before is None
    return "" if plain else render("live/_question_became.html", question=question)


def _answer(question: Question) -> str:
    if question.answer is None and not question.answer_url:
        return ""
    return render("live/_question_answer.html", question=question)
