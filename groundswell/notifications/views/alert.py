"""The list of alerts, its buttons, and the bell."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from groundswell.activity.declarations import REASONS, Reason
from groundswell.activity.log import AlreadyDone
from groundswell.actors.requests import Request, signed_in
from groundswell.core.errors import Invalid
from groundswell.core.ids import id_in
from groundswell.core.pages import render
from groundswell.notifications.actions import (
    TurnedOff,
    mark_alerts_read,
    mark_alerts_unread,
    turn_off_reason,
    turn_on_reason,
)
from groundswell.notifications.selectors import alert_group, alerts_page
from groundswell.notifications.selectors.alert import SHOWN

UNDO = "alerts_undo"


@require_safe
def alert_list(request: Request) -> HttpResponse:
    """The viewer's alerts, latest first: all, unread or mentions."""
    person = signed_in(request)
    shown = request.GET.get("show", "all")
    if shown not in SHOWN:
        raise Http404
    try:
        page = alerts_page(person, after=request.GET.get("after"), shown=shown)
    except Invalid as error:
        raise Http404 from error
    context = {"page": page, "undo": _undo(request), "here_url": _address(shown)}
    return render(request, "notifications/alert_list.html", context, region="alerts")


@require_safe
def alert_open(request: Request, alert_id: int) -> HttpResponse:
    """Leads to what an alert is about, and marks it and those in one line with it as read."""
    person = signed_in(request)
    group = alert_group(person, alert_id)
    if group is None:
        raise Http404
    mark_alerts_read(actor=person, ids=group.ids)
    return HttpResponseRedirect(group.url, status=303)


@require_safe
def alert_count(request: Request) -> HttpResponse:
    """The bell with the number of unread alerts, as the header and the dock show it."""
    signed_in(request)
    return render(request, "notifications/bell.html")


@require_POST
def alerts_read(request: Request) -> HttpResponse:
    """Marks alerts as read: those named, or all."""
    ids = _ids(request) if "id" in request.POST else None
    mark_alerts_read(actor=signed_in(request), ids=ids)
    return _back(request)


@require_POST
def alerts_unread(request: Request) -> HttpResponse:
    """Marks the alerts named as not read."""
    mark_alerts_unread(actor=signed_in(request), ids=_ids(request))
    return _back(request)


@require_POST
def reason_off(request: Request) -> HttpResponse:
    """Turns off what led to an alert; the list then offers to undo it."""
    about = id_in(request.POST.get("about", "")) or None
    try:
        off = turn_off_reason(actor=signed_in(request), reason=_reason(request), about=about)
    except AlreadyDone:
        return _back(request)
    request.session[UNDO] = [off.reason.value, str(off.about or ""), off.level]
    return _back(request)


@require_POST
def reason_on(request: Request) -> HttpResponse:
    """Undoes the turning off."""
    off = TurnedOff(
        reason=_reason(request),
        about=id_in(request.POST.get("about", "")) or None,
        level=request.POST.get("level", ""),
    )
    turn_on_reason(actor=signed_in(request), off=off)
    return _back(request)


def _reason(request: Request) -> Reason:
    try:
        return Reason(request.POST.get("reason", ""))
    except ValueError as error:
        raise Http404 from error


def _undo(request: Request) -> dict[str, Any] | None:
    """What was turned off a moment ago; offered once."""
    if getattr(request, "htmx", False) or UNDO not in request.session:
        return None
    reason, about, level = request.session.pop(UNDO)
    return {"reason": reason, "about": about, "level": level, "because": REASONS[Reason(reason)]}


def _ids(request: Request) -> list[int]:
    return [id_in(value) for value in request.POST.getlist("id")]


def _address(shown: str) -> str:
    query = "" if shown == "all" else f"?{urlencode({'show': shown})}"
    return f"{reverse('alerts')}{query}"


def _back(request: Request) -> HttpResponse:
    shown = request.POST.get("show", "all")
    return HttpResponseRedirect(_address(shown if shown in SHOWN else "all"), status=303)
