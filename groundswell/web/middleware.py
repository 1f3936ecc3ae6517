"""What every answer carries, and what a refusal looks like."""

from collections.abc import Callable
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from groundswell.activity.log import AlreadyDone
from groundswell.actors.requests import SignInFirst
from groundswell.conversations.models import Message
from groundswell.core.errors import Conflict, DomainError, Refused
from groundswell.core.limits import TooMany, too_many
from groundswell.core.pages import render
from groundswell.spaces.models import Space

UNREADABLE = quote("\N{REPLACEMENT CHARACTER}")
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
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answers AlreadyDone and every DomainError that a view let through."""
        if isinstance(error, AlreadyDone):
            return HttpResponseRedirect(_made_by(error), status=303)
        if isinstance(error, SignInFirst):
            messages.info(request, str(error))
            query = urlencode({"next": error.back or _back_to(request)}, safe="/")
            return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{query}", status=303)
        if isinstance(error, TooMany):
            return too_many(request, error.retry_after)
        if isinstance(error, DomainError):
            return render(
                request, "web/refused.html", {"reason": str(error)}, status=_status(error)
            )
        return None


def _back_to(request: HttpRequest) -> str:
    """The page to return to after signing in: a POST's own address shows nothing."""
    if request.method != "POST":
        return request.get_full_path()
    return request.path.rstrip("/").rpartition("/")[0] + "/"


def _status(error: DomainError) -> int:
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
