"""Where an idea came from, and what grew out of it."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from groundswell.actors.requests import Request
from groundswell.challenges.selectors.lineage import drawn, lineage_of
from groundswell.challenges.views._scope import visible_idea
from groundswell.core.pages import render


@require_safe
def lineage_show(request: Request, topic_id: int) -> HttpResponse:
    """The whole lineage as a small family tree, and the same in words."""
    idea = visible_idea(request, topic_id)
    lineage = lineage_of(idea.topic, request.viewer)
    context = {
        "idea": idea,
        "topic": idea.topic,
        "lineage": lineage,
        "drawing": drawn(lineage),
    }
    return render(request, "challenges/lineage_show.html", context)
