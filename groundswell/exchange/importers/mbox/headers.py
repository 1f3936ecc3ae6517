"""Headers as they really come: wrong charsets, missing dates, ids that are no ids."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from django.utils.crypto import salted_hmac

from groundswell.core.clock import EPOCH, now
from groundswell.core.text.clean import MOST_TITLE, one_line, storable
from groundswell.core.text.plain import shortened
from groundswell.exchange.importers.mbox.words import without_addresses
from groundswell.exchange.importers.shapes import SourcePerson

MOST_HEADER = 4_000
MOST_IDS = 100
LONGEST_ID = 180

_ID = re.compile(r"<([^<>\s]{1,900})>")
_REPLY = re.compile(
    r"^\s*(?:(?:re|aw|sv|antw|res|rif|vs|fwd?|wg)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE
)
_LIST = re.compile(r"^\s*\[[^\]]{1,40}\]\s*")
_SPACES = re.compile(r"\s+")
_ALIASES = {"unknown-8bit": "utf-8", "x-unknown": "utf-8", "default": "utf-8", "ansi": "cp1252"}


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject as a title, as a key to find the others, and whether it is an answer's."""

    title: str
    key: str
    is_reply: bool


def decoded(data: bytes, charset: str | None) -> str:
    """Bytes as text by the charset they claim, by UTF-8, or at last by the most usual one."""
    for name in (_ALIASES.get((charset or "").lower(), charset or "utf-8"), "utf-8"):
        try:
            return data.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1252", errors="replace")


def header(mail: Message, name: str) -> str:
    """A header in plain text, on one line."""
    value = mail.get(name)
    if value is None:
        return ""
    try:
        parts = decode_header(value)
        text = "".join(
            part if isinstance(part, str) else decoded(part, charset) for part, charset in parts
        )
    except (ValueError, LookupError, TypeError, AttributeError):
        text = str(value)
    plain = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _SPACES.sub(" ", storable(plain[:MOST_HEADER])).strip()


def ids_in(mail: Message) -> list[str]:
    """What the mail says that it answers, the nearest first."""
    found = _ID.findall(header(mail, "In-Reply-To"))[:1]
    found += reversed(_ID.findall(header(mail, "References"))[-MOST_IDS:])
    return [_short(id_) for id_ in dict.fromkeys(found)]


def id_of(mail: Message) -> str:
    """The mail's own id, or nothing."""
    value = header(mail, "Message-ID")
    found = _ID.search(value)
    return _short(found[1] if found else value.replace(" ", ""))


def _short(id_: str) -> str:
    if len(id_) <= LONGEST_ID:
        return id_
    return f"long-{salted_hmac('groundswell.exchange.mbox.id', id_).hexdigest()}"


def subject_of(mail: Message) -> Subject:
    """The subject without Re: and [list]."""
    text = header(mail, "Subject")
    bare, is_reply = text, False
    for _ in range(4):
        without = _REPLY.sub("", _LIST.sub("", bare))
        is_reply = is_reply or bool(_REPLY.match(_LIST.sub("", bare)))
        if without == bare:
            break
        bare = without
    title = one_line(shortened(without_addresses(bare), MOST_TITLE))
    return Subject(title=title, key=bare.casefold().strip(), is_reply=is_reply)


def person_of(mail: Message) -> SourcePerson:
    """Who wrote it: known by a keyed hash of the address, shown by the name alone."""
    written = header(mail, "From")
    try:
        name, address = parseaddr(written)
    except (RecursionError, ValueError, IndexError):
        # A thousand brackets are more than the library's parser takes.
        name, address = "", written
    code = salted_hmac("groundswell.exchange.mbox", address.strip().lower()).hexdigest()[:40]
    shown = one_line(without_addresses(name)[:150].strip(" '\""), most=150)
    if not shown or "@" in shown or shown == "(address)":
        shown = f"Writer {code[:4]}"
    return SourcePerson(key=code, name=shown, handle=shown)


def date_of(mail: Message) -> datetime | None:
    """When it was written, or at least when it passed the last server."""
    candidates = [header(mail, "Date")]
    candidates += [value.rpartition(";")[2] for value in map(str, mail.get_all("Received", []))][:3]
    for value in candidates:
        try:
            at = parsedate_to_datetime(value.strip())
            at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError, AttributeError):
            continue
        if EPOCH < at <= now() + timedelta(days=1):
            return min(at, now())
    return None
