"""How often somebody may do something: counted in Redis, in the database or here, never not at all.

What is rare and dear is counted for all processes together: in Redis where there is one, and else
in the database. What is asked for often is counted in Redis or by each process for itself.
"""

import functools
import ipaddress
import time
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from limits import RateLimitItem, parse_many
from limits.errors import ConfigurationError, StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from groundswell.core.counting import free_at as counted_in_database
from groundswell.core.errors import DomainError
from groundswell.core.later import later
from groundswell.core.loading import load_redis
from groundswell.core.pages import render

if TYPE_CHECKING:
    import structlog
else:
    structlog = later("structlog")

TEMPLATE: Final = "429.html"
_PATIENCE: Final = 0.25
_REST_AFTER_FAILURE: Final = 10.0
_TIDY_EVERY: Final = 10.0
_MINUTE: Final = 60
_HOUR: Final = 3_600


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    windows: tuple[RateLimitItem, ...]
    halved: tuple[RateLimitItem, ...]
    dear: bool = False
    """Counted in the database where there is no Redis, for all processes together."""


@dataclass(frozen=True, slots=True)
class Verdict:
    ok: bool
    retry_after: int = 0


class TooMany(DomainError):  # noqa: N818 - read as what happened
    """Too often in too short a time; `retry_after` is in seconds. Answered with 429."""

    def __init__(self, retry_after: int, told: str = "") -> None:
        super().__init__(told or sentence(retry_after))
        self.retry_after = retry_after


