"""A session as a calendar file (iCalendar, RFC 5545)."""

from datetime import UTC, datetime

from groundswell.live.models import Session

LONGEST_LINE = 74
"""Bytes of a line before it is folded; the standard allows 75 with what begins the next."""


def calendar_of(session: Session, *, address: str, at: datetime) -> str:
    """One event. `address` is the session's page with its host; `at` is when this was asked."""
    topic = session.topic
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Groundswell//Sessions//EN",
        "BEGIN:VEVENT",
        f"UID:session-{topic.id}@{address.split('/')[2]}",
        f"DTSTAMP:{_moment(at)}",
        f"DTSTART:{_moment(session.starts_at)}",
        f"DTEND:{_moment(session.ends_at)}",
        f"SUMMARY:{_text(topic.title)}",
        f"DESCRIPTION:{_text(session.purpose)}\\n{_text(address)}",
        f"LOCATION:{_text(address)}",
        f"URL:{address}",
        "END:VEVENT",
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
