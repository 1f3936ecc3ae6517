"""The empty forms of a room, the same for all who come in: drawn once for them.

A form that was refused, with what was typed into it, is drawn where it is shown.
"""

from typing import Any

from markupsafe import Markup

from groundswell.core.stencil import blank
from groundswell.live.forms.room import GuestForm, LineForm, QuestionForm
from groundswell.live.models import Session
from groundswell.live.selectors.room import Room


def ask_form(room: Room, csrf_input: Any, nonce: str) -> Markup:
    """To ask, for somebody who takes part."""
    voices = tuple(room.voices)
    shown = (room.session.topic_id, room.order, voices, room.waits)

    def make() -> dict[str, Any]:
        form = QuestionForm(voices=list(voices))
        session = room.session
        return {"room": room, "session": session, "topic": session.topic, "viewer": None,
                "asking": form, "similar": []}  # fmt: skip

    return blank("live/_room_ask.html", shown, make, csrf_input=csrf_input, nonce=nonce)


def say_form(room: Room, csrf_input: Any, nonce: str) -> Markup:
    """To say something in the chat."""
    prompts = tuple((prompt.number, prompt.label) for prompt in room.prompts)
    shown = (room.session.topic_id, prompts)

    def make() -> dict[str, Any]:
        return {"room": room, "session": room.session, "line": LineForm()}

    return blank("live/_room_say.html", shown, make, csrf_input=csrf_input, nonce=nonce)


def guest_form(session: Session, csrf_input: Any, nonce: str, *, strange: bool) -> Markup:
    """To come in; `strange` to the site, one may also sign in."""

    def make() -> dict[str, Any]:
        return {"session": session, "form": GuestForm(), "strange": strange}

    shown = (session.code, strange)
    return blank("live/_join_form.html", shown, make, csrf_input=csrf_input, nonce=nonce)
