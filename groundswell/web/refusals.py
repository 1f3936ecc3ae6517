"""A refusal of what a page asked for by itself: the reason alone, which it shows where it is."""

import json

from django.http import HttpResponse


def refused_in_place(reason: str, *, status: int) -> HttpResponse:
    """The answer to htmx."""
    said = json.dumps({"gs:refused": {"reason": reason}})
    return HttpResponse(reason, status=status, headers={"HX-Trigger": said})
