"""Seeing to a decision's life: opening, more time, ending, once more."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.core.errors import DomainError, Invalid
from groundswell.core.pages import render
from groundswell.decisions.actions import (
    begin_voting,
    close_voting,
    extend_voting,
    reopen_voting,
    take_step,
)
from groundswell.decisions.forms.life import MoreTimeForm, ReopenForm
from groundswell.decisions.models import Decision, Method
from groundswell.decisions.rules import is_changeable
from groundswell.decisions.selectors.ending import open_objections
from groundswell.decisions.views._scope import own_decision


@require_http_methods(["GET", "HEAD", "POST"])
def voting_manage(request: Request, topic_id: int) -> HttpResponse:
    """What who runs a decision can do with it now."""
    person, decision = own_decision(request, topic_id)
    act = request.POST.get("act", "")
    form = _form(request, decision, act)
    if request.method == "POST":
        try:
            if form is None or not form.is_bound or form.is_valid():
                _act(person, decision, act, form)
                messages.success(request, _("Done. Everybody who votes sees it."))
                return HttpResponseRedirect(decision.get_absolute_url(), status=303)
        except DomainError as error:
            if form is None or not form.is_bound:
                raise
            form.refuse(error)
    context: dict[str, Any] = {"decision": decision, "topic": decision.topic, "form": form}
    context["changeable"] = is_changeable(decision)
    heard = decision.method == Method.CONSENT and decision.state == Decision.State.OPEN
    context["standing"] = open_objections(decision) if heard else 0
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "decisions/voting_manage.html", context, status=status)


def _form(request: Request, decision: Decision, act: str) -> MoreTimeForm | ReopenForm | None:
    sent = request.POST if act in {"extend", "reopen"} else None
    if decision.state == Decision.State.CLOSED:
        return None if decision.is_secret else ReopenForm(sent)
    if decision.state == Decision.State.DECIDED:
        return None
    return MoreTimeForm(sent)


def _act(person: Actor, decision: Decision, act: str, form: Any) -> None:
    told = form.cleaned_data if form is not None and form.is_bound else {}
    if act == "begin":
        begin_voting(actor=person, decision=decision)
    elif act == "close":
        close_voting(actor=person, decision=decision)
    elif act == "extend" and isinstance(form, MoreTimeForm):
        extend_voting(actor=person, decision=decision, **told)
    elif act == "reopen" and isinstance(form, ReopenForm):
        reopen_voting(actor=person, decision=decision, **told)
    else:
        raise Invalid(_("This cannot be done now. Reload and look again."))


@require_POST
def step_take(request: Request, topic_id: int) -> HttpResponse:
    """Takes a consent decision to its next step, or back to amending."""
    person, decision = own_decision(request, topic_id)
    take_step(actor=person, decision=decision, step=request.POST.get("step", ""))
    messages.success(request, _("Done. Everybody who votes sees it."))
    return HttpResponseRedirect(decision.get_absolute_url(), status=303)
