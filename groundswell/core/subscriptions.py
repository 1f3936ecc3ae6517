"""Who may hear which signals: a page issues a signed subscription, the live hub checks it.

A page calls `watch(request, "topic-42")` for what it shows, after having checked that its viewer
may see it; the layout puts `stream_url(request, viewer_id)` on the page, which opens one stream.
"""

import logging
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
EVERYBODY: Final = 0  # in place of an actor's id; no actor has it
NOTHING_SAID: Final = 2**53  # as `since`: of a room, that something moved and not a word of it
log: Final = logging.getLogger(__name__)
_CHANNELS: Final = "_groundswell_channels"
_WITHIN: Final = "_groundswell_within"
_UNTIL: Final = "_groundswell_until"
_BEGAN: Final = "_groundswell_began"


class BadToken(Exception):  # noqa: N818 - read as what happened
    """The subscription was forged, is damaged or too old."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token allows: this actor (None: a stranger) may hear these channels.

    `within` are channels that are not heard, but whose loss ends the stream as well: a topic is
    seen by whoever sees its space.
    """

    actor_id: int | None
    channels: tuple[str, ...]
    issued_at: float
    within: tuple[str, ...] = ()
    since: int = 0
    """Of a room, what was said up to this number is not theirs to hear."""
    until: float = 0.0
    """When it ends by itself; never, where nothing is said."""

    @property
    def rooms(self) -> tuple[str, ...]:
        """The rooms of sessions among them: a stream that has one is that room's."""
        return tuple(name for name in self.channels if name.startswith("room-"))

    @property
    def hears_words(self) -> bool:
        """Whether what is said in the room comes along, or only that something was."""
        return self.since < NOTHING_SAID

    def rests_on(self, channel: str) -> bool:
        """Whether losing the right to `channel` ends this."""
        return channel in self.channels or channel in self.within


def issue(
    actor_id: int | None,
    channels: Iterable[str],
    *,
    within: Iterable[str] = (),
    at: float | None = None,
    since: int = 0,
    until: float = 0.0,
) -> str:
    """A signed subscription to `channels`; the caller has checked at `at` that they may be seen."""
    names = sorted(set(channels))
    if len(names) > MOST_CHANNELS:
        log.warning("A page watches %s channels; only %s are heard.", len(names), MOST_CHANNELS)
        del names[MOST_CHANNELS:]
    actor = None if actor_id is None else str(actor_id)
    moment = round(time.time() if at is None else at, 3)
    return sign(SUBSCRIPTION, [actor, names, moment, sorted(set(within)), since, until])


def verify(token: str) -> Grant:
    """The grant in the token, or BadToken."""
    try:
        actor, channels, issued_at, within, since, until = unsign(SUBSCRIPTION, token)
    except (Refused, ValueError, TypeError) as error:
        raise BadToken from error
    who = None if actor is None else int(actor)
    names, doors = tuple(channels), tuple(within)
    return Grant(who, names, float(issued_at), doors, since=int(since), until=float(until))


def begin(request: HttpRequest) -> None:
    """From now on the page reads what its viewer may see; its subscription dates from here.

    A right that is lost while the page is being made is then lost for its stream too.
    """
    setattr(request, _BEGAN, time.time())


def watch(
    request: HttpRequest, *channels: str, within: Iterable[str] = (), until: float = 0.0
) -> None:
    """This page shows something that changes with these channels.

    `within` names the channels by whose right it is seen, when they are others; `until` is when
    that right ends by itself.
    """
    if until:
        setattr(request, _UNTIL, until)
    for attribute, names in ((_CHANNELS, channels), (_WITHIN, within)):
        wanted: set[str] = getattr(request, attribute, set())
        setattr(request, attribute, wanted | set(names))


def stream_url(request: HttpRequest, actor_id: int | None) -> str:
    """The address of this page's one stream: all it watches, and its viewer's own alerts.

    Empty when there is nothing to hear.
    """
    channels: set[str] = set(getattr(request, _CHANNELS, set()))
    if actor_id is not None:
        channels.add(f"person-{actor_id}")
    if not channels:
        return ""
    within: set[str] = getattr(request, _WITHIN, set())
    began: float | None = getattr(request, _BEGAN, None)
    until: float = getattr(request, _UNTIL, 0.0)
    token = issue(actor_id, channels, within=within, at=began, until=until)
    return f"/live/stream?token={quote(token)}"


def room_stream_url(
    request: HttpRequest,
    actor_id: int | None,
    channels: Iterable[str],
    *,
    within: Iterable[str],
    since: int = 0,
) -> str:
    """The address of the one stream of a session's room: what is said there comes with it."""
    began: float | None = getattr(request, _BEGAN, None)
    until: float = getattr(request, _UNTIL, 0.0)
    token = issue(actor_id, channels, within=within, at=began, since=since, until=until)
    return f"/live/room?token={quote(token)}"


def revoke(actor_id: int, channel: str = "all") -> None:
    """End the actor's streams (or those that hear `channel`) and refuse their tokens from now on.

    A page loaded afterwards gets a new subscription to what its viewer may still see.
    """
    bus.publish(f"revoke-{actor_id}", channel)


def revoke_for_all(channel: str) -> None:
    """End every stream that rests on `channel`, strangers' too: fewer may see it than before.

    Each page asks for itself again; whoever may still see it gets a new subscription.
    """
    revoke(EVERYBODY, channel)
