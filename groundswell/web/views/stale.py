"""A form that came without a token that holds: by far most often from a page that went stale."""

from typing import cast
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from groundswell.actors.requests import Request
from groundswell.core.pages import render
from groundswell.web.places import page_of_form
from groundswell.web.refusals import refused_in_place


def stale_form(plain: HttpRequest, reason: str = "") -> HttpResponse:
    """Says what happened, shows the words that came, and leads to the page they were written on.

    What another site sent is not shown as one's own words. Django's `reason` is for developers.
    """
    request = cast("Request", plain)
    if getattr(request, "htmx", False):
        said = _("This page went stale, so nothing was done. Reload it, and try once more.")
        return refused_in_place(said, status=403)
    foreign = _is_foreign(request)
    context = {"foreign": foreign, "back": "" if foreign else page_of_form(request)}
    return render(request, "403_csrf.html", context, status=403)


def _is_foreign(request: HttpRequest) -> bool:
    """Whether the browser says that a page of another site sent the form."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched not in {"same-origin", "none"}
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    try:
        return sender is not None and urlsplit(sender).netloc != request.get_host()
    except ValueError:
        return True
