"""Who speaks where in a big challenge."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from groundswell.actors.requests import Request
from groundswell.challenges.selectors.breakdown import BY, breakdown_of, unmet_of
from groundswell.challenges.selectors.challenge import challenge_panel
from groundswell.challenges.selectors.theming import runs_of
from groundswell.challenges.views._scope import visible_challenge
from groundswell.core.pages import render


@require_safe
def challenge_breakdown(request: Request, topic_id: int) -> HttpResponse:
    """Themes by sector or discipline, and who shares a theme without having met."""
    challenge = visible_challenge(request, topic_id)
    by = request.GET.get("by", BY[0])
    if by not in BY:
        raise Http404
    run = runs_of(challenge).done
    context = {
        "panel": challenge_panel(challenge.topic, request.viewer),
        "topic": challenge.topic,
        "by": by,
        "run": run,
        "table": breakdown_of(challenge, run, by) if run else None,
        "unmet": unmet_of(challenge, run) if run else [],
    }
    return render(request, "challenges/breakdown.html", context)
