"""Reporting a message, and what those whom it concerns hear of it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.activity.log import AlreadyDone, refuse_repeat
from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import (
    appeal_decision,
    report_as_guest,
    report_message,
)
from groundswell.conversations.forms.act import AppealForm, ReportForm
from groundswell.conversations.models import Message, Report
from groundswell.conversations.rules import (
    appealable,
    require_may_report,
    require_still_stands,
    stewarded_by_author_alone,
)
from groundswell.conversations.selectors.report import outcomes_for, own_reports, readable
from groundswell.conversations.views.message import visible_message
from groundswell.core.errors import Invalid, Refused
from groundswell.core.limits import ASK, REPORT_AS_GUEST, address_key, demand
from groundswell.core.pages import render
from groundswell.core.signing import RECEIPT, sign, unsign


@require_http_methods(["GET", "HEAD", "POST"])
def report_create(request: Request, message_id: int) -> HttpResponse:
    """Says what is wrong with a message, to those who look after the space. Whoever has no account
    may do so too, and gets an address that tells what comes of it."""
    message = visible_message(request, message_id)
    person = request.viewer
    if person is None:
        require_still_stands(message)
    else:
        require_may_report(person, message)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if person is None:
            return HttpResponseRedirect(_guests_receipt(request, message, form), status=303)
        demand(f"actor:{person.id}", ASK)
        report_message(actor=person, message=message, **form.cleaned_data)
        messages.success(request, _thanks(message))
        return HttpResponseRedirect(message.get_absolute_url(), status=303)
    status = 422 if form.is_bound else 200
    context = {"message": message, "form": form, "alone": stewarded_by_author_alone(message)}
    return render(request, "conversations/report_create.html", context, status=status)


def _guests_receipt(request: Request, message: Message, form: ReportForm) -> str:
    """The address of what comes of it; the same one for a form that was sent twice."""
    group = message.topic.space.actor
    try:
        refuse_repeat(group)
        demand(address_key(request), REPORT_AS_GUEST)
        report = report_as_guest(actor=group, message=message, **form.cleaned_data)
        made = report.id
    except AlreadyDone as error:
        made = int(error.activity.data["report"])
    return f"/reports/receipt/{sign(RECEIPT, made)}/"


def _thanks(message: Message) -> str:
    if stewarded_by_author_alone(message):
        return _(
            "Thank you. The stewards of the organisation see to it, and nobody else is told. "
            "You hear what comes of it."
        )
    said = _(
        "Thank you. Those who look after %(space)s are told, and nobody else. "
        "You hear what comes of it."
    )
    return said % {"space": message.topic.space.name}


@require_safe
def report_list(request: Request) -> HttpResponse:
    """What one reported oneself, and what came of each."""
    person = signed_in(request)
    try:
        page = own_reports(person, after=request.GET.get("after"), before=request.GET.get("before"))
    except Invalid as error:
        raise Http404 from error
    context = {"page": page, "readable": readable(page.items, person)}
    return render(request, "conversations/report_list.html", context)


@require_safe
def report_receipt(request: Request, token: str) -> HttpResponse:
    """What came of a report, for whoever holds the address that was given for it."""
    try:
        kept = unsign(RECEIPT, token)
    except Refused as error:
        raise Http404 from error
    rows = Report.objects.filter(actor=None).select_related("case__message__topic__space__actor")
    report = get_object_or_404(rows, id=kept)
    message = report.case.message
    context = {
        "report": report,
        "case": report.case,
        "message": message,
        "alone": stewarded_by_author_alone(message),
        "readable": Message.objects.visible_to(request.viewer).filter(id=message.id).exists(),
        "address": f"{settings.SITE_URL}{request.path}",
    }
    response = render(request, "conversations/report_receipt.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def report_outcome(request: Request, message_id: int) -> HttpResponse:
    """What came of reports of a message: to who reported it the outcome, to its author why. The
    author may ask here for another look."""
    person = signed_in(request)
    cases = list(outcomes_for(message_id, person))
    if not cases:
        raise Http404
    message = cases[0].message
    form = AppealForm(request.POST or None)
    if form.is_bound and form.is_valid():
        appeal_decision(actor=person, message=message, **form.cleaned_data)
        messages.success(request, _("Somebody else looks again. You hear what they decide."))
        return HttpResponseRedirect(request.path, status=303)
    context = {
        "message": message,
        "cases": cases,
        "mine": message.author_id == person.id,
        "readable": Message.objects.visible_to(person).filter(id=message.id).exists(),
        "form": form if appealable(person, message) else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "conversations/report_outcome.html", context, status=status)
