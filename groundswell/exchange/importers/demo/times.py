"""When things happen in the story: days before the day it is told, never dates."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, Self

_MOMENT: Final = re.compile(r"(?P<day>[+-]\d{1,3})d (?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)")
_DAY: Final = re.compile(r"(?P<day>[+-]\d{1,3})d")
_WORD: Final = re.compile(r"\{(?P<form>weekday|date):(?P<day>[+-]\d{1,3})d\}")
_BROKEN_WORD: Final = re.compile(r"\{\s*(?:weekday|date)\b")

# The story is told in English whatever the server's locale, so the names are its own.
# fmt: off
_WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
# fmt: on


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A wall time on a day of the story; day -1 is yesterday."""

    day: int
    hour: int
    minute: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads `-42d 09:15`."""
        if not (match := _MOMENT.fullmatch(text)):
            raise ValueError(f"{text!r} is not a time such as -42d 09:15")
        return cls(int(match["day"]), int(match["hour"]), int(match["minute"]))

    def on(self, today: date, zone: tzinfo = UTC) -> datetime:
        """The same in our calendar, when the story is told on `today`."""
        wall = datetime.combine(
            today + timedelta(days=self.day), time(self.hour, self.minute), tzinfo=zone
        )
        return wall.astimezone(UTC)


def parse_day(text: str) -> int:
    """Reads `+4d`."""
    if not (match := _DAY.fullmatch(text)):
        raise ValueError(f"{text!r} is not a day such as +4d")
    return int(match["day"])


def tell(text: str, today: date) -> str:
    """The words with `{weekday:-9d}` and `{date:-9d}` as the days they come to."""

    def word(match: re.Match[str]) -> str:
        day = today + timedelta(days=int(match["day"]))
        if match["form"] == "weekday":
            return _WEEKDAYS[day.weekday()]
        return f"{day.day} {_MONTHS[day.month - 1]}"

    return _WORD.sub(word, text)


def has_broken_words(text: str) -> bool:
    """Whether a day is named in a way that `tell` would leave standing."""
    return bool(_BROKEN_WORD.search(_WORD.sub("", text)))
