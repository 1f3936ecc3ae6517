"""When a person may be disturbed, in their own zone; whatever the clocks are put to."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db.models import QuerySet

from groundswell.actors.models import Actor
from groundswell.people.models import AlertPreference

WEEK: Final = 7
_ONE_DAY: Final = timedelta(days=1)


def zone_of(name: str) -> ZoneInfo:
    """The zone a person chose, or the site's."""
    try:
        return ZoneInfo(name or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)


def quiet_until(preference: AlertPreference, zone: ZoneInfo, at: datetime) -> datetime | None:
    """When the quiet hours that hold at `at` end; None outside of them."""
    start, end = preference.quiet_from, preference.quiet_until
    if start is None or end is None or start == end:
        return None
    local = at.astimezone(zone)
    over_midnight = start > end
    clock = local.time()
    inside = (clock >= start or clock < end) if over_midnight else start <= clock < end
    if not inside:
        return None
    day = local.date() + (_ONE_DAY if over_midnight and clock >= start else timedelta(0))
    return datetime.combine(day, end, zone).astimezone(at.tzinfo)


def asleep(preferences: QuerySet[AlertPreference], at: datetime) -> list[int]:
    """The people among these whose quiet hours hold at `at`."""
    quiet = preferences.exclude(quiet_from=None).exclude(quiet_until=None)
    return [
        preference.actor_id
        for preference in quiet.select_related("actor__account")
        if quiet_until(preference, _zone_at_home(preference.actor), at) is not None
    ]


def _zone_at_home(actor: Actor) -> ZoneInfo:
    account = getattr(actor, "account", None)
    return zone_of(account.time_zone if account else "")


def next_digest(preference: AlertPreference, zone: ZoneInfo, after: datetime) -> datetime:
    """The first moment after `after` at which the person's clock shows their hour on their day.

    An hour that is left out when clocks go forward is the next one; of one that comes twice, the
    first counts.
    """
    weekly = preference.mail == AlertPreference.Mail.WEEKLY
    day = after.astimezone(zone).date()
    for _attempt in range(WEEK + 2):
        due = datetime.combine(day, time(preference.digest_hour), zone).astimezone(after.tzinfo)
        if due > after and (not weekly or day.weekday() == preference.digest_weekday):
            return due
        day += _ONE_DAY
    raise AssertionError("a week has seven days")  # pragma: no cover


_BROWSERS: Final = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
_SYSTEMS: Final = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
_SPOKEN: Final = {"Edg": "Edge", "OPR": "Opera", "Macintosh": "macOS"}


def browser_name(user_agent: str) -> str:
    """A browser as its owner would call it: "Firefox, Linux"."""
    named = [
        next((_SPOKEN.get(word, word) for word in words if word in user_agent), "")
        for words in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(word for word in named if word)