def rule(name: str, windows: str, *, dear: bool = False) -> Rule:
    """A rule such as `1/5 second; 60/hour`, whose windows all hold at once."""
    items = tuple(parse_many(windows))
    halved = tuple(type(i)(max(1, i.amount // 2), i.multiples, i.namespace) for i in items)
    return Rule(name, items, halved, dear)


def unpaced(by: Rule) -> Rule:
    """The rule without its shortest window, for what comes several at once, such as mail."""
    return Rule(by.name, by.windows[1:], by.halved[1:], by.dear)


REQUESTS_BY_ADDRESS: Final = rule("requests-address", "300/minute")
REQUESTS_BY_PERSON: Final = rule("requests-person", "600/minute")
FILES_BY_ADDRESS: Final = rule("files-address", "1500/minute")
SIGN_UP_BY_ADDRESS: Final = rule("sign-up-address", "3/day", dear=True)
POST: Final = rule("post", "1/5 second; 60/hour", dear=True)
POST_WHEN_NEW: Final = rule("post-new", "1/30 second; 10/day", dear=True)
FOLLOW: Final = rule("follow", "60/hour")
ASK: Final = rule("ask", "20/hour; 60/day", dear=True)
REPORT_AS_GUEST: Final = rule("report-guest", "5/hour; 20/day", dear=True)
REPORT_FROM_HALL: Final = rule("report-hall", "60/hour; 200/day", dear=True)
REPORT_IN_SESSION: Final = rule("report-session", "200/hour", dear=True)
OPEN_SPACE: Final = rule("open-space", "20/day", dear=True)
REACT: Final = rule("react", "300/hour")
STANCE: Final = rule("stance", "900/hour")
KEEP_WORDS: Final = rule("keep-words", "10/hour")
EDIT: Final = rule("edit", "60/day", dear=True)
UPLOAD: Final = rule("upload", "30/30 minute", dear=True)
INVITE: Final = rule("invite", "10/day", dear=True)
SAME_TEXT: Final = rule("same-text", "1/5 minute")
SEARCH_BY_ADDRESS: Final = rule("search-address", "15/minute")
SEARCH_BY_PERSON: Final = rule("search-person", "30/minute")
PREVIEW: Final = rule("preview", "120/minute")
SUGGEST: Final = rule("suggest", "120/minute")
EXPORT: Final = rule("export", "10/minute; 60/hour")
FETCH: Final = rule("fetch", "30/minute")
# In the room of a session each participant is counted by themself: a hall shares one address.
ROOM_QUESTION: Final = rule("room-question", "1/10 second")
ROOM_LINE: Final = rule("room-line", "5/10 second")
ROOM_VOTE: Final = rule("room-vote", "10/10 second")
ROOM_SIGN: Final = rule("room-sign", "1/2 second")
ROOM_REPORT: Final = rule("room-report", "10/hour")
ROOM_ALL: Final = rule("room-all", "5000/10 second")
JOIN: Final = rule("join", "60/minute")
JOIN_ALL: Final = rule("join-all", "3000/minute")
WRONG_CODE: Final = rule("wrong-code", "100/minute")

RULES: Final[dict[str, Rule]] = {
    value.name: value for value in list(globals().values()) if isinstance(value, Rule)
}


def allow(key: str, by: Rule, *, cost: int = 1) -> Verdict:
    """Counts one act under the key, unless it is one too many."""
    return _judged(key, by, cost, counting=True)


def peek(key: str, by: Rule) -> Verdict:
    """Whether the next act would be allowed; counts nothing (for failures, counted after)."""
    return _judged(key, by, 1, counting=False)


def demand(key: str, by: Rule) -> None:
    """Like `allow`, but says no with `TooMany`, which a form shows without losing what is typed."""
    verdict = allow(key, by)
    if not verdict.ok:
        raise TooMany(verdict.retry_after)


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    """The 429 page, in plain words and with Retry-After."""
    context = {"reason": sentence(retry_after), "retry_after": retry_after}
    response = render(request, TEMPLATE, context, status=429)
    response["Retry-After"] = str(retry_after)
    response["Cache-Control"] = "private, no-store"
    return response


def viewer_key(request: HttpRequest) -> str:
    viewer = getattr(request, "viewer", None)
    return f"actor:{viewer.pk}" if viewer is not None else address_key(request)


def address_key(request: HttpRequest) -> str:
    """The network that asks."""
    return network_of(str(request.META.get("REMOTE_ADDR", "")))


def network_of(text: str) -> str:
    """One IPv4 address, or the /64 that one IPv6 household has."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return f"ip:{text[:64] or 'unknown'}"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return f"ip:{ipaddress.ip_network((address, 64), strict=False)}"
    return f"ip:{getattr(address, 'ipv4_mapped', None) or address}"


def sentence(retry_after: int) -> str:
    return _("That was a little too much at once. Please try again in %(time)s.") % {
        "time": _spoken(retry_after)
    }


def _spoken(seconds: int) -> str:
    if seconds < _MINUTE:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    if seconds < _HOUR:
        minutes = ceil(seconds / _MINUTE)
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = ceil(seconds / _HOUR)
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


def _judged(key: str, by: Rule, cost: int, *, counting: bool) -> Verdict:
    if not getattr(settings, "RATE_LIMITS", True):
        return Verdict(ok=True)
    if by.dear:
        key = _veiled(key)
    if by.dear and not _redis_url():
        until = counted_in_database((by.name, key), by.windows, cost, counting=counting)
        return _verdict(until)
    for limiter, items in _counters(by):
        try:
            return _asked(limiter, items, (by.name, key[:200]), cost=cost, counting=counting)
        except StorageError:
            _redis.rest()
            structlog.get_logger(__name__).warning("limits_redis_down", rule=by.name)
    return Verdict(ok=True)  # pragma: no cover - the counters in memory never fail


def _veiled(key: str) -> str:
    """A digest that only this site can make. What is dear is kept for a day, and some of it is
    promised to be nobody's: no table says which network it came from."""
    return salted_hmac("groundswell.core.limits", key, algorithm="sha256").hexdigest()


def _asked(
    limiter: MovingWindowRateLimiter,
    items: tuple[RateLimitItem, ...],
    key: tuple[str, ...],
    *,
    cost: int,
    counting: bool,
) -> Verdict:
    spent = [item for item in items if not limiter.test(item, *key, cost=cost)]
    if not spent and counting:
        spent = [item for item in items if not limiter.hit(item, *key, cost=cost)]
    if not spent:
        return Verdict(ok=True)
    return _verdict(max(limiter.get_window_stats(item, *key).reset_time for item in spent))


def _verdict(free_at: float) -> Verdict:
    """Yes for 0, and else how long to wait."""
    if not free_at:
        return Verdict(ok=True)
    return Verdict(ok=False, retry_after=max(1, ceil(free_at - time.time())))


def _counters(by: Rule) -> list[tuple[MovingWindowRateLimiter, tuple[RateLimitItem, ...]]]:
    """Redis first when there is one, and behind it this process at half the value."""
    url = _redis_url()
    if not url:
        return [(_here(), by.windows)]
    behind = [(_here(), by.halved)]
    return behind if _redis.resting else [(_shared(url), by.windows), *behind]


def _redis_url() -> str:
    return str(getattr(settings, "REDIS_URL", "") or "")


class _Breaker:
    """After a failure Redis is left alone for a while, so that nobody waits for it twice."""

    def __init__(self) -> None:
        self.until = 0.0

    @property
    def resting(self) -> bool:
        return time.monotonic() < self.until

    def rest(self) -> None:
        self.until = time.monotonic() + _REST_AFTER_FAILURE


_redis = _Breaker()


class _Counts(MemoryStorage):
    """Looks through everything for what is over now and then: the package itself would start a
    thread for it after each act."""

    _tidy_at = 0.0

    def _MemoryStorage__schedule_expiry(self) -> None:  # noqa: N802 - the package's own name
        if time.monotonic() >= self._tidy_at:
            self._tidy_at = time.monotonic() + _TIDY_EVERY
            self._MemoryStorage__expire_events()  # type: ignore[attr-defined]


@functools.cache
def _here() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(_Counts())


@functools.cache
def _shared(url: str) -> MovingWindowRateLimiter:
    load_redis()
    try:
        storage = storage_from_string(
            url,
            wrap_exceptions=True,
            socket_timeout=_PATIENCE,
            socket_connect_timeout=_PATIENCE,
        )
    except ConfigurationError as error:
        raise ImproperlyConfigured(f"REDIS_URL cannot be used: {error}") from error
    return MovingWindowRateLimiter(storage)


def reset() -> None:
    """Forgets every count; for tests."""
    _here().storage.reset()
    cache.clear()
    _redis.until = 0.0
