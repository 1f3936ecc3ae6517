"""The panic button, and how soon lines of the chat show."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.core.errors import Conflict, DomainError
from groundswell.core.ids import id_in
from groundswell.live.actions import (
    delay_chat,
    go_on_with_room,
    order_unheard,
    pause_room,
    take_out_line,
)
from groundswell.live.models import Session
from groundswell.live.selectors.desk import held_line_of
from groundswell.live.views._scope import own_session, pressed


@require_POST
def room_lead(request: Request, topic_id: int) -> HttpResponse:
    """Does with the room what the button says."""
    person, session = own_session(request, topic_id)
    try:
        pressed(request, ACTS)(request, person, session)
    except DomainError as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(session.desk_url, status=303)


def _delay(request: Request, person: Actor, session: Session) -> None:
    seconds = request.POST.get("seconds", "")
    wanted = int(seconds) if seconds.isdecimal() and len(seconds) <= 2 else -1
    delay_chat(actor=person, session=session, seconds=wanted)


def _take_out(request: Request, person: Actor, session: Session) -> None:
    line = held_line_of(session, id_in(request.POST.get("line", "")))
    if line is None:
        raise Conflict(_("This line shows already. Delete it in the conversation."))
    take_out_line(actor=person, line=line)


ACTS: dict[str, Callable[[Request, Actor, Session], object]] = {
    "pause": lambda _request, person, session: pause_room(actor=person, session=session),
    "go_on": lambda _request, person, session: go_on_with_room(actor=person, session=session),
    "delay": _delay,
    "take_out": _take_out,
    "unheard": lambda _request, person, session: order_unheard(
        actor=person, session=session, first=True
    ),
    "anybody": lambda _request, person, session: order_unheard(
        actor=person, session=session, first=False
    ),
}
