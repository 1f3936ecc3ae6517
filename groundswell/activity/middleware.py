"""Ties a form's nonce to the request, so that sending the same form twice does it once."""

from collections.abc import Callable
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse

from groundswell.activity.log import once


class NonceMiddleware:
    """Reads the hidden field `nonce`, or the Idempotency-Key header, of every POST.

    A page gives one nonce to all its forms, so the address and what was filled in count as well:
    the same form with other words is another act.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        given = request.headers.get("Idempotency-Key") or request.POST.get("nonce")
        with once(_digest(given, request) if given else None):
            return self.get_response(request)


def _digest(given: str, request: HttpRequest) -> str:
    fields = sorted(
        (name, values)
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "nonce"}
    )
    whole = repr((given, request.path, fields)).encode("utf-8", "surrogatepass")
    return blake2b(whole, digest_size=24).hexdigest()
