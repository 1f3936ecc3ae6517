"""The demonstration's mail: for whoever sits at the machine that serves it, and for nobody else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.views.decorators.http import require_safe

from groundswell.actors.requests import Request
from groundswell.core import addresses
from groundswell.core.pages import render
from groundswell.people.selectors.demo_mail import letter, letters

# A reverse proxy on this machine speaks for people elsewhere.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")

View = Callable[..., HttpResponse]


def at_this_machine(view: View) -> View:
    """Elsewhere, and outside the demonstration, the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        if not may_see(request):
            raise Http404
        response = view(request, *arguments, **options)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return guarded


def may_see(request: HttpRequest) -> bool:
    """The demonstration, listening here alone, asked from here by a name of this machine."""
    host, _port = split_domain_port(request.get_host())
    return bool(
        settings.DEMO
        and is_here(settings.HOST)
        and is_here(host)
        and is_here(str(request.META.get("REMOTE_ADDR", "")))
        and not any(name in request.headers for name in FORWARDED)
    )


def is_here(name: str) -> bool:
    """Whether the name is one of this machine."""
    if name == "localhost":
        return True
    address = addresses.parsed(name.strip("[]"))
    return address is not None and addresses.is_loopback(address)


@require_safe
@at_this_machine
def mail_list(request: Request) -> HttpResponse:
    """Every mail that the demonstration would have sent, newest first."""
    return render(request, "people/mail_list.html", {"letters": letters()})


@require_safe
@at_this_machine
def mail_show(request: Request, file: str, number: int) -> HttpResponse:
    """One of them."""
    found = letter(file, number)
    if found is None:
        raise Http404
    return render(request, "people/mail_show.html", {"letter": found})
