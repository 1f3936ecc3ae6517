"""`request.viewer`: the Actor who is looking, None for a stranger."""

from collections.abc import Callable
from typing import cast
from zoneinfo import ZoneInfo

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from groundswell.actors.models import Account
from groundswell.actors.requests import Request


class ViewerMiddleware:
    """Sets the viewer, and the viewer's own time zone for the time of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, plain: HttpRequest) -> HttpResponse:
        request = cast("Request", plain)
        account = get_user(request) if SESSION_KEY in request.session else None
        if not isinstance(account, Account):
            request.viewer = None
            return self.get_response(request)
        request.viewer = account.actor
        account.actor.account = account
        if not account.time_zone:
            return self.get_response(request)
        with timezone.override(ZoneInfo(account.time_zone)):
            return self.get_response(request)
