"""Voting by a guest's signed link, and what became of what the guest objected to."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from groundswell.actors.requests import Request
from groundswell.core.errors import DomainError
from groundswell.core.limits import REACT, demand
from groundswell.core.pages import render
from groundswell.decisions.actions import (
    Cast,
    cast_as_guest,
    object_as_guest,
    settle_as_guest,
)
from groundswell.decisions.forms.ballot import BallotForm, marked, paper_of
from groundswell.decisions.forms.ending import ObjectionForm
from groundswell.decisions.models import Ballot, Decision, Method, Objection, Option, RollEntry
from groundswell.decisions.purposes import COUNTED, VOTERS
from groundswell.decisions.rules import raises_objection
from groundswell.decisions.selectors.decision import (
    current_outcome,
    on_earlier_version,
    published_count,
)
from groundswell.decisions.selectors.ending import objections_by
from groundswell.decisions.selectors.result import shows_results
from groundswell.decisions.terms import terms_of


def vote(request: Request, entry: RollEntry, around: dict[str, Any]) -> HttpResponse:
    """The guest's ballot: shown, or cast."""
    form = _form(request, entry)
    told: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        try:
            demand(f"guest:{entry.id}", REACT)
            given = form.cleaned_data.get("receipt", "")
            told = {"receipt": _cast(entry, form.cast(), given), "done": True}
        except DomainError as error:
            form.refuse(error)
    status = 422 if form.is_bound and not told else 200
    return _page(request, entry, {**around, "form": form, **told}, status=status)


def _cast(entry: RollEntry, cast: Cast, receipt: str) -> str:
    if not raises_objection(entry, cast.position, cast.reason):
        return cast_as_guest(actor=entry, cast=cast, receipt=receipt)
    object_as_guest(actor=entry.decision.topic.space.actor, entry=entry, cast=cast)
    return ""


def settle(request: Request, entry: RollEntry, around: dict[str, Any]) -> HttpResponse:
    """The guest finds their objection integrated, or withdraws it."""
    form = ObjectionForm(request.POST)
    if form.is_valid():
        wanted = form.cleaned_data.pop("objection")
        found = Objection.objects.filter(guest=entry, id=wanted).first()
        if found is None:
            raise Http404
        try:
            demand(f"guest:{entry.id}", REACT)
            group = entry.decision.topic.space.actor
            settle_as_guest(actor=group, entry=entry, objection=found, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Said. Your ballot is consent now."))
            return HttpResponseRedirect(around["address"], status=303)
    context = {**around, "form": _form(request, entry, fresh=True), "settling": form}
    return _page(request, entry, context, status=422)


def _page(
    request: Request, entry: RollEntry, around: dict[str, Any], *, status: int
) -> HttpResponse:
    decision = entry.decision
    context = {
        "receipt": "",
        "done": False,
        "settling": ObjectionForm(),
        "voters_do": VOTERS[decision.method],
        "counted_how": COUNTED[decision.method],
        "terms": terms_of(decision),
        "objections": objections_by(entry),
        "counted": published_count(decision),
        "outcome": current_outcome(decision),
        "sees_results": shows_results(decision, entry),
        "earlier": on_earlier_version(decision, entry),
        **around,
    }
    return render(request, "decisions/guest_ballot.html", context, status=status)


def _form(request: Request, entry: RollEntry, *, fresh: bool = False) -> BallotForm:
    decision = entry.decision
    options = list(Option.objects.filter(decision=decision).shown())
    mine = Ballot.objects.filter(entry=entry).first()
    form = BallotForm(
        request.POST if request.method == "POST" and not fresh else None,
        paper=paper_of(decision, options),
        again=entry.voted == 1,
        initial={**marked(mine, Method(decision.method)), "reason": mine.words if mine else ""},
    )
    _say_where_words_stand(form, decision)
    return form


def _say_where_words_stand(form: BallotForm, decision: Decision) -> None:
    """A guest writes no message in the conversation."""
    if "reason" not in form.fields:
        return
    said = _("It stands beside your ballot, under the name you were invited by.")
    if decision.method == Method.CONSENT:
        said = _(
            "If you object, say what stands against it: it is followed until it is settled, and "
            "you read here what became of it. It stands under the name you were invited by."
        )
    form.fields["reason"].help_text = said
