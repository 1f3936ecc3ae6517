"""Joining, leaving, asking and following: what everyone can do from a space's front page."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.core.limits import ASK, FOLLOW, demand
from groundswell.core.pages import render
from groundswell.spaces.actions import (
    ask_to_join,
    follow_space,
    join_space,
    leave_space,
    set_affiliation,
    unfollow_space,
    withdraw_request,
)
from groundswell.spaces.forms import AffiliationForm, AskForm, FollowForm, JoinForm
from groundswell.spaces.models import Affiliation, JoinRequest, Space
from groundswell.spaces.rules import membership_of, require_may_ask, require_member
from groundswell.spaces.selectors import guidelines_for
from groundswell.spaces.views._scope import attempt, findable_space, see, visible_space


@require_POST
def membership_create(request: Request, handle: str) -> HttpResponse:
    """Joins the space; its guidelines are accepted in the same breath."""
    space = findable_space(request, handle)
    person = signed_in(request)
    form = JoinForm(request.POST, guidelines=guidelines_for(person, space))
    join_space(actor=person, space=space, accepted=form.accepted_or_refused())
    messages.success(request, _("You belong to %(space)s now.") % {"space": space.name})
    return see(_onward(request, space))


def _onward(request: Request, space: Space) -> str:
    """The page on which one joined, such as a topic one wants to reply to; or the space."""
    place = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(place, allowed_hosts=None)
    return place if inside else space.get_absolute_url()


@require_POST
def membership_delete(request: Request, handle: str) -> HttpResponse:
    """Leaves the space."""
    space = visible_space(request, handle)
    leave_space(actor=signed_in(request), space=space)
    messages.success(request, _("You have left %(space)s.") % {"space": space.name})
    return see(space.get_absolute_url() if space.is_public else "/spaces/")


@require_http_methods(["GET", "HEAD", "POST"])
def request_create(request: Request, handle: str) -> HttpResponse:
    """Asks the stewards to let one in, with a word about oneself."""
    space = findable_space(request, handle)
    person = signed_in(request)
    guidelines = guidelines_for(person, space)
    form = AskForm(request.POST or None, guidelines=guidelines)
    if request.method == "POST":
        asked = attempt(form, lambda: _asked(person, space, form))
        if asked is not None:
            messages.success(request, _("You have asked. A steward will answer you."))
            return see(space.get_absolute_url())
    else:
        require_may_ask(person, space)
    context = {"space": space, "form": form, "guidelines": guidelines}
    status = 422 if form.is_bound else 200
    return render(request, "spaces/request_create.html", context, status=status)


def _asked(person: Actor, space: Space, form: AskForm) -> JoinRequest:
    demand(f"actor:{person.id}", ASK)
    note = form.cleaned_data["note"]
    return ask_to_join(actor=person, space=space, note=note, accepted=form.accepted)


@require_POST
def request_delete(request: Request, handle: str) -> HttpResponse:
    """No longer asks."""
    space = findable_space(request, handle)
    withdraw_request(actor=signed_in(request), space=space)
    messages.success(request, _("You no longer ask to join %(space)s.") % {"space": space.name})
    return see(space.get_absolute_url())


@require_POST
def follow_update(request: Request, handle: str) -> HttpResponse:
    """Follows the space quietly, normally or wholly, or not at all."""
    space = visible_space(request, handle)
    person = signed_in(request)
    form = FollowForm(request.POST)
    level = form.cleaned_data["level"] if form.is_valid() else ""
    if level == "none":
        unfollow_space(actor=person, space=space)
    else:
        demand(f"actor:{person.id}", FOLLOW)
        follow_space(actor=person, space=space, level=level)
    return see(space.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def affiliation_update(request: Request, handle: str) -> HttpResponse:
    """Says on whose behalf one speaks in this space."""
    space = visible_space(request, handle)
    person = signed_in(request)
    membership = membership_of(person, space)
    if membership is None:
        require_member(person, space)
        raise AssertionError  # the rule has refused
    said = Affiliation.objects.filter(membership=membership).values(
        "organisation", "department", "sector"
    )
    form = AffiliationForm(request.POST or None, initial=dict(said.first() or {}))
    if request.method == "POST":
        saved = attempt(
            form, lambda: set_affiliation(actor=person, membership=membership, **form.cleaned_data)
        )
        if saved is not None:
            messages.success(request, _("Saved. It stands beside your name in this space."))
            return see(f"{space.get_absolute_url()}members/")
    context = {"space": space, "form": form, "membership": membership}
    status = 422 if form.is_bound else 200
    return render(request, "spaces/affiliation_update.html", context, status=status)
