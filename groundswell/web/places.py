"""Where somebody was when they pressed something, so that every refusal leads back there."""

from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest
from django.urls import is_valid_path


def page_before(request: HttpRequest) -> str:
    """The page of this site on which somebody pressed something, or the one above."""
    named = _named(request)
    return named if named and urlsplit(named).path != request.path else _above(request)


def page_of_form(request: HttpRequest) -> str:
    """The same, also where the form is sent to the address of its own page."""
    return _named(request) or _above(request)


def _named(request: HttpRequest) -> str:
    """The page as the browser names it, without the site; empty when it is of another."""
    try:
        named = urlsplit(request.headers.get("HX-Current-URL") or request.headers["Referer"])
    except (KeyError, ValueError):
        return ""
    ours = named.netloc == request.get_host() and not named.path.startswith("//")
    return urlunsplit(("", "", named.path, named.query, "")) if ours else ""


def _above(request: HttpRequest) -> str:
    above = request.path.rstrip("/").rpartition("/")[0] + "/"
    return above if above != "/" and is_valid_path(above) else ""
