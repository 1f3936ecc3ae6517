"""Reporting a message, and what those whom it concerns hear of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.actions import report_message
from groundswell.conversations.forms.act import ReportForm
from groundswell.conversations.models import Message
from groundswell.conversations.rules import require_may_report, stewarded_by_author_alone
from groundswell.conversations.selectors.report import outcomes_for, own_reports, readable
from groundswell.conversations.views.message import visible_message
from groundswell.core.errors import Invalid
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
        messages.success(request, _thanks(message))
        return HttpResponseRedirect(message.get_absolute_url(), status=303)
    status = 422 if form.is_bound else 200
    context = {"message": message, "form": form, "alone": stewarded_by_author_alone(message)}
    return render(request, "conversations/report_create.html", context, status=status)


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
def report_outcome(request: Request, message_id: int) -> HttpResponse:
    """What came of reports of a message: to who reported it the outcome, to its author why."""
    person = signed_in(request)
    cases = list(outcomes_for(message_id, person))
    if not cases:
        raise Http404
    message = cases[0].message
    context = {
        "message": message,
        "cases": cases,
        "mine": message.author_id == person.id,
        "readable": Message.objects.visible_to(person).filter(id=message.id).exists(),
    }
    return render(request, "conversations/report_outcome.html", context)
