"""How every view of a space gets its objects: through the viewer, or not at all."""

from collections.abc import Callable
from typing import TypeVar

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request, signed_in
from groundswell.core.errors import DomainError
from groundswell.core.forms import PlainForm
from groundswell.spaces.models import Space
from groundswell.spaces.rules import require_steward
from groundswell.spaces.selectors import invitation_to

T = TypeVar("T")


def visible_space(request: Request, handle: str) -> Space:
    """The space, or 404 for those who may not see it."""
    spaces = Space.objects.visible_to(request.viewer).select_related("actor")
    return get_object_or_404(spaces.called(handle))


def findable_space(request: Request, handle: str) -> Space:
    """The space, or at least its door, or 404 for those who may not know that it is there."""
    spaces = Space.objects.called(handle).select_related("actor")
    found = spaces.findable_by(request.viewer).first()
    if found is not None:
        return found
    hidden = spaces.first() if request.viewer else None
    if hidden is None or invitation_to(request.viewer, hidden) is None:
        raise Http404
    return hidden


def stewarded_space(request: Request, handle: str) -> tuple[Actor, Space]:
    """The viewer and a space they look after; 403 with the reason for other readers of it."""
    space = visible_space(request, handle)
    person = signed_in(request)
    require_steward(person, space)
    return person, space


def attempt(form: PlainForm, act: Callable[[], T]) -> T | None:
    """What the action made, once the form is valid; its refusal is shown on the form."""
    if not form.is_valid():
        return None
    try:
        return act()
    except DomainError as error:
        form.refuse(error)
        return None


def see(address: str) -> HttpResponseRedirect:
    """The answer to a form that did its work: look there now."""
    return HttpResponseRedirect(address, status=303)
