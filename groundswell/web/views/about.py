"""What this site is, how it decides what one sees, and the guidelines of the whole of it."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from groundswell.actors.models import Organisation
from groundswell.actors.requests import Request
from groundswell.core.pages import render, shared
from groundswell.core.text.render import render as rendered
from groundswell.web.selectors.front import lookers_after


@require_safe
def about(request: Request) -> HttpResponse:
    """Whose site it is, what decides what one sees, and where the program comes from."""
    context = {"source_url": settings.SOURCE_URL, "stewards": lookers_after()}
    return shared(render(request, "web/about.html", context), request)


@require_safe
def guidelines(request: Request) -> HttpResponse:
    """What the organisation asks of everybody."""
    text = Organisation.current().guidelines
    context = {"html": rendered(text).html if text else ""}
    return shared(render(request, "web/guidelines.html", context), request)
