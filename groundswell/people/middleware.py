"""Where an account stands: waiting to be let in, or lacking the second factor it must have."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from groundswell.actors.requests import Request
from groundswell.people.adapters import has_second_factor
from groundswell.people.rules import is_waiting, must_add_second_factor

READING = {"GET", "HEAD", "OPTIONS"}
OPEN_TO_WAITING = (
    "/accounts/",
    "/settings/account/",
    "/settings/appearance/",
    "/settings/privacy/",
    "/settings/security/",
)
OPEN_TO_UNPROTECTED = ("/accounts/", "/settings/", "/healthz", "/readyz", "/live/", "/media/")
PROTECTED = "second_factor"


class StandingMiddleware:
    """Lets those who wait read but not write, and sends organisers to protect their account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, plain: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Answers in place of the view where the account may not go on."""
        request = cast("Request", plain)
        if request.viewer is None:
            return None
        if _writes_too_early(request):
            return _lead(request, "account_waiting")
        if not request.path.startswith(OPEN_TO_UNPROTECTED) and _lacks_second_factor(request):
            messages.warning(
                request,
                _("Stewards of the organisation need a second factor. Please set one up first."),
            )
            return _lead(request, "settings_security")
        return None


def _writes_too_early(request: Request) -> bool:
    if request.method in READING or request.path.startswith(OPEN_TO_WAITING):
        return False
    return is_waiting(request.viewer)


def _lacks_second_factor(request: Request) -> bool:
    account = request.viewer.account if request.viewer else None
    if account is None or not must_add_second_factor(account) or request.session.get(PROTECTED):
        return False
    if has_second_factor(account):
        request.session[PROTECTED] = True
        return False
    return True


def _lead(request: Request, name: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse(name)})
    return HttpResponseRedirect(reverse(name), status=303)
