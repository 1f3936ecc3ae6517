"""The list of alerts, and its buttons."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from groundswell.activity.declarations import Reason
from groundswell.actors.requests import Request, signed_in
from groundswell.core.pages import render
from groundswell.notifications.actions import mark_alerts_read, turn_off_reason
from groundswell.notifications.selectors import alerts_page


@require_safe
def alert_list(request: Request) -> HttpResponse:
    """The viewer's alerts, latest first."""
    person = signed_in(request)
    page = alerts_page(person, after=request.GET.get("after"))
    return render(request, "notifications/alert_list.html", {"page": page}, region="alerts")


@require_POST
def alerts_read(request: Request) -> HttpResponse:
    """Marks alerts as read: those named, or all."""
    person = signed_in(request)
    ids = [int(value) for value in request.POST.getlist("id") if value.isdecimal()]
    mark_alerts_read(actor=person, ids=ids or None)
    return HttpResponseRedirect(reverse("alerts"), status=303)


@require_POST
def reason_off(request: Request) -> HttpResponse:
    """Turns off what led to an alert."""
    person = signed_in(request)
    about = request.POST.get("about", "")
    try:
        reason = Reason(request.POST.get("reason", ""))
    except ValueError as error:
        raise Http404 from error
    turn_off_reason(actor=person, reason=reason, about=int(about) if about.isdecimal() else None)
    return HttpResponseRedirect(reverse("alerts"), status=303)
