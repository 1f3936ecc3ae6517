"""`request.viewer`: the Actor who is looking, None for a stranger."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from groundswell.actors import sessions
from groundswell.actors.models import Account
from groundswell.actors.requests import Request
from groundswell.core import habits, subscriptions


class ViewerMiddleware:
    """Sets the viewer, and the viewer's own zone and language for the time of the request.

    One query: the account comes with its actor, and `request.user` is the same object.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        with habits.of(plain.headers.get("Accept-Language", "")):
            return self._answered(cast("Request", plain))

    def _answered(self, request: Request) -> HttpResponse:
        subscriptions.begin(request)
        account = _account(request)
        request.viewer = account.actor if account else None
        if account is None:
            return self.get_response(request)
        account.actor.account = account
        with ExitStack() as stack:
            zone = _zone(account.time_zone)
            if zone:
                stack.enter_context(timezone.override(zone))
            if account.language in dict(settings.LANGUAGES):
                stack.enter_context(translation.override(account.language))
            return self.get_response(request)


def _account(request: HttpRequest) -> Account | None:
    if SESSION_KEY not in request.session:
        return None
    account = get_user(request)
    if not isinstance(account, Account):
        return None
    if sessions.is_over(request.session, account):
        logout(request)
        return None
    sessions.seen(request.session)
    return account


def _zone(name: str) -> ZoneInfo | None:
    """The zone, or None when none is chosen or this machine no longer knows it."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None
