"""The request as our views see it: who looks, and whether htmx asks."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from groundswell.actors.models import Actor
from groundswell.core.errors import Refused


class Request(HttpRequest):
    """Set up by the middlewares; a type for views, never made by hand."""

    viewer: Actor | None
    htmx: HtmxDetails


class SignInFirst(Refused):
    """A stranger asked for something only signed-in people do; the answer leads to sign-in, and
    from there `back` to a page, or to the one that the address tells."""

    back = ""


def signed_in(request: Request) -> Actor:
    """The viewer, or `SignInFirst`, which becomes a way to sign in that returns here."""
    if request.viewer is not None:
        return request.viewer
    if request.method == "POST":
        raise SignInFirst(_("Sign in to do this. What you wrote is kept on this device."))
    raise SignInFirst(_("Sign in to open this page."))
