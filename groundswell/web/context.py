"""What the layout of every page shows."""

import secrets
from typing import Any, cast

from django.http import HttpRequest

from groundswell.actors.models import Organisation
from groundswell.actors.requests import Request
from groundswell.core.subscriptions import stream_url
from groundswell.notifications.selectors import unread_alerts
from groundswell.web.selectors import nav_spaces


def layout(plain: HttpRequest) -> dict[str, Any]:
    """Context processor: who looks, their spaces and alerts, and a nonce for the page's forms."""
    request = cast("Request", plain)
    viewer = getattr(request, "viewer", None)
    return {
        "viewer": viewer,
        "organisation": Organisation.current(),
        "nav_spaces": nav_spaces(viewer),
        "unread_alerts": unread_alerts(viewer),
        "theme": viewer.account.theme if viewer else "",
        "stream_url": stream_url(request, viewer.id if viewer else None),
        "nonce": secrets.token_urlsafe(12),
    }
