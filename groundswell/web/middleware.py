"""What every answer carries, and what a refusal looks like."""

from collections.abc import Callable
from functools import cache
from typing import Final, cast
from urllib.parse import quote, urlencode

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from groundswell.activity.log import AlreadyDone
from groundswell.actors.requests import Request, SignInFirst
from groundswell.conversations.models import Message
from groundswell.core.errors import Busy, Conflict, DomainError, Refused
from groundswell.core.limits import TooMany, too_many
from groundswell.core.pages import render
from groundswell.spaces.models import Space
from groundswell.web.context import typed
from groundswell.web.places import page_before
from groundswell.web.refusals import refused_in_place

UNREADABLE = quote("\N{REPLACEMENT CHARACTER}")
NOT_SO: Final = 405
READER: Final = "Groundswell-Reader"
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class HeadersMiddleware:
    """No device rights, no sharing across origins, nothing of a session kept in caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if SESSION_KEY in request.session or response.status_code >= 400:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class PolicyMiddleware(CSPMiddleware):
    """The same content policy on every page, put together once a process and not twice a page."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Leaves to the package what a view or the debug mode wants otherwise."""
        if settings.DEBUG or any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _policy())
        return response


@cache
def _policy() -> str:
    return build_policy()


class RefusalMiddleware:
    """Turns what the domain says no with into pages, so that views need not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # No name holds a NUL, and PostgreSQL refuses to be asked for one. In a form it is refused
        # in words, by the form; in a query it becomes the sign for what cannot be read.
        if "\0" in request.path_info:
            raise Http404
        if "%00" in request.META["QUERY_STRING"]:
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", UNREADABLE)
        response = self.get_response(request)
        return _no_page(request, response) if response.status_code == NOT_SO else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answers AlreadyDone and every DomainError that a view let through."""
        if isinstance(error, AlreadyDone):
            return HttpResponseRedirect(_made_by(error), status=303)
        if isinstance(error, SignInFirst):
            return _signed_out(request, error)
        if isinstance(error, TooMany) and not getattr(request, "htmx", False):
            return too_many(request, error.retry_after)
        if isinstance(error, DomainError):
            return _refusal(request, error)
        return None


class LapsedMiddleware:
    """A page that stayed open after its reader was signed out never gets a stranger's regions.

    Each page says for whom it was made in a header that htmx sends along. An act leads the whole
    page to sign-in and back. What only looks, on its own or while somebody writes, changes
    nothing: the page says that they are signed out, and they go when they are ready.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        request = cast("Request", plain)
        made_for = request.headers.get(READER)
        now_reads = str(request.viewer.id) if request.viewer else ""
        if not request.htmx or made_for is None or made_for == now_reads:
            return self.get_response(request)
        if request.method in {"GET", "HEAD"}:
            return HttpResponse(status=204, headers={"HX-Trigger": "gs:lapsed"})
        return _whole_page(request, _sign_in(_back_to(request)))


def _signed_out(request: HttpRequest, error: SignInFirst) -> HttpResponse:
    """To sign-in; but what was written and is kept nowhere stands on a page first."""
    address = _sign_in(error.back or _back_to(request))
    if typed(request) and not error.back and not getattr(request, "htmx", False):
        return render(request, "web/signed_out.html", {"sign_in": address}, status=403)
    messages.info(request, str(error))
    return _whole_page(request, address)


def _refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A page with the reason; for htmx the reason alone, which the page shows where it is."""
    status = _status(error)
    if getattr(request, "htmx", False):
        return refused_in_place(str(error), status=status)
    way = error.way if isinstance(error, Refused) else None
    context = {"reason": str(error), "back": page_before(request), "way": way}
    return render(request, "web/refused.html", context, status=status)


def _no_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Somebody looks at an address to which forms are sent: reloads it, or keeps it. Browsers show
    an answer without words as a fault of their own."""
    if request.method != "GET" or response.content or getattr(request, "htmx", False):
        return response
    reason = _("This address takes what a form sends, and has nothing to show by itself.")
    context = {"reason": reason, "back": page_before(request), "way": None}
    page = render(request, "web/refused.html", context, status=NOT_SO)
    page.headers["Allow"] = response.headers["Allow"]
    return page


def _sign_in(onward: str) -> str:
    return f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': onward}, safe='/')}"


def _whole_page(request: HttpRequest, address: str) -> HttpResponse:
    """Leads the browser there; htmx would follow a plain redirect and put the page in a region."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address, status=303)


def _back_to(request: HttpRequest) -> str:
    """The page to return to after signing in: what a POST or htmx asks for is no page."""
    if request.method in {"GET", "HEAD"} and not getattr(request, "htmx", False):
        return request.get_full_path()
    return page_before(request) or "/"


def _status(error: DomainError) -> int:
    if isinstance(error, TooMany):
        return 429
    if isinstance(error, Busy):
        return 503
    if isinstance(error, Refused):
        return 403
    return 409 if isinstance(error, Conflict) else 422


def _made_by(error: AlreadyDone) -> str:
    """The address of what the first sending of the form made."""
    activity = error.activity
    if activity.kind.startswith("people."):
        return reverse("settings")
    message = Message.objects.filter(id=activity.message_id or 0).first()
    if message is not None:
        return message.get_absolute_url()
    if activity.topic_id:
        return f"/t/{activity.topic_id}/"
    space = Space.objects.filter(id=activity.space_id or 0).select_related("actor").first()
    return space.get_absolute_url() if space else "/"
