"""Following people, and keeping away from them."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.core.limits import FOLLOW, demand, viewer_key
from groundswell.core.pages import render
from groundswell.people.actions import (
    block_person,
    follow_person,
    mute_person,
    release_person,
    unfollow_person,
)
from groundswell.people.models import Block, Level, PersonFollow
from groundswell.people.selectors.people import require_person
from groundswell.people.selectors.settings import avoided_by, followed_by


@require_safe
def people_list(request: Request) -> HttpResponse:
    """Whom one follows, mutes and blocks."""
    person = signed_in(request)
    context = {
        "follows": followed_by(person),
        "blocks": avoided_by(person),
        "levels": Level.choices,
    }
    return render(request, "people/people_list.html", context)


@require_POST
def follow_create(request: Request, address: str) -> HttpResponse:
    """Sets how much one hears of a person; `none` ends it."""
    level = request.POST.get("level", Level.NORMAL)
    viewer, person = signed_in(request), require_person(address, request.viewer)
    demand(viewer_key(request), FOLLOW)
    if level != "none":
        follow_person(actor=viewer, person=person, level=level)
    elif PersonFollow.objects.filter(actor=viewer, followed=person).exists():
        unfollow_person(actor=viewer, person=person)
    if request.htmx:
        context = {"action": request.path, "level": level, "name": person.name}
        return render(request, "people/follow.html", context, region="follow")
    return _back(request, person)


@require_POST
def follow_delete(request: Request, address: str) -> HttpResponse:
    """Ends following a person."""
    person = require_person(address, request.viewer)
    unfollow_person(actor=signed_in(request), person=person)
    return _back(request, person)


@require_POST
def block_create(request: Request, address: str) -> HttpResponse:
    """Mutes a person, or blocks them."""
    person = require_person(address, request.viewer)
    act = block_person if request.POST.get("kind") == Block.Kind.BLOCK else mute_person
    act(actor=signed_in(request), person=person)
    return _back(request, person)


@require_POST
def block_delete(request: Request, address: str) -> HttpResponse:
    """Ends muting or blocking."""
    person = require_person(address, request.viewer)
    release_person(actor=signed_in(request), person=person)
    return _back(request, person)


def _back(request: Request, person: Actor) -> HttpResponse:
    """The page that the form stood on, when it says so."""
    place = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(place, allowed_hosts=None):
        place = person.get_absolute_url()
    return HttpResponseRedirect(place, status=303)
