"""A session as a calendar file (iCalendar, RFC 5545)."""

from datetime import UTC, datetime, timedelta

from groundswell.live.models import Session
from groundswell.live.selectors.series import Day, SeriesPage

LONGEST_LINE = 74
"""Bytes of a line before it is folded; the standard allows 75 with what begins the next."""


def calendar_of(session: Session, *, address: str, at: datetime) -> str:
    """One event. `address` is the session's page with its host; `at` is when this was asked."""
    host = address.split("/")[2]
    return _calendar(_event(session, address=address, host=host, at=at))


def calendar_of_series(page: SeriesPage, *, site: str) -> str:
    """Every session that is announced or was, and the days to come; the same until one of them
    changes. A day and the session that is made of it are one event to a calendar."""
    host, lines = site.split("/")[2], [f"X-WR-CALNAME:{_text(page.series.title)}"]
    for session in (*page.ahead, *page.past):
        address = f"{site}{session.get_absolute_url()}"
        lines += _event(session, address=address, host=host, at=session.topic.published_at)
    lines += [line for day in page.days if not day.skipped for line in _planned(page, day, site)]
    return _calendar(lines)


def _event(session: Session, *, address: str, host: str, at: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_uid(session)}@{host}",
        f"DTSTAMP:{_moment(at)}",
        f"DTSTART:{_moment(session.starts_at)}",
        f"DTEND:{_moment(session.ends_at)}",
        f"SUMMARY:{_text(session.topic.title)}",
        f"DESCRIPTION:{_text(session.purpose)}\\n{_text(address)}",
        f"LOCATION:{_text(address)}",
        f"URL:{address}",
        "END:VEVENT",
    ]


def _planned(page: SeriesPage, day: Day, site: str) -> list[str]:
    series, starts = page.series, page.series.moment(day.day)
    minutes = next((one.minutes for one in (*page.ahead, *page.past)), 60)
    title = f"{series.title}: {day.focus}" if day.focus else series.title
    return [
        "BEGIN:VEVENT",
        f"UID:series-{series.id}-{day.day:%Y%m%d}@{site.split('/')[2]}",
        f"DTSTAMP:{_moment(starts - timedelta(weeks=series.weeks))}",
        f"DTSTART:{_moment(starts)}",
        f"DTEND:{_moment(starts + timedelta(minutes=minutes))}",
        "STATUS:TENTATIVE",
        f"SUMMARY:{_text(title)}",
        f"URL:{site}{series.get_absolute_url()}",
        "END:VEVENT",
    ]


def _uid(session: Session) -> str:
    if session.series_id and session.series_day:
        return f"series-{session.series_id}-{session.series_day:%Y%m%d}"
    return f"session-{session.topic.id}"


def _calendar(events: list[str]) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Groundswell//Sessions//EN",
        *events,
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        words = words.replace(plain, written)
    return words


def _folded(line: str) -> list[str]:
    """Long lines go on after a space; no letter is cut in two."""
    parts, size = [""], 0
    for letter in line:
        length = len(letter.encode())
        if size + length > LONGEST_LINE:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += length
    return parts
