"""What a guest does with a line or a question of the room: report it, or take back their own.

Members have the menu of a message. Guests have no account to keep or pass on anything with.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.conversations.actions import delete_message, report_message
from groundswell.conversations.forms.act import ReportForm
from groundswell.conversations.models import Message
from groundswell.conversations.rules import require_may_report
from groundswell.conversations.selectors.message import message_seen
from groundswell.core.errors import Refused
from groundswell.core.ids import id_in
from groundswell.core.limits import (
    REPORT_FROM_HALL,
    REPORT_IN_SESSION,
    ROOM_REPORT,
    address_key,
    demand,
)
from groundswell.core.pages import render
from groundswell.live.models import Participant, Session
from groundswell.live.selectors.room import Who
from groundswell.live.selectors.said import reported_by, said_in_room
from groundswell.live.views._scope import pace, room_session


@require_safe
def said_more(request: Request, topic_id: int) -> HttpResponse:
    """What one can do with it: a page, or in the room a menu."""
    session, who = room_session(request, topic_id)
    number = id_in(request.GET.get("more", ""))
    if _has_account(who):
        return _menu(session, number)
    message, guest = _said(session, who, number), who.actor
    mine = guest is not None and message.author_id == guest.id
    context = {"session": session, "topic": session.topic, "message": message, "mine": mine}
    return render(request, "live/said_more.html", context, region="menu")


@require_http_methods(["GET", "HEAD", "POST"])
def said_report(request: Request, topic_id: int, number: int) -> HttpResponse:
    """Says what is wrong with it, to those who look after the space, and reads what came of it."""
    session, who = room_session(request, topic_id)
    if _has_account(who):
        return _menu(session, number)
    message, own, person = _said(session, who, number), who.participant, who.actor
    if own is None or person is None:
        return _as_stranger(message)
    require_may_report(person, message)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _pace_report(request, session, own)
        report_message(actor=person, message=message, **form.cleaned_data)
        messages.success(
            request, _("Thank you. Those who look after it are told, and nobody else.")
        )
        return HttpResponseRedirect(f"{session.room_url}#m{message.number}", status=303)
    context = {"session": session, "topic": session.topic, "message": message, "form": form}
    context["reported"] = reported_by(person, message)
    status = 422 if form.is_bound else 200
    return render(request, "live/said_report.html", context, status=status)


@require_POST
def said_take_back(request: Request, topic_id: int, number: int) -> HttpResponse:
    """Takes a guest's own words back; a question is taken back among their own questions."""
    session, who = room_session(request, topic_id)
    if _has_account(who):
        return _menu(session, number)
    message = _said(session, who, number)
    if message.kind == Message.Kind.QUESTION:
        raise Refused(_("Take it back above the list, among your own questions."))
    delete_message(actor=_guest(who), message=message)
    messages.info(request, _("It is taken back."))
    return HttpResponseRedirect(f"{session.room_url}#chat-title", status=303)


def _has_account(who: Who) -> bool:
    return who.viewer is not None and not who.by_code


def _menu(session: Session, number: int) -> HttpResponse:
    """Whoever sees the session by their account has the menu of the message."""
    address = f"{session.get_absolute_url()}message/?more={number}"
    return HttpResponseRedirect(address, status=303)


def _as_stranger(message: Message) -> HttpResponse:
    """Whoever did not come in reports what everybody reads where everybody does."""
    if message_seen(message.id, None) is None:
        raise Http404
    return HttpResponseRedirect(f"/m/{message.id}/report/", status=303)


def _pace_report(request: Request, session: Session, own: Participant) -> None:
    """One device can be as many guests as it likes, and a hall shares one address: so a guest is
    counted in passing, and what lasts are two counts for all, of the network and the session."""
    pace(own, session, ROOM_REPORT)
    demand(address_key(request), REPORT_FROM_HALL)
    demand(f"session:{session.topic_id}", REPORT_IN_SESSION)


def _said(session: Session, who: Who, number: int) -> Message:
    message = said_in_room(session, who, number)
    if message is None:
        raise Http404
    return message


def _guest(who: Who) -> Actor:
    """Who came in; strangers who only look have nothing that they could take back."""
    if who.actor is None:
        raise Refused(_("Come in first: sign in, or type the code of the session."))
    return who.actor
