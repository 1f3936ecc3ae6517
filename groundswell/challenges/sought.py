"""What a list of ideas can be narrowed to, by the names that addresses have for it."""

from collections.abc import Mapping
from typing import Final

from groundswell.core.ids import id_in

_BY_ID: Final = {"stage": "stage", "label": "labellings__label", "theme": "theme"}
_BY_WORD: Final = {
    "sector": "sector",
    "discipline": "discipline",
    "category": "category",
    "author": "topic__author__handle",
}
NAMES: Final = (*_BY_ID, *_BY_WORD)
LONGEST: Final = 80


def conditions(sought: Mapping[str, str]) -> dict[str, str | int]:
    """The same as conditions of a query on ideas. An id that is none finds nothing."""
    by_id = {_BY_ID[name]: id_in(sought[name]) for name in _BY_ID if sought.get(name)}
    by_word = {_BY_WORD[name]: sought[name] for name in _BY_WORD if sought.get(name)}
    return {**by_id, **by_word}


def asked(given: Mapping[str, str], prefix: str = "") -> dict[str, str]:
    """What an address or a form asks for, without what it leaves open."""
    found = {name: given.get(f"{prefix}{name}", "")[:LONGEST].strip() for name in NAMES}
    return {name: value for name, value in found.items() if value}
