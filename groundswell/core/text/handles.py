"""Short names in addresses and mentions: ASCII, lower case, never one of the house's own words."""

import re
import unicodedata
from collections.abc import Callable

from django.utils.translation import gettext as _

from groundswell.core.errors import Invalid

SHORTEST_HANDLE = 2
LONGEST_HANDLE = 30
HANDLE_PATTERN = r"[A-Za-z0-9](?:[A-Za-z0-9]|[_.-](?=[A-Za-z0-9])){1,29}"

_RESERVED = """
    abuse account accounts actor actors admin administrator administrators alert alerts all
    anonymous api app apps assets auth billing channel config contact conversation conversations
    css deleted demo docs everybody everyone explore favicon feed feeds federation groundswell
    group groups guest guests guidelines healthz help here home host hostmaster html http https
    humans inbox index info instance invite javascript join js legal list live localhost login
    logout mail mailer-daemon me media member members mod moderation moderator moderators new
    news nil no-reply nobody nodeinfo none noreply notifications null official outbox owner
    password policy postmaster privacy public readyz register reply robots root rss s
    search security self service settings shared signin signout signup site space spaces staff
    static status steward stewards subscribe support sysadmin system t tag tags team terms test
    topic topics true undefined unsubscribe user username users web webfinger webmaster
    well-known www xml you
"""
RESERVED_HANDLES = frozenset(_RESERVED.split())

_HANDLE = re.compile(HANDLE_PATTERN + r"\Z", re.ASCII)
_NOT_IN_HANDLES = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile("['\u2019\u02bc]")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)


def bare_handle(text: str) -> str:
    """What is left of a handle as people type it: with its @, in capitals, with spaces around."""
    return text.strip().removeprefix("@").strip().lower()


def clean_handle(text: str, *, field: str | None = "handle") -> str:
    """The handle as it is stored, or `Invalid` with the rule that it breaks."""
    handle = bare_handle(text)
    if not SHORTEST_HANDLE <= len(handle) <= LONGEST_HANDLE:
        raise Invalid(_("A handle has 2 to 30 characters. Please choose another."), field)
    if not _HANDLE.match(handle):
        raise Invalid(
            _(
                "A handle is made of the letters a to z, digits, and single dots, dashes or "
                "underscores between them. Please choose another."
            ),
            field,
        )
    if handle in RESERVED_HANDLES:
        raise Invalid(_("This handle is kept for the site itself. Please choose another."), field)
    return handle


def handle_from(
    name: str,
    *,
    taken: Callable[[str], bool] = lambda _handle: False,
    fallback: str = "person",
) -> str:
    """A free handle that resembles the name; a name in another script gets the fallback."""
    plain = unicodedata.normalize("NFKD", name[:200].lower().translate(_LETTERS))
    letters = "".join(c for c in _APOSTROPHES.sub("", plain) if not unicodedata.combining(c))
    stem = _NOT_IN_HANDLES.sub("-", letters).strip("-")[: LONGEST_HANDLE - 6].strip("-")
    if len(stem) < SHORTEST_HANDLE:
        stem = fallback
    handle, number = stem, 1
    while handle in RESERVED_HANDLES or taken(handle):
        number += 1
        handle = f"{stem}-{number}"
    return handle
