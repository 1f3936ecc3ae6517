"""Voting for one another in a space: each sees what is between them and another, nothing else."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.conversations.views.compose import visible_space
from groundswell.core.errors import DomainError
from groundswell.core.limits import EDIT, demand
from groundswell.core.pages import render
from groundswell.decisions.actions import end_delegation, give_delegation
from groundswell.decisions.forms.delegation import DelegationForm, EndForm
from groundswell.decisions.models import Delegation
from groundswell.decisions.rules import is_full_member
from groundswell.decisions.selectors.delegation import between, delegations_in, goes_round
from groundswell.spaces.models import Space
from groundswell.spaces.rules import is_steward


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_list(request: Request, handle: str) -> HttpResponse:
    """Who votes for the viewer, for whom the viewer votes, and giving one's vote to somebody."""
    space = visible_space(request, handle)
    person = signed_in(request)
    form = DelegationForm(request.POST if request.method == "POST" else None, viewer=person)
    if form.is_bound:
        try:
            demand(f"actor:{person.id}", EDIT)
            if _change(request, person, space, form):
                return HttpResponseRedirect(request.path, status=303)
        except DomainError as error:
            form.refuse(error)
    shown = between(person, space)
    context = {
        "space": space,
        "form": form,
        "mine": shown.mine,
        "given": shown.given,
        "member": is_full_member(person, space),
        "steward": is_steward(person, space),
    }
    status = 422 if form.is_bound else 200
    return render(request, "decisions/delegation_list.html", context, status=status)


def _change(request: Request, person: Actor, space: Space, form: DelegationForm) -> bool:
    ended = EndForm(request.POST)
    if ended.is_valid():
        wanted = ended.cleaned_data["delegation"]
        found = Delegation.objects.filter(space=space, id=wanted).first()
        if found is None or person.id not in {found.giver_id, found.delegate_id}:
            raise Http404
        end_delegation(actor=person, delegation=found)
        messages.success(request, _("Ended. The other person is told."))
        return True
    if not form.is_valid():
        return False
    who, tag = form.cleaned_data["who"], form.cleaned_data["tag"]
    given = give_delegation(actor=person, space=space, delegate=who, tag=tag)
    if goes_round(given, delegations_in(space)):
        told = _("This vote goes round in a circle: it counts only where somebody in it votes.")
        messages.warning(request, told)
    else:
        told = _("%(name)s votes for you wherever you do not vote, and is told.")
        messages.success(request, told % {"name": who.name})
    return True
