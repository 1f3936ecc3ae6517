"""What holds for every request, whatever page it asks for."""

import sys
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from groundswell.core.errors import Refused
from groundswell.core.limits import (
    FILES_BY_ADDRESS,
    REQUESTS_BY_ADDRESS,
    REQUESTS_BY_PERSON,
    Verdict,
    address_key,
    allow,
    too_many,
    viewer_key,
)
from groundswell.core.signing import GUEST, GUEST_COOKIE, unsign
from groundswell.core.together import is_asked_again

RETRY_AFTER: Final = "5"
_UNCOUNTED: Final = frozenset({"/healthz", "/readyz"})
_FLAG: Final = "_groundswell_database_down"
_PAGE: Final = "503.html"


def is_down(error: BaseException | None) -> bool:
    """Whether the database is away, full or locked, rather than asked for nonsense."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    return not str(error).startswith("no such ")  # SQLite says so of a table or column


def _note(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    # Each middleware turns what breaks inside it into a 500; this is called while it is handled.
    if request is not None and is_down(sys.exc_info()[1]):
        setattr(request, _FLAG, True)


got_request_exception.connect(_note, dispatch_uid="groundswell.database_down")


class DatabaseDown:
    """An unreachable database is a pause, not an error: 503, and "come back in a moment".

    Stands first in MIDDLEWARE, so that sessions and sign-in are covered too. Nothing to restart:
    the broken connection is dropped here and the next request opens a new one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, _FLAG, False):
            return _unavailable()
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A view's own error, before it is logged as a fault of the site."""
        return _unavailable() if is_down(error) else None


class PaceMiddleware:
    """Nobody asks for more pages than a person reads. Watching whether the site is up is free."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        verdict = _pace(request)
        if not verdict.ok:
            return too_many(request, verdict.retry_after)
        return self.get_response(request)


def _pace(request: HttpRequest) -> Verdict:
    if request.path in _UNCOUNTED or is_asked_again(request):
        return Verdict(ok=True)
    if request.path.startswith(settings.MEDIA_URL):
        return allow(address_key(request), FILES_BY_ADDRESS)
    if request.path.startswith("/join/"):
        return Verdict(ok=True)  # counted by device and by session there: a hall has one address
    guest = _guest(request)
    if guest:
        return allow(guest, REQUESTS_BY_PERSON)
    signed_in = getattr(request, "viewer", None) is not None
    return allow(viewer_key(request), REQUESTS_BY_PERSON if signed_in else REQUESTS_BY_ADDRESS)


def _guest(request: HttpRequest) -> str:
    """A guest of a session, by the token of their device: a lecture hall shares one address."""
    token = request.COOKIES.get(GUEST_COOKIE)
    if not token:
        return ""
    try:
        return f"guest:{min(unsign(GUEST, token).values())}"
    except (Refused, ValueError, AttributeError):
        return ""


def _unavailable() -> HttpResponse:
    if not connection.in_atomic_block:
        connection.close()
    headers = {"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"}
    # Without the request: what belongs to a request, such as its reader, would ask the database.
    return HttpResponse(get_template(_PAGE).render(), status=503, headers=headers)
