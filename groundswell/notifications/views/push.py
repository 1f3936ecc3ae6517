"""Browsers that are told by push, and the service worker that shows it."""

from functools import cache
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groundswell.actors.requests import Request, signed_in
from groundswell.core.errors import DomainError
from groundswell.notifications.actions import subscribe_push, unsubscribe_push
from groundswell.notifications.rules import browser_name


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that shows what is pushed, for the whole site."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8", headers=headers)


@cache
def _script() -> str:
    return (Path(__file__).parent.parent / "service_worker.js").read_text(encoding="utf-8")


@require_POST
def push_create(request: Request) -> HttpResponse:
    """Tells this browser from now on."""
    person = signed_in(request)
    try:
        subscribe_push(
            actor=person,
            endpoint=request.POST.get("endpoint", ""),
            public_key=request.POST.get("p256dh", ""),
            secret=request.POST.get("auth", ""),
            browser=browser_name(request.headers.get("User-Agent", "")),
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This browser tells you from now on."))
    return HttpResponseRedirect(reverse("settings_alerts") + "#push", status=303)


@require_POST
def push_delete(request: Request, subscription_id: int) -> HttpResponse:
    """Tells a browser no longer."""
    unsubscribe_push(actor=signed_in(request), subscription_id=subscription_id)
    return HttpResponseRedirect(reverse("settings_alerts") + "#push", status=303)
