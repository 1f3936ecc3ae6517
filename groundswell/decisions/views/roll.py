"""The roll: who may vote, and whether they did."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.core.errors import DomainError, Refused
from groundswell.core.pages import render
from groundswell.decisions.actions import invite_guest, name_voter, renew_link, withdraw_voter
from groundswell.decisions.forms.roll import EntryForm, VoterForm
from groundswell.decisions.links import token_of
from groundswell.decisions.models import Decision, RollEntry
from groundswell.decisions.rules import may_run
from groundswell.decisions.selectors.result import participation
from groundswell.decisions.views._scope import own_decision, visible_decision

ROWS = 100


@require_http_methods(["GET", "HEAD", "POST"])
def roll_show(request: Request, topic_id: int) -> HttpResponse:
    """Everybody on the roll. Whoever runs the decision names people and invites guests."""
    decision = visible_decision(request, topic_id)
    form = VoterForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        person, decision = own_decision(request, topic_id)
        try:
            if _change(request, person, decision, form):
                where = f"{decision.get_absolute_url()}roll/"
                return HttpResponseRedirect(f"{where}{_place(request, form)}", status=303)
        except DomainError as error:
            form.refuse(error)
    context = _rows(request, decision) | {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "decisions/roll_show.html", context, status=status)


def _change(request: Request, person: Actor, decision: Decision, form: VoterForm) -> bool:
    if (named := EntryForm(request.POST)).is_valid():
        entry = RollEntry.objects.filter(decision=decision, id=named.cleaned_data["entry"]).first()
        if entry is None:
            raise Refused(_("They are not on this roll."))
        _see_to(request, person, entry)
        return True
    if not form.is_valid():
        return False
    who, group = form.cleaned_data["who"], form.cleaned_data["group"]
    if isinstance(who, Actor):
        name_voter(actor=person, decision=decision, voter=who, group=group)
        messages.success(request, _("On the roll, and told."))
    else:
        invite_guest(actor=person, decision=decision, name=who, group=group)
        messages.success(
            request, _("Invited. Send them the link beside their name, which is theirs alone.")
        )
    return True


def _place(request: Request, form: VoterForm) -> str:
    """Where on the page one goes on: whoever has just made a link wants it."""
    invited = form.is_valid() and not isinstance(form.cleaned_data["who"], Actor)
    return "#guests" if invited or request.POST.get("act") == "renew" else ""


def _see_to(request: Request, person: Actor, entry: RollEntry) -> None:
    if request.POST.get("act") == "renew":
        renew_link(actor=person, entry=entry)
        told = _("Send %(name)s the link beside their name: the one before opens nothing any more.")
        messages.success(request, told % {"name": entry.guest})
    else:
        withdraw_voter(actor=person, entry=entry)
        messages.success(request, _("They are off the roll."))


def _rows(request: Request, decision: Decision) -> dict[str, Any]:
    roll = RollEntry.objects.filter(decision=decision, withdrawn_at=None)
    runs = may_run(request.viewer, decision) and not decision.is_over
    entries, more = _page(roll.select_related("actor"), request.GET.get("after", "0"))
    invited = roll.filter(actor=None, added_by__isnull=False) if runs else roll.none()
    guests, more_guests = _page(invited, request.GET.get("guests", "0"))
    return {
        "decision": decision,
        "topic": decision.topic,
        "entries": entries,
        "more": more,
        "guests": [
            (one, request.build_absolute_uri(f"/ballot/{token_of(one)}/")) for one in guests
        ],
        "more_guests": more_guests,
        "runs": runs,
        "shows_voted": participation(decision) is not None,
    }


def _page(rows: QuerySet[RollEntry], start: str) -> tuple[list[RollEntry], int | None]:
    """Those on the roll after that row, and the last of them where there are more."""
    after = int(start) if start.isascii() and start.isdigit() and len(start) < ROWS // 5 else 0
    found = list(rows.filter(id__gt=after).select_related("group").order_by("id")[: ROWS + 1])
    return found[:ROWS], found[ROWS - 1].id if len(found) > ROWS else None
