"""How the reader writes numbers and days, which may differ from the language of the page.

The words of a page are in a language that the site speaks; its numbers and the order of its days
follow the first language that the reader's browser names, as far as the words allow it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from typing import Final

from django.utils import formats, numberformat, timezone, translation
from django.utils.translation import gettext, ngettext
from django.utils.translation.trans_real import parse_accept_lang_header

KIBIBYTE: Final = 1024
_UNITS: Final = ("%s KB", "%s MB", "%s GB")
# English for everybody who does not write English at home: the day first, 24 hours.
_ELSEWHERE: Final = {"en": "en-ie"}


@dataclass(frozen=True, slots=True)
class Habits:
    """What a number and a day look like; few enough that what is drawn is kept by them."""

    group: str
    point: str
    groups_of: int | tuple[int, ...]
    day: str
    moment: str
    time: str


@dataclass(frozen=True, slots=True)
class Reader:
    """In which words, at whose clock and by which habits somebody reads."""

    language: str | None
    zone: str
    habits: Habits


_asked: Final[ContextVar[str]] = ContextVar("reader_languages", default="")
_drawing: Final[ContextVar[Reader | None]] = ContextVar("drawing_for", default=None)


@contextmanager
def of(languages: str) -> Iterator[None]:
    """For the time of a request, those of whoever sent this Accept-Language."""
    token = _asked.set(languages)
    try:
        yield
    finally:
        _asked.reset(token)


@contextmanager
def drawing() -> Iterator[None]:
    """While a page is drawn its reader stays the same, and is not asked for at each word of it."""
    token = _drawing.set(_reader())
    try:
        yield
    finally:
        _drawing.reset(token)


def reader() -> Reader:
    """Who reads what is written now."""
    return _drawing.get() or _reader()


def _reader() -> Reader:
    language = translation.get_language()
    habits = _habits(language or "en", _asked.get()[:200].lower())
    return Reader(language, timezone.get_current_timezone_name(), habits)


@lru_cache(maxsize=512)
def _habits(words: str, asked: str) -> Habits:
    home = next((tag for tag, _weight in parse_accept_lang_header(asked) if _known(tag)), words)
    same = home.partition("-")[0] == words.partition("-")[0]
    days = home if same else _ELSEWHERE.get(words, words)
    return Habits(
        group=formats.get_format("THOUSAND_SEPARATOR", home, use_l10n=True),
        point=formats.get_format("DECIMAL_SEPARATOR", home, use_l10n=True),
        groups_of=formats.get_format("NUMBER_GROUPING", home, use_l10n=True),
        day=formats.get_format("DATE_FORMAT", days, use_l10n=True),
        moment=formats.get_format("DATETIME_FORMAT", days, use_l10n=True),
        time=formats.get_format("TIME_FORMAT", days, use_l10n=True),
    )


def _known(tag: str) -> bool:
    return bool(formats.get_format_modules(tag))


def number(value: float) -> str:
    """A number with the reader's separators."""
    habits = reader().habits
    return numberformat.format(
        value,
        habits.point,
        grouping=habits.groups_of,
        thousand_sep=habits.group,
        force_grouping=True,
    )


def clock(moment: time) -> str:
    """A time of day as the reader's clocks say it, 24 hours or twice 12."""
    return formats.time_format(moment, reader().habits.time)


def filesize(size: int) -> str:
    """Bytes as people say them: "1.5 MB"."""
    if size < KIBIBYTE:
        return ngettext("%(size)s byte", "%(size)s bytes", size) % {"size": number(size)}
    shown = float(size)
    for unit in _UNITS:
        shown /= KIBIBYTE
        if shown < KIBIBYTE or unit == _UNITS[-1]:
            break
    return gettext(unit) % number(round(shown, 1))
