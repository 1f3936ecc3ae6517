"""What ideas are judged by: adding, changing, ordering and retiring criteria."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.actors.requests import Request
from groundswell.challenges.actions import (
    add_criterion,
    arrange_criteria,
    change_criterion,
    restore_criterion,
    retire_criterion,
)
from groundswell.challenges.forms.flow import CriterionForm
from groundswell.challenges.models import Challenge, Criterion
from groundswell.challenges.selectors.flow import criterion_of
from groundswell.challenges.views._scope import own_challenge
from groundswell.challenges.views.flow import again, arranged, flow_page, to_flow
from groundswell.core.errors import Conflict, DomainError
from groundswell.core.pages import render


@require_http_methods(["GET", "HEAD", "POST"])
def criterion_create(request: Request, topic_id: int) -> HttpResponse:
    """Adds a criterion; to look at them is the page of the flow."""
    person, challenge = own_challenge(request, topic_id)
    if request.method != "POST":
        return HttpResponseRedirect(f"{challenge.get_absolute_url()}flow/#criteria")
    form = CriterionForm(request.POST)
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("name", "says", "least")}
        try:
            add_criterion(actor=person, challenge=challenge, **words)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Reviewers are asked for it from now on."))
            return to_flow(challenge)
    return flow_page(request, person, challenge, criterion_form=form)


@require_POST
def criterion_order(request: Request, topic_id: int) -> HttpResponse:
    """Puts the criteria into another order."""
    person, challenge = own_challenge(request, topic_id)
    return arranged(request, person, challenge, arrange=arrange_criteria)


@require_http_methods(["GET", "HEAD", "POST"])
def criterion_update(request: Request, topic_id: int, criterion_id: int) -> HttpResponse:
    """Says a criterion better."""
    person, challenge = own_challenge(request, topic_id)
    criterion = own_criterion(challenge, criterion_id)
    now = {name: getattr(criterion, name) for name in ("name", "says", "least", "sight")}
    form = CriterionForm(request.POST or None, initial=now)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            change_criterion(actor=person, criterion=criterion, **form.cleaned_data)
        except Conflict as error:
            form, status = again(CriterionForm, request, error, sight=criterion.sight), 409
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The criterion says so now."))
            return to_flow(challenge)
    context = {
        "challenge": challenge,
        "topic": challenge.topic,
        "criterion": criterion,
        "form": form,
        "late": status == 409,
    }
    return render(request, "challenges/criterion_update.html", context, status=status)


@require_POST
def criterion_retire(request: Request, topic_id: int, criterion_id: int) -> HttpResponse:
    """Asks for a criterion no longer, or again; the button says which."""
    person, challenge = own_challenge(request, topic_id)
    criterion = own_criterion(challenge, criterion_id)
    work = restore_criterion if "restore" in request.POST else retire_criterion
    try:
        work(actor=person, criterion=criterion)
    except Conflict as error:
        messages.warning(request, str(error))
    return to_flow(challenge)


def own_criterion(challenge: Challenge, criterion_id: int) -> Criterion:
    """The criterion, or 404 where the challenge has none such."""
    found = criterion_of(challenge, criterion_id)
    if found is None:
        raise Http404
    return found
