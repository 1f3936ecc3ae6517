"""Pages that several parts make together: the start, and a space's front."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from groundswell.actors.requests import Request
from groundswell.conversations.selectors import topics_of
from groundswell.core.pages import render
from groundswell.core.subscriptions import watch
from groundswell.spaces.models import Space
from groundswell.spaces.rules import membership_of
from groundswell.spaces.views import visible_space

TOPICS_PER_PAGE = 25


@require_safe
def home(request: Request) -> HttpResponse:
    """The start: the spaces that the viewer can see."""
    spaces = Space.objects.visible_to(request.viewer).select_related("actor")[:50]
    return render(request, "web/home.html", {"spaces": spaces})


@require_safe
def space_show(request: Request, handle: str) -> HttpResponse:
    """A space: its purpose and its topics, latest first."""
    space = visible_space(request, handle)
    watch(request, f"space-{space.id}")
    context = {
        "space": space,
        "topics": topics_of(space, request.viewer)[:TOPICS_PER_PAGE],
        "membership": membership_of(request.viewer, space),
    }
    return render(request, "web/space_show.html", context, region="topics")
