"""Voting, and what a secret ballot gives in return."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.core.errors import DomainError
from groundswell.core.limits import REACT, demand
from groundswell.core.pages import render
from groundswell.decisions.actions import cast_ballot, cast_secret
from groundswell.decisions.forms.ballot import BallotForm, marked, paper_of
from groundswell.decisions.models import Ballot, Decision, Method, Option, RollEntry, Shape
from groundswell.decisions.purposes import VOTERS
from groundswell.decisions.rules import entry_of, require_ballot, require_taking
from groundswell.decisions.terms import terms_of
from groundswell.decisions.views._scope import visible_decision


@require_http_methods(["GET", "HEAD", "POST"])
def ballot_cast(request: Request, topic_id: int) -> HttpResponse:
    """The viewer's ballot: empty, or as it is in the box."""
    decision = visible_decision(request, topic_id)
    if decision.shape == Shape.STANCE:
        return HttpResponseRedirect(f"{decision.get_absolute_url()}think/", status=303)
    person = signed_in(request)
    require_ballot(person, decision)
    if request.method != "POST":
        require_taking(decision)
    entry = entry_of(person, decision)
    form = _form(request, decision, entry)
    if form.is_bound and form.is_valid():
        try:
            demand(f"actor:{person.id}", REACT)
            return _cast(request, person, decision, form)
        except DomainError as error:
            form.refuse(error)
    return _page(request, decision, form, entry)


def _form(request: Request, decision: Decision, entry: RollEntry | None) -> BallotForm:
    options = list(Option.objects.filter(decision=decision).shown())
    voted = entry is not None and entry.voted == 1
    mine = Ballot.objects.filter(entry=entry).first() if entry and voted else None
    return BallotForm(
        request.POST if request.method == "POST" else None,
        paper=paper_of(decision, options),
        again=voted,
        initial=marked(mine, Method(decision.method)),
    )


def _cast(request: Request, person: Actor, decision: Decision, form: BallotForm) -> HttpResponse:
    if decision.is_secret:
        given = form.cleaned_data.get("receipt", "")
        receipt = cast_secret(actor=person, decision=decision, cast=form.cast(), receipt=given)
        # In the answer and nowhere else: a session would link whoever votes to their ballot.
        context = {"decision": decision, "topic": decision.topic, "receipt": receipt}
        return render(request, "decisions/ballot_receipt.html", context)
    cast_ballot(actor=person, decision=decision, cast=form.cast())
    messages.success(request, _("Your ballot is in. You can change it until voting ends."))
    return HttpResponseRedirect(decision.get_absolute_url(), status=303)


def _page(
    request: Request, decision: Decision, form: BallotForm, entry: RollEntry | None
) -> HttpResponse:
    context: dict[str, Any] = {
        "decision": decision,
        "topic": decision.topic,
        "form": form,
        "voters_do": VOTERS[decision.method],
        "terms": terms_of(decision),
        "voted": entry is not None and entry.voted == 1,
        "address": f"{decision.get_absolute_url()}vote/",
    }
    status = 422 if form.is_bound else 200
    return render(request, "decisions/ballot_cast.html", context, status=status)
