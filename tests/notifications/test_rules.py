"""Quiet hours and digests, on every clock."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.notifications.rules import next_digest, quiet_until, zone_of
from groundswell.people.models import AlertPreference

LISBON = ZoneInfo("Europe/Lisbon")
NEW_YORK = ZoneInfo("America/New_York")
APIA = ZoneInfo("Pacific/Apia")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def quiet(start: int, end: int) -> AlertPreference:
    return AlertPreference(quiet_from=time(start), quiet_until=time(end))


@pytest.mark.parametrize(
    ("hours", "moment", "until"),
    [
        ((22, 7), "2026-01-10T21:59", None),
        ((22, 7), "2026-01-10T22:00", "2026-01-11T07:00"),
        ((22, 7), "2026-01-11T03:00", "2026-01-11T07:00"),
        ((22, 7), "2026-01-11T07:00", None),
        ((12, 14), "2026-01-10T13:00", "2026-01-10T14:00"),
        ((12, 14), "2026-01-10T14:00", None),
        # In summer Lisbon is an hour ahead of UTC.
        ((22, 7), "2026-07-10T21:30", "2026-07-11T06:00"),
        # The night in which clocks go forward is an hour shorter.
        ((22, 7), "2026-03-28T23:00", "2026-03-29T06:00"),
    ],
)
def test_quiet_hours_end(hours: tuple[int, int], moment: str, until: str | None) -> None:
    expected = at(until) if until else None

    assert quiet_until(quiet(*hours), LISBON, at(moment)) == expected


def test_no_quiet_hours_when_none_are_set() -> None:
    assert quiet_until(AlertPreference(), LISBON, at("2026-01-10T23:00")) is None
    assert quiet_until(quiet(7, 7), LISBON, at("2026-01-10T07:00")) is None


@pytest.mark.parametrize(
    ("zone", "hour", "after", "due"),
    [
        (LISBON, 8, "2026-01-10T07:59", "2026-01-10T08:00"),
        (LISBON, 8, "2026-01-10T08:00", "2026-01-11T08:00"),
        (LISBON, 8, "2026-07-10T08:00", "2026-07-11T07:00"),
        (NEW_YORK, 8, "2026-01-10T12:59", "2026-01-10T13:00"),
        # 2 o'clock does not exist on this day in New York: clocks say 3.
        (NEW_YORK, 2, "2026-03-08T00:00", "2026-03-08T07:00"),
        # 1 o'clock comes twice: the first counts, and only once.
        (NEW_YORK, 1, "2026-11-01T00:00", "2026-11-01T05:00"),
        (NEW_YORK, 1, "2026-11-01T05:00", "2026-11-02T06:00"),
    ],
)
def test_daily_digest_is_due(zone: ZoneInfo, hour: int, after: str, due: str) -> None:
    preference = AlertPreference(mail="daily", digest_hour=hour)

    assert next_digest(preference, zone, at(after)) == at(due)


def test_weekly_digest_is_due_on_its_day() -> None:
    preference = AlertPreference(mail="weekly", digest_hour=18, digest_weekday=4)

    assert next_digest(preference, LISBON, at("2026-01-10T09:00")) == at("2026-01-16T18:00")
    assert next_digest(preference, LISBON, at("2026-01-16T18:00")) == at("2026-01-23T18:00")


@given(
    moment=st.datetimes(datetime(2011, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    hour=st.integers(0, 23),
    zone=st.sampled_from([LISBON, NEW_YORK, APIA, ZoneInfo("Asia/Kathmandu"), ZoneInfo("UTC")]),
    mail=st.sampled_from(["daily", "weekly"]),
)
def test_digest_always_comes_within_its_period(
    moment: datetime, hour: int, zone: ZoneInfo, mail: str
) -> None:
    preference = AlertPreference(mail=mail, digest_hour=hour, digest_weekday=2)

    due = next_digest(preference, zone, moment)

    # Samoa once left out a day, so a week may be eight days.
    assert 0 < (due - moment).total_seconds() <= (2 if mail == "daily" else 8) * 24 * 3600 + 3600
    assert mail == "daily" or due.astimezone(zone).weekday() in {2, 3}


def test_unknown_zone_is_the_sites() -> None:
    assert zone_of("Nowhere/Else").key == "UTC"
    assert zone_of("").key == "UTC"
    assert zone_of("../../etc/passwd").key == "UTC"
