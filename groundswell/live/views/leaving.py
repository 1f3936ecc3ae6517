"""Asking somebody to leave a session, by what they said there."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groundswell.actors.requests import Request
from groundswell.core.errors import DomainError
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.live.actions import ask_to_leave, let_back_in
from groundswell.live.models import Participant, Session
from groundswell.live.selectors.people import set_aside_of, who_said, who_waits
from groundswell.live.views._scope import SentOut, key_of, own_session


@require_POST
def person_leave(request: Request, topic_id: int) -> HttpResponse:
    """Asks whoever said this to leave, or lets somebody back in."""
    person, session = own_session(request, topic_id)
    given = request.POST
    back = given.get("back", "")
    found = _back(session, back) if back else _meant(request, session)
    try:
        if back:
            let_back_in(actor=person, session=session, participant=found)
            messages.success(request, _("They take part again."))
        else:
            ask_to_leave(actor=person, session=session, participant=found)
            messages.success(request, _("They are out. The desk says who, and lets them back in."))
    except DomainError as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(session.desk_url, status=303)


def shut_page(request: Request, error: SentOut) -> HttpResponse:
    """In place of the room: that they were asked to leave it, when, and why as far as it was said.
    A part of the page that asks for itself is refused like any act."""
    if request.htmx:
        raise error
    session, out = error.session, error.person
    context = {
        "session": session,
        "topic": session.topic,
        "out": out,
        "why": set_aside_of(session, out, key_of(request, session)),
        "readable": not error.by_code,
    }
    return render(request, "live/room_shut.html", context, status=403)


def _meant(request: Request, session: Session) -> Participant:
    """Who wrote the line that waits, or the message."""
    line, message = (id_in(request.POST.get(name, "")) for name in ("line", "message"))
    found = who_waits(session, line) if line else who_said(session, message)
    if found is None:
        raise Http404
    return found


def _back(session: Session, typed: str) -> Participant:
    found = session.participants.filter(id=id_in(typed)).first()
    if found is None:
        raise Http404
    return found
