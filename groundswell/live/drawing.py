"""What everybody in a room sees of a thing, drawn once for all of them.

Nothing of a viewer is in it: what is somebody's own is marked on their page.
"""

from typing import Any

from django.conf import settings
from django.template import engines
from django.utils import timezone, translation

from groundswell.conversations.models import Message
from groundswell.core import habits
from groundswell.live.models import Poll, Prompt, Question, Session
from groundswell.live.pacing import Upcoming
from groundswell.live.tallying import seen, tally


def draw_question(question: Question) -> str:
    """A question's card."""
    return _drawn("live/_question.html", {"question": question, "session": question.session})


def draw_line(line: Message, **also: Any) -> str:
    """A line of the chat."""
    return _drawn("live/_line.html", {"line": line, **also})


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
    engine: Any = engines["jinja2"]
    with translation.override(settings.LANGUAGE_CODE), timezone.override(None), habits.of(""):
        found: str = engine.env.get_template(template).render(context)
    return found.strip()
