"""Sentences and numbers of a count: English here, and ready to be put into another language."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Number = int | Fraction
PLACES = 5


def plain(value: Number) -> Number:
    """A whole number as an int."""
    return int(value) if isinstance(value, Fraction) and value.denominator == 1 else value


def shown(value: object) -> str:
    """A number for people: whole, or with at most five places."""
    if not isinstance(value, Fraction) or value.denominator == 1:
        return str(value)
    return f"{float(value):.{PLACES}f}".rstrip("0").rstrip(".")


def data(value: object) -> object:
    """A cell for programs: what is not whole has its exact value beside the nearest decimal."""
    if isinstance(value, Fraction) and value.denominator != 1:
        return {"exact": str(value), "about": round(float(value), 9)}
    return int(value) if isinstance(value, Fraction) else value


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with places in braces, and what stands in them."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.put(str)

    def put(self, translate: Callable[[str], str]) -> str:
        """The sentence in another language, its places filled."""
        filled = {name: shown(value) for name, value in self.values.items()}
        return translate(self.text).format(**filled)


def say(text: str, **values: object) -> Said:
    """Short for a sentence."""
    return Said(text, values)


def listed(names: list[str]) -> str:
    """Names one after another."""
    return ", ".join(names)
