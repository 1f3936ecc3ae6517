"""Reporting a message, and what was reported."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import report_message
from groundswell.conversations.forms.act import ReportForm
from groundswell.conversations.rules import require_looks_after, require_may_report
from groundswell.conversations.selectors.report import reports_of
from groundswell.conversations.views.message import visible_message
from groundswell.core.limits import ASK, demand
from groundswell.core.pages import render


@require_http_methods(["GET", "HEAD", "POST"])
def report_create(request: Request, message_id: int) -> HttpResponse:
    """Says what is wrong with a message, to those who look after the space."""
    message = visible_message(request, message_id)
    person = signed_in(request)
    require_may_report(person, message)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        demand(f"actor:{person.id}", ASK)
        report_message(actor=person, message=message, **form.cleaned_data)
        said = _("Thank you. Those who look after %(space)s are told, and nobody else.")
        messages.success(request, said % {"space": message.topic.space.name})
        return HttpResponseRedirect(message.get_absolute_url(), status=303)
    status = 422 if form.is_bound else 200
    context = {"message": message, "form": form}
    return render(request, "conversations/report_create.html", context, status=status)


@require_safe
def report_list(request: Request, message_id: int) -> HttpResponse:
    """What was said to be wrong with a message, and by whom."""
    message = visible_message(request, message_id)
    require_looks_after(signed_in(request), message)
    context = {"message": message, "reports": reports_of(message)}
    return render(request, "conversations/report_list.html", context)
