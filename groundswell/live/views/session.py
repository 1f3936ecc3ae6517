"""Announcing sessions, changing when and how they take place, and leading them."""

from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.conversations.views._writing import begun, writer, written
from groundswell.conversations.views.compose import visible_space
from groundswell.core.clock import now
from groundswell.core.errors import DomainError
from groundswell.core.pages import render
from groundswell.live.actions import (
    Plan,
    announce_session,
    begin_session,
    change_session,
    close_session,
    wrap_up_session,
)
from groundswell.live.forms import PlanForm, SessionForm
from groundswell.live.models import Session
from groundswell.live.rules import require_may_announce
from groundswell.live.selectors.calendar import calendar_of
from groundswell.live.selectors.session import sessions_of, speaker_lines
from groundswell.live.views._scope import own_session, visible_session
from groundswell.spaces.models import Space
from groundswell.spaces.views.accepting import take_acceptance

STEPS = {"begin": begin_session, "wrap_up": wrap_up_session, "close": close_session}
SAME = (
    *("purpose", "minutes", "zone", "hashtag", "recording"),
    *("naming", "moderation", "totals", "most_unanswered", "recording_url", "recording_lead"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def session_create(request: Request, handle: str) -> HttpResponse:
    """Announces a session in a space."""
    space = visible_space(request, handle)
    place = f"session-{space.id}"
    person = writer(request, place)
    guidelines = take_acceptance(request, person, space)
    if request.method == "POST":
        form = SessionForm(request.POST, request.FILES)
        announces = partial(_announce, person, space)
        session = written(form, person, space, place=place, write=announces)
        if session is not None:
            messages.success(request, _("The session is announced. This is its address for good."))
            return HttpResponseRedirect(session.get_absolute_url(), status=303)
    else:
        require_may_announce(person, space)
        form = SessionForm(initial={**_usual(person), **begun(request, place)})
    context = {"space": space, "form": form, "guidelines": guidelines}
    status = 422 if form.is_bound else 200
    return render(request, "live/session_create.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def session_update(request: Request, topic_id: int) -> HttpResponse:
    """Says anew when and how a session takes place."""
    person, session = own_session(request, topic_id)
    form = PlanForm(request.POST or None, initial=_as_typed(session))
    if session.state != Session.State.ANNOUNCED:
        form.fix_start()
    if form.is_bound and form.is_valid():
        try:
            change_session(actor=person, session=session, plan=Plan(**form.cleaned_data))
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("It says so now, and who follows it is told."))
            return HttpResponseRedirect(session.get_absolute_url(), status=303)
    context = {"session": session, "topic": session.topic, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "live/session_update.html", context, status=status)


@require_POST
def session_move(request: Request, topic_id: int) -> HttpResponse:
    """Begins, wraps up or closes a session; the button says which."""
    person, session = own_session(request, topic_id)
    step = STEPS.get(request.POST.get("step", ""))
    if step is not None:
        session = step(actor=person, session=session)
    return HttpResponseRedirect(session.get_absolute_url(), status=303)


@require_safe
def session_list(request: Request, handle: str) -> HttpResponse:
    """The sessions of a space: what is on or to come, and what was."""
    space = visible_space(request, handle)
    context = {"space": space, "found": sessions_of(space, request.viewer)}
    return render(request, "live/session_list.html", context)


@require_safe
def session_calendar(request: Request, topic_id: int) -> HttpResponse:
    """The session for one's own calendar."""
    session = visible_session(request, topic_id)
    address = request.build_absolute_uri(session.get_absolute_url())
    words = calendar_of(session, address=address, at=now())
    named = {"Content-Disposition": f'attachment; filename="session-{session.topic_id}.ics"'}
    return HttpResponse(words, content_type="text/calendar; charset=utf-8", headers=named)


def _announce(person: Actor, space: Space, values: dict[str, Any]) -> Session:
    kept = dict(values)
    told = {name: kept.pop(name) for name in ("title", "text")}
    kept.pop("attached", None)
    return announce_session(actor=person, space=space, plan=Plan(**kept), **told)


def _usual(person: Actor) -> dict[str, Any]:
    """How a form begins: as most sessions are."""
    return {
        "naming": Session.Naming.CHOOSE,
        "moderation": Session.Moderation.FIRST,
        "totals": Session.Totals.OPEN,
        "recording": Session.Recording.NONE,
        "zone": str(timezone.get_current_timezone()),
        "host": f"@{person.handle}",
        "guests": True,
    }


def _as_typed(session: Session) -> dict[str, Any]:
    return {
        **{name: getattr(session, name) for name in SAME},
        "starts": session.starts_at.astimezone(ZoneInfo(session.zone)).replace(tzinfo=None),
        "host": f"@{session.host.handle}",
        "speakers": speaker_lines(session),
        "guests": session.guests_at is not None,
    }
