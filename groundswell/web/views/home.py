"""The start: what changed for somebody who is signed in, what this place is for a stranger."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.core.pages import render, shared
from groundswell.core.subscriptions import watch
from groundswell.web.context import layout_of
from groundswell.web.selectors.front import front_door
from groundswell.web.selectors.home import HomePage


@require_safe
def home(request: Request) -> HttpResponse:
    """The start."""
    if request.viewer is None:
        return shared(render(request, "web/front_door.html", {"page": front_door()}), request)
    return _home(request, request.viewer)


def _home(request: Request, viewer: Actor) -> HttpResponse:
    page = HomePage(viewer=viewer, spaces=layout_of(request).nav_spaces)
    channels = [f"space-{space.id}" for space in page.spaces]
    watch(request, *channels)
    context = {"page": page, "channels": " ".join(channels)}
    return render(request, "web/home.html", context, region="news")
