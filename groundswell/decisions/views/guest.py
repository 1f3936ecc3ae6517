"""Voting by a guest's signed link, which is theirs alone: a ballot, or the statements of a map."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.actors.requests import Request
from groundswell.conversations.models import Message
from groundswell.core.errors import DomainError, Refused
from groundswell.core.limits import REACT, STANCE, demand
from groundswell.core.pages import render
from groundswell.decisions.actions.opinion import AlreadyThere, write_statement_as_guest
from groundswell.decisions.actions.stances import take_stance_as_guest
from groundswell.decisions.forms.opinion import StatementForm
from groundswell.decisions.links import named_by
from groundswell.decisions.models import Decision, Option, RollEntry, Shape
from groundswell.decisions.rules import has_ballot, require_map, require_taking
from groundswell.decisions.selectors.result import shows_results
from groundswell.decisions.views import guest_voting
from groundswell.decisions.views.opinion import (
    card_of,
    drawing_of,
    require_map_shown,
    stance_in,
)
from groundswell.decisions.views.results import ballots_page, counted_page, require_shown

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def guest_ballot(request: Request, token: str) -> HttpResponse:
    """The guest's ballot; of an opinion map the next statement."""
    entry = _invited(token)
    if _has_own(request, entry.decision):
        return _to_own(request, entry)
    if entry.decision.shape == Shape.STANCE:
        return _think(request, entry)
    return guest_voting.vote(request, entry, _around(request, entry))


@require_POST
def guest_objection(request: Request, token: str) -> HttpResponse:
    """A guest says what became of what they objected to."""
    entry = _invited(token)
    if _has_own(request, entry.decision):
        return _to_own(request, entry)
    around = {**_around(request, entry), "address": f"/ballot/{token}/"}
    return guest_voting.settle(request, entry, around)


def _has_own(request: Request, decision: Decision) -> bool:
    return has_ballot(request.viewer, decision)


def _to_own(request: Request, entry: RollEntry) -> HttpResponse:
    """Who votes by name does not vote as somebody's guest as well."""
    said = _("This link is for %(name)s, who has no account here. You vote under your own name.")
    messages.info(request, said % {"name": entry.guest})
    return HttpResponseRedirect(entry.decision.get_absolute_url(), status=303)


def _think(request: Request, entry: RollEntry) -> HttpResponse:
    if request.method == "POST":
        demand(f"guest:{entry.id}", STANCE)
        said = stance_in(request)
        take_stance_as_guest(actor=entry, **said)
        return HttpResponseRedirect(f"{request.path}?said={said['number']}", status=303)
    return _card(request, entry, StatementForm(), address=request.path)


def _card(request: Request, entry: RollEntry, form: StatementForm, *, address: str) -> HttpResponse:
    decision = entry.decision
    own = Option.objects.filter(decision=decision, guest=entry, retired_at=None).in_order()
    context: dict[str, Any] = {
        **_around(request, entry),
        "address": address,
        "form": form,
        "mine": list(own[:SHOWN]),
        "writes": decision.writers == Decision.Writers.VOTERS,
    }
    if decision.state == Decision.State.OPEN:
        context |= card_of(request, decision, entry, key=entry.id)
    else:
        context |= {"turn": None, "sees_map": decision.is_over}
    status = 422 if form.is_bound else 200
    return render(request, "decisions/guest_opinion.html", context, status=status)


@require_POST
def guest_statement(request: Request, token: str) -> HttpResponse:
    """A guest writes a statement, where the map lets everyone who votes do so."""
    entry = _invited_to_map(token)
    address = f"/ballot/{token}/"
    if _has_own(request, entry.decision):
        return _to_own(request, entry)
    form = StatementForm(request.POST)
    if form.is_valid():
        try:
            demand(f"guest:{entry.id}", REACT)
            option = write_statement_as_guest(actor=entry, text=form.cleaned_data["text"])
        except AlreadyThere as error:
            messages.info(request, str(error))
            there = f"{address}?statement={error.option.number}"
            return HttpResponseRedirect(there, status=303)
        except DomainError as error:
            form.refuse(error)
        else:
            waits = option.moderation == Option.Moderation.WAITING
            told = _("It is shown once somebody has looked at it.") if waits else _("It is in.")
            messages.success(request, told)
            return HttpResponseRedirect(
                address if waits else f"{address}?statement={option.number}", status=303
            )
    require_taking(entry.decision)
    return _card(request, entry, form, address=address)


@require_safe
def guest_result(request: Request, token: str) -> HttpResponse:
    """The count of what the guest voted in, as far as they may see it."""
    entry = _invited_to_count(token)
    return counted_page(request, entry.decision, entry)


@require_safe
def guest_ballots(request: Request, token: str) -> HttpResponse:
    """Every ballot: a guest finds their own secret one by its receipt."""
    entry = _invited_to_count(token)
    return ballots_page(request, entry.decision, entry)


@require_safe
def guest_map(request: Request, token: str) -> HttpResponse:
    """The map as the guest may see it, with where they stand themselves."""
    entry = _invited_to_map(token)
    require_map_shown(entry.decision, entry)
    address = f"/ballot/{token}/"
    drawing = drawing_of(entry.decision, entry)
    context = {**_around(request, entry), **drawing, "address": address}
    return render(request, "decisions/guest_map.html", context)


def _around(request: Request, entry: RollEntry) -> dict[str, Any]:
    decision = entry.decision
    return {
        "decision": decision,
        "topic": decision.topic,
        "entry": entry,
        "proposal": Message.objects.get(topic=decision.topic_id, number=1),
        "address": request.path,
    }


def _invited_to_count(token: str) -> RollEntry:
    entry = _invited(token)
    require_shown(entry.decision, shown=shows_results(entry.decision, entry))
    return entry


def _invited_to_map(token: str) -> RollEntry:
    entry = _invited(token)
    require_map(entry.decision)
    return entry


def _invited(token: str) -> RollEntry:
    entry_id, link = named_by(token)
    # Those who came with a conversation from elsewhere are guests too, whom nobody invited.
    rows = RollEntry.objects.filter(
        id=entry_id, actor=None, withdrawn_at=None, added_by__isnull=False
    )
    rows = rows.filter(decision__topic__removed_at=None)
    entry = rows.select_related("decision__topic__space__actor").first()
    if entry is None:
        raise Refused(_("This invitation was taken back. Ask whoever sent it."))
    if entry.link != link:
        raise Refused(_("A newer link was made in place of this one. Ask whoever sent it."))
    return entry
