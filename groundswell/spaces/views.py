"""Joining and leaving a space. The space's page, which lists topics, is composed in `web`."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from groundswell.actors.requests import Request, signed_in
from groundswell.spaces.actions import join_space, leave_space
from groundswell.spaces.models import Space


def visible_space(request: Request, handle: str) -> Space:
    """The space, or 404 for those who may not see it."""
    spaces = Space.objects.visible_to(request.viewer).select_related("actor")
    return get_object_or_404(spaces, actor__handle=handle.lower())


@require_POST
def membership_create(request: Request, handle: str) -> HttpResponse:
    """Joins the space."""
    space = visible_space(request, handle)
    join_space(actor=signed_in(request), space=space)
    return HttpResponseRedirect(space.get_absolute_url(), status=303)


@require_POST
def membership_delete(request: Request, handle: str) -> HttpResponse:
    """Leaves the space."""
    leave_space(actor=signed_in(request), space=visible_space(request, handle))
    return HttpResponseRedirect("/", status=303)
