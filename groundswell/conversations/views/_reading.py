"""How the reader likes to read: kept with the account, or in a cookie for strangers."""

from django.conf import settings
from django.http import HttpResponse

from groundswell.actors.requests import Request

COOKIE = "reading"
YEAR = 365 * 24 * 3600


def reads_nested(request: Request) -> bool:
    """Whether this page is to be nested."""
    if request.viewer is not None:
        return bool(request.viewer.account.nested)
    return request.GET.get("as", request.COOKIES.get(COOKIE)) == "nested"


def remember_reading(request: Request, response: HttpResponse) -> HttpResponse:
    """A stranger's choice, which is an address (`?as=nested`), holds for the next page too."""
    chosen = request.GET.get("as")
    if request.viewer is None and chosen in {"flat", "nested"}:
        response.set_cookie(COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    return response
