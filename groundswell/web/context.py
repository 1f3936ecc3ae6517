"""What the layout of every page shows."""

import secrets
from contextlib import suppress
from functools import cached_property, partial
from typing import Any, Final, NamedTuple, cast

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest

from groundswell.actors.models import Account, Actor, Organisation
from groundswell.actors.requests import Request
from groundswell.core.pages import FRAGMENT
from groundswell.core.subscriptions import stream_url
from groundswell.people.views.demo_mail import may_see
from groundswell.web.scripts import scripts
from groundswell.web.selectors import NavSpace, nav_spaces, unread_alerts

_NOT_WRITTEN: Final = {"csrfmiddlewaretoken", "nonce", "credential"}
A_FEW_LETTERS: Final = 4
_ATTRIBUTE = "groundswell_layout"


class ShownViewer(NamedTuple):
    """What the layout shows of the viewer, by value: a part that is kept is kept for all of it."""

    id: int
    handle: str
    name: str
    avatar_url: str


def shown_viewer(viewer: Actor) -> ShownViewer:
    """The viewer by value."""
    return ShownViewer(viewer.id, viewer.handle, viewer.name, viewer.avatar_url)


class Layout:
    """The layout's reads, each made once a request and only when asked for."""

    def __init__(self, request: Request) -> None:
        self.viewer = getattr(request, "viewer", None)

    @cached_property
    def nav_spaces(self) -> list[NavSpace]:
        """The viewer's spaces, with how much is new in each."""
        return nav_spaces(self.viewer)

    @cached_property
    def unread_alerts(self) -> int:
        """What the bell shows."""
        return unread_alerts(self.viewer)


def layout_of(request: Request) -> Layout:
    """This request's layout: a page that needs the same rows shares them."""
    found = getattr(request, _ATTRIBUTE, None)
    if not isinstance(found, Layout):
        found = Layout(request)
        setattr(request, _ATTRIBUTE, found)
    return found


def layout(plain: HttpRequest) -> dict[str, Any]:
    """Context processor: who looks, their spaces and alerts, and a nonce for the page's forms."""
    request = cast("Request", plain)
    viewer = getattr(request, "viewer", None)
    here = {
        "viewer": viewer,
        "organisation": Organisation.current(),
        "nonce": secrets.token_urlsafe(12),
        "typed": partial(typed, request),
        "mail_is_shown": partial(may_see, request),
    }
    if getattr(request, FRAGMENT, False):
        return here
    around = layout_of(request)
    return here | {
        "shown_viewer": viewer and shown_viewer(viewer),
        "nav_spaces": around.nav_spaces,
        "unread_alerts": around.unread_alerts,
        "theme": _theme(request),
        "scripts": scripts(),
        "stream_url": stream_url(request, viewer.id if viewer else None),
    }


def typed(request: HttpRequest) -> list[str]:
    """What somebody wrote into a form that could not be taken, so that no page loses it."""
    if request.method != "POST":
        return []
    with suppress(SuspiciousOperation, OSError):
        return [
            value
            for name, values in request.POST.lists()
            if name not in _NOT_WRITTEN and "password" not in name
            for value in map(str, values)
            if _is_written(value)
        ]
    return []


def _is_written(value: str) -> bool:
    """By a person: not the code of a choice, a sign or a token. Not all languages part words."""
    unparted = not value.isascii() and sum(map(str.isalpha, value)) >= A_FEW_LETTERS
    return unparted or len(value.split()) > 1


def _theme(request: Request) -> str:
    """What the person settled on, or else what was last pressed on this device."""
    viewer = getattr(request, "viewer", None)
    pressed = request.COOKIES.get("theme", "")
    settled: str = viewer.account.theme if viewer else ""
    return settled or (pressed if pressed in Account.Theme.values else "")
