"""The edge where text comes in: one form of it, without what no database or feed can hold."""

import re
import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.core.errors import Invalid
from groundswell.core.habits import number

MOST_STORED = 50_000
MOST_BODY = 10_000
MOST_TITLE = 150

_NEWLINES = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Controls, interlinear annotation and noncharacters: XML refuses most of them, no reader sees any.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ZERO_WIDTH = re.compile("[\u00ad\u200b\u2060-\u2064\u206a-\u206f\ufeff]")
_BLANK_LINES_AROUND = re.compile(r"\A(?:[ \t]*\n)+|\s+\Z")
_SPACES = re.compile(r"\s+")
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def _marks() -> str:
    """A character class of everything that stacks on the letter before it."""
    found, start = [], None
    for code in range(0x300, 0x1F000):
        stacks = unicodedata.combining(chr(code)) != 0
        if stacks and start is None:
            start = code
        elif not stacks and start is not None:
            found.append(f"{chr(start)}-{chr(code - 1)}")
            start = None
    return "".join(found)


_MARKS = _marks()
# Where marks live, and the signs beyond them: everything else is in its normal form already.
_MAY_HOLD_MARKS = re.compile("[\u0300-\u1fff\u20d0-\u20ff\u2126-\u212b\u2ce0-\U0010ffff]")
# Unicode's own bound for text that is safe to stream: ordering a longer run takes quadratic time.
_ENDLESS_MARKS = re.compile(f"([{_MARKS}]{{30}})[{_MARKS}]+")
_MANY_MARKS = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")


def clean(text: str, *, most: int = MOST_STORED, least: int = 0, field: str | None = None) -> str:
    """Text of several lines in the one form we store, or `Invalid` with what to change."""
    _refuse_unstorable(text, field)
    if len(text) > 4 * most:
        raise _too_long(len(text), most, field)
    lines = _normal(_NEWLINES.sub("\n", text), _ENDLESS_MARKS)
    return _measured(
        _BLANK_LINES_AROUND.sub("", _INVISIBLE.sub("", lines)), most=most, least=least, field=field
    )


def one_line(text: str, *, most: int = MOST_TITLE, least: int = 0, field: str | None = None) -> str:
    """A title or name: one line, nothing that hides, turns around or climbs over its neighbours."""
    _refuse_unstorable(text, field)
    if len(text) > 4 * most:
        raise _too_long(len(text), most, field)
    if text.isascii() and text.isprintable():
        # Nothing here hides, turns around or climbs: most titles there are, and all fields of most
        # rows of an import.
        return _measured(" ".join(text.split()), most=most, least=least, field=field)
    line = _NEWLINES.sub(" ", text)
    for unwanted in (_INVISIBLE, _BIDI, _ZERO_WIDTH):
        line = unwanted.sub("", line)
    # Last, since what was taken out may have stood between two spaces.
    line = _SPACES.sub(" ", _normal(line, _MANY_MARKS)).strip()
    return _measured(line if is_visible(line) else "", most=most, least=least, field=field)


def is_visible(text: str) -> bool:
    """Whether a reader sees anything: fillers and joiners alone are an empty name."""
    return any(
        character not in _FILLERS and unicodedata.category(character)[0] in "LNPS"
        for character in text
    )


def storable(text: str) -> str:
    """Text from outside that cannot be refused (mail, imports), made acceptable to `clean`."""
    return _LONE_SURROGATE.sub("\ufffd", text.replace("\0", "\ufffd"))


def _refuse_unstorable(text: str, field: str | None) -> None:
    if "\0" in text or (not text.isascii() and _LONE_SURROGATE.search(text)):
        raise Invalid(
            _(
                "This text contains characters that cannot be stored. "
                "Please remove them, for example by typing the text afresh."
            ),
            field,
        )


def _normal(text: str, marks: re.Pattern[str]) -> str:
    if text.isascii():
        return text
    if _MAY_HOLD_MARKS.search(text):
        text = marks.sub(r"\1", text)
    return unicodedata.normalize("NFC", text)


def _measured(text: str, *, most: int, least: int, field: str | None) -> str:
    if len(text) > most:
        raise _too_long(len(text), most, field)
    if len(text) < least:
        raise _too_short(len(text), least, field)
    return text


def _too_long(actual: int, most: int, field: str | None) -> Invalid:
    sentence = ngettext(
        "This is %(actual)s characters long, but at most %(most)s character fits. "
        "Please shorten it by %(over)s.",
        "This is %(actual)s characters long, but at most %(most)s characters fit. "
        "Please shorten it by %(over)s.",
        most,
    )
    lengths = {"actual": number(actual), "most": number(most), "over": number(actual - most)}
    return Invalid(sentence % lengths, field)


def _too_short(actual: int, least: int, field: str | None) -> Invalid:
    if actual == 0:
        return Invalid(_("Nothing is written here yet. Please write something."), field)
    sentence = ngettext(
        "This is %(actual)s character long, but it needs at least %(least)s. "
        "Please write a little more.",
        "This is %(actual)s characters long, but it needs at least %(least)s. "
        "Please write a little more.",
        actual,
    )
    return Invalid(sentence % {"actual": number(actual), "least": number(least)}, field)
