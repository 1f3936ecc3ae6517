"""Ties a form's nonce to the request, so that sending it twice does it once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from groundswell.activity.log import once

LONGEST_NONCE = 64


class NonceMiddleware:
    """Reads the hidden field `nonce`, or the Idempotency-Key header, of every POST."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        given = request.headers.get("Idempotency-Key") or request.POST.get("nonce", "")
        with once(given[:LONGEST_NONCE] or None):
            return self.get_response(request)
