"""Ending mail from within a mail: signed, by one click, without signing in."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from groundswell.activity.declarations import REASONS, Reason
from groundswell.actors.models import Actor
from groundswell.actors.requests import Request
from groundswell.core.errors import Refused
from groundswell.core.pages import render
from groundswell.core.signing import UNSUBSCRIBE, unsign
from groundswell.notifications.actions import stop_mail, turn_off_reason
from groundswell.notifications.letters import EVERYTHING
from groundswell.notifications.selectors.settings import what_it_is


# The token in the address is the right; mail providers send the POST and hold no cookie of ours.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Request, token: str) -> HttpResponse:
    """Asks whether to end this mail; a POST, also one sent by a mail provider, ends it."""
    actor, reason, about = _meant(token)
    context: dict[str, Any] = {
        "token": token,
        "because": REASONS[Reason(reason)] if reason != EVERYTHING else "",
        "name": what_it_is(actor, reason, about),
        "done": request.method == "POST",
    }
    if request.method == "POST":
        if reason == EVERYTHING or "everything" in request.POST:
            stop_mail(actor=actor)
            context["because"] = ""
        else:
            turn_off_reason(actor=actor, reason=Reason(reason), about=about)
    return render(request, "notifications/unsubscribe.html", context)


def _meant(token: str) -> tuple[Actor, str, int | None]:
    try:
        actor_id, reason, about = unsign(UNSUBSCRIBE, token)
    except Refused as error:
        raise Http404 from error
    actor = get_object_or_404(Actor, id=int(actor_id))
    return actor, reason, int(about) if about else None
