"""The one place that asks what time it is."""

from datetime import UTC, date, datetime

from django.utils.timezone import localtime

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def now() -> datetime:
    return datetime.now(tz=UTC)


def today() -> date:
    """The day it is where the reader is; in the worker, where the site is."""
    return localtime(now()).date()
