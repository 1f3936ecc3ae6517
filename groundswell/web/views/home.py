"""The start."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from groundswell.actors.requests import Request
from groundswell.core.pages import render
from groundswell.spaces.models import Space


@require_safe
def home(request: Request) -> HttpResponse:
    """The start: the spaces that the viewer can see."""
    spaces = Space.objects.visible_to(request.viewer).select_related("actor")[:50]
    return render(request, "web/home.html", {"spaces": spaces})
