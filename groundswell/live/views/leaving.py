"""Asking somebody to leave a session, and what they read of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.core.errors import DomainError
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.live.actions import Why, ask_to_leave, let_back_in, say_why
from groundswell.live.forms.room import LeaveForm
from groundswell.live.models import Participant, Session
from groundswell.live.selectors.people import set_aside_of, who_came, who_said, who_waits
from groundswell.live.views._scope import SentOut, key_of, own_session


@require_http_methods(["GET", "HEAD", "POST"])
def person_leave(request: Request, topic_id: int) -> HttpResponse:
    """Asks whoever said this to leave, with a reason where there is one. Whoever has something that
    shows in a moment leaves at once; why can be said afterwards."""
    person, session = own_session(request, topic_id)
    meant = _meant(request, session)
    posted = request.method == "POST"
    form = LeaveForm(
        request.POST if posted else None,
        initial={"reason": meant.removed_for, "note": meant.removed_note},
    )
    if form.is_bound and form.is_valid():
        try:
            said = _send_out(person, session, meant, Why(**form.cleaned_data))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, said)
            why = "line" in request.POST
            back = f"{session.desk_url}people/?person={meant.id}" if why else session.desk_url
            return HttpResponseRedirect(back, status=303)
    context = {"session": session, "topic": session.topic, "form": form, "meant": meant}
    context["name"] = meant.actor.name if meant.actor else meant.name
    return render(request, "live/person_leave.html", context, status=422 if posted else 200)


@require_POST
def person_back(request: Request, topic_id: int) -> HttpResponse:
    """Lets somebody back in."""
    person, session = own_session(request, topic_id)
    try:
        let_back_in(actor=person, session=session, participant=_meant(request, session))
        messages.success(request, _("They take part again."))
    except DomainError as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(session.desk_url, status=303)


def _send_out(person: Actor, session: Session, meant: Participant, why: Why) -> str:
    """What was done, in a sentence."""
    if meant.removed_at is not None:
        say_why(actor=person, session=session, participant=meant, why=why)
        return _("They read it where they come back.")
    ask_to_leave(actor=person, session=session, participant=meant, why=why)
    return _("They are out. The desk says who, and lets them back in.")


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
    """Who wrote the line that waits, or the message; or somebody whom the desk names."""
    given = request.POST if request.method == "POST" else request.GET
    line, message, person = (id_in(given.get(name, "")) for name in ("line", "message", "person"))
    if line:
        found = who_waits(session, line)
    elif message:
        found = who_said(session, message)
    else:
        found = who_came(session, person)
    if found is None:
        raise Http404
    return found
