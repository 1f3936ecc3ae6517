"""What was made of the count, what was promised with it, and what stands against it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.kinds import work_of
from groundswell.core.clock import today
from groundswell.core.errors import DomainError, Invalid
from groundswell.core.limits import EDIT, demand
from groundswell.core.pages import render
from groundswell.decisions.actions import (
    answer_objection,
    end_commitment,
    settle_objection,
    state_outcome,
)
from groundswell.decisions.forms.ending import CommitmentForm, ObjectionForm, OutcomeForm
from groundswell.decisions.models import Commitment, Decision, Method, Objection
from groundswell.decisions.rules import may_run
from groundswell.decisions.selectors.ending import (
    likely_adopted,
    objections_of,
    outcomes_of,
    promises_of,
)
from groundswell.decisions.selectors.promises import my_promises, promise_of
from groundswell.decisions.views._scope import own_decision, visible_decision


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_state(request: Request, topic_id: int) -> HttpResponse:
    """Says what was decided, beside the count."""
    person, decision = own_decision(request, topic_id)
    form = OutcomeForm(
        request.POST if request.method == "POST" else None,
        decision=decision,
        initial=_likely(decision),
    )
    if form.is_bound and form.is_valid():
        try:
            demand(f"actor:{person.id}", EDIT)
            state_outcome(actor=person, decision=decision, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Said. Everybody who had a part in it is told."))
            return HttpResponseRedirect(f"{decision.get_absolute_url()}#outcome", status=303)
    context = {"decision": decision, "topic": decision.topic, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "decisions/outcome_state.html", context, status=status)


def _likely(decision: Decision) -> dict[str, object]:
    adopted = likely_adopted(decision)
    return {"adopts": adopted if decision.takes_several else next(iter(adopted), None)}


@require_http_methods(["GET", "HEAD", "POST"])
def promise_list(request: Request, topic_id: int) -> HttpResponse:
    """What was promised with the outcomes of a decision, and what came of it."""
    decision = visible_decision(request, topic_id)
    form = CommitmentForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        person = signed_in(request)
        if form.is_valid():
            wanted = form.cleaned_data.pop("commitment")
            found = Commitment.objects.filter(outcome__decision=decision, id=wanted).first()
            if found is None:
                raise Http404
            try:
                end_commitment(actor=person, commitment=found, **form.cleaned_data)
                return HttpResponseRedirect(request.path, status=303)
            except DomainError as error:
                form.refuse(error)
    context = {"decision": decision, "topic": decision.topic, "form": form}
    context |= {"promises": promises_of(decision), "outcomes": outcomes_of(decision)}
    context |= {"runs": may_run(request.viewer, decision), "today": today()}
    status = 422 if form.is_bound else 200
    return render(request, "decisions/promise_list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def own_promises(request: Request) -> HttpResponse:
    """What the viewer promised with outcomes everywhere: late, due, and what came of the rest."""
    person = signed_in(request)
    form = CommitmentForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        found = promise_of(person, form.cleaned_data.pop("commitment"))
        if found is None:
            raise Http404
        try:
            end_commitment(actor=person, commitment=found, **form.cleaned_data)
            messages.success(request, _("Said. Those who follow the decision are told."))
            return HttpResponseRedirect(request.path, status=303)
        except DomainError as error:
            form.refuse(error)
    after, before = request.GET.get("after"), request.GET.get("before")
    try:
        page = my_promises(person, after=after, before=before)
    except Invalid as error:
        raise Http404 from error
    status = 422 if form.is_bound else 200
    context = {"form": form, "page": page, "work": work_of(person)}
    return render(request, "decisions/own_promises.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def objection_list(request: Request, topic_id: int) -> HttpResponse:
    """Objections to a proposal, and what became of each."""
    decision = visible_decision(request, topic_id)
    if decision.method != Method.CONSENT:
        raise Http404
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        person = signed_in(request)
        if form.is_valid():
            wanted = form.cleaned_data.pop("objection")
            found = Objection.objects.filter(decision=decision, id=wanted).first()
            if found is None:
                raise Http404
            settles = form.cleaned_data["state"] in {"integrated", "withdrawn"}
            act = settle_objection if settles else answer_objection
            try:
                act(actor=person, objection=found, **form.cleaned_data)
                return HttpResponseRedirect(request.path, status=303)
            except DomainError as error:
                form.refuse(error)
    context = {"decision": decision, "topic": decision.topic, "form": form}
    context |= {"objections": objections_of(decision)}
    context["runs"] = may_run(request.viewer, decision)
    status = 422 if form.is_bound else 200
    return render(request, "decisions/objection_list.html", context, status=status)
