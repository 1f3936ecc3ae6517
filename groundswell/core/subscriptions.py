"""Who may hear which signals: a page issues a signed subscription, the live hub checks it.

A page calls `watch(request, "topic-42")` for what it shows, after having checked that its viewer
may see it; the layout puts `stream_url(request, viewer_id)` on the page, which opens one stream.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from django.http import HttpRequest

from groundswell.core import bus
from groundswell.core.errors import Refused
from groundswell.core.signing import SUBSCRIPTION, sign, unsign

MAX_AGE: Final = SUBSCRIPTION.max_age.total_seconds() if SUBSCRIPTION.max_age else 0.0
MOST_CHANNELS: Final = 50
_ATTRIBUTE: Final = "_groundswell_channels"


class BadToken(Exception):  # noqa: N818 - read as what happened
    """The subscription was forged, is damaged or too old."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token allows: this actor (None: a stranger) may hear these channels."""

    actor_id: int | None
    channels: tuple[str, ...]
    issued_at: float


def issue(actor_id: int | None, channels: Iterable[str]) -> str:
    """A signed subscription to `channels`; the caller has checked that the actor may see them."""
    names = sorted(set(channels))[:MOST_CHANNELS]
    actor = None if actor_id is None else str(actor_id)
    return sign(SUBSCRIPTION, [actor, names, round(time.time(), 3)])


def verify(token: str) -> Grant:
    """The grant in the token, or BadToken."""
    try:
        actor, channels, issued_at = unsign(SUBSCRIPTION, token)
    except (Refused, ValueError, TypeError) as error:
        raise BadToken from error
    return Grant(None if actor is None else int(actor), tuple(channels), float(issued_at))


def watch(request: HttpRequest, *channels: str) -> None:
    """This page shows something that changes with these channels."""
    wanted: set[str] = getattr(request, _ATTRIBUTE, set())
    setattr(request, _ATTRIBUTE, wanted | set(channels))


def stream_url(request: HttpRequest, actor_id: int | None) -> str:
    """The address of this page's one stream: all it watches, and its viewer's own alerts.

    Empty when there is nothing to hear.
    """
    channels: set[str] = set(getattr(request, _ATTRIBUTE, set()))
    if actor_id is not None:
        channels.add(f"person-{actor_id}")
    return f"/live/stream?token={quote(issue(actor_id, channels))}" if channels else ""


def presence_url(actor_id: int | None, channel: str) -> str:
    """The address that answers with the rounded number of people at `channel`."""
    return f"/live/presence?token={quote(issue(actor_id, [channel]))}"


def revoke(actor_id: int, channel: str = "all") -> None:
    """End the actor's streams (or those that hear `channel`) and refuse their tokens from now on.

    A page loaded afterwards gets a new subscription to what its viewer may still see.
    """
    bus.publish(f"revoke-{actor_id}", channel)
