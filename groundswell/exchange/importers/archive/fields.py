"""One object of an archive, read field by field; what does not fit is a sentence with its place."""

import json
import re
from datetime import date, datetime
from typing import Any

from groundswell.core.clock import EPOCH
from groundswell.core.text.clean import storable
from groundswell.exchange.importers.shapes import SourceError

LONGEST_NAME = 200
LONGEST_LINE = 2 * 1024 * 1024
_NAME = re.compile(r"https?://[^\s<>\"]+\Z")


class Fields:
    """A JSON object with the line it stands on."""

    def __init__(self, place: str, values: dict[str, Any]) -> None:
        self.place = place
        self.values = values

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without a default it must be there."""
        value = self.values.get(name, default)
        if not isinstance(value, str):
            raise self.wrong(name, "a text")
        return storable(value)

    def one_of(self, name: str, choices: list[str], default: str | None = None) -> str:
        """One of the words we know."""
        value = self.text(name, default)
        if value not in choices:
            raise self.wrong(name, f"one of {', '.join(choices)}")
        return value

    def name(self, name: str) -> str:
        """What something in the archive is called; always an address."""
        value = self.maybe_name(name)
        if value is None:
            raise self.wrong(name, "an address")
        return value

    def maybe_name(self, name: str) -> str | None:
        """The same where it may be missing."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or len(value) > LONGEST_NAME or not _NAME.match(value):
            raise self.wrong(name, f"an address of at most {LONGEST_NAME} characters")
        return value

    def number(self, name: str, least: int = 0, most: int = 2**31 - 1) -> int:
        """A whole number."""
        value = self.values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.wrong(name, f"a whole number from {least} to {most}")
        return value

    def maybe_number(self, name: str, least: int = 0, most: int = 2**31 - 1) -> int | None:
        """The same where it may be missing."""
        return None if self.values.get(name) is None else self.number(name, least, most)

    def moment(self, name: str) -> datetime:
        """A date with time and zone."""
        value = self.maybe_moment(name)
        if value is None:
            raise self.wrong(name, "a date")
        return value

    def maybe_moment(self, name: str) -> datetime | None:
        """The same where it may be missing."""
        if self.values.get(name) is None:
            return None
        try:
            value = datetime.fromisoformat(self.text(name))
        except ValueError:
            value = None
        if value is None or value.tzinfo is None or value < EPOCH:
            raise self.wrong(name, "a date with its time and zone, after 1970")
        return value

    def day(self, name: str) -> date:
        """A day."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError as error:
            raise self.wrong(name, "a day") from error

    def markdown(self) -> str:
        """The text as it was typed."""
        return self.child("source").text("content")

    def child(self, name: str) -> "Fields":
        """An object inside this one."""
        found = self.maybe_child(name)
        if found is None:
            raise self.wrong(name, "an object")
        return found

    def maybe_child(self, name: str) -> "Fields | None":
        """The same where it may be missing."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.wrong(name, "an object")
        return Fields(f"{self.place}, {name}", value)

    def children(self, name: str) -> "list[Fields]":
        """The objects of a list inside this one."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(it, dict) for it in value):
            raise self.wrong(name, "a list of objects")
        return [Fields(f"{self.place}, {name}", it) for it in value]

    def wrong(self, name: str, wanted: str) -> SourceError:
        """What to raise when a field does not fit."""
        return SourceError(f"{self.place}: {name} is not {wanted}.")


def read_fields(place: str, line: bytes) -> Fields:
    """The object on one line."""
    if len(line) > LONGEST_LINE:
        raise SourceError(f"{place} is longer than any object of ours.")
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{place} is not JSON.") from error
    if not isinstance(values, dict):
        raise SourceError(f"{place} is not an object.")
    return Fields(place, values)
