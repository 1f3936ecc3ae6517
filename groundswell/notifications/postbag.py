"""Reading a mail as it came in: whom it is for, whether a person wrote it, words and files."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import EmailPolicy
from email.utils import getaddresses
from hashlib import blake2b
from itertools import islice
from typing import Final

from django.conf import settings

from groundswell.core.text.clean import storable
from groundswell.notifications.replies import MOST_WORDS, answer_in, text_of_html

LARGEST_MAIL: Final = 30 * 1024 * 1024
MOST_FILES: Final = 4
LONGEST_HEADER: Final = 4_000
MOST_HEADERS: Final = 20
"""So many of one name are read, and so many comments in one."""
LARGEST_HEAD: Final = 500_000
MOST_OF: Final = (
    (re.compile(rb"\n"), 700_000),
    (re.compile(rb"\n--"), 1_000),
    (re.compile(rb"boundary\s{0,9}[*=]", re.IGNORECASE), 16),
)
"""So many lines, parts and parts within parts: each line is looked at once for all around it."""
_HEAD_ENDS: Final = re.compile(rb"\n\r?\n")
_BEGINNING: Final = 1024 * 1024  # holds the words of a mail whose files are too large
_ADDRESSED: Final = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
_MACHINES: Final = frozenset({"bulk", "junk", "list", "auto_reply"})
_NO_FILES: Final = frozenset(
    {
        *("application/pgp-signature", "application/pkcs7-signature", "application/ms-tnef"),
        *("message/delivery-status", "message/rfc822", "text/calendar", "text/rfc822-headers"),
    }
)
_TOKEN: Final = re.compile(r"reply\+([a-z2-7]{20,80})@(.+)\Z", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class File:
    """A file that came with a mail."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Post:
    """A mail that came in, as far as an answer needs it."""

    token: str
    sender: str
    automatic: bool
    mark: str
    """The same for every copy of this mail, in at most 64 signs."""
    text: str
    whole: str
    files: list[File]
    too_large: bool
    """Only its beginning was read."""


class _Short(EmailPolicy):
    """Headers are cut to the longest that are real before they are parsed, and to few comments,
    since each is a call within the one around it."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        value = value[:LONGEST_HEADER]
        return name, value if value.count("(") <= MOST_HEADERS else value.replace("(", "")


_policy: Final = _Short()


def opened(raw: bytes, recipients: Sequence[str] = ()) -> Post:
    """Reads a mail of any form; what cannot be read is left out rather than refused."""
    too_large = len(raw) > LARGEST_MAIL
    mail = message_from_bytes(_bounded(raw[:_BEGINNING] if too_large else raw), policy=_policy)
    whole = storable(_words(mail))
    addressed = [
        *recipients,
        *(address for name in _ADDRESSED for address in _addresses(mail, name)),
    ]
    token = next((found for address in addressed if (found := token_in(address))), "")
    named = _header(mail, "Message-ID").encode("utf-8", "replace") or raw
    senders = [*_addresses(mail, "Reply-To"), *_addresses(mail, "From")]
    return Post(
        token=token,
        sender=senders[0] if senders else "",
        automatic=_is_automatic(mail),
        mark=blake2b(named + token.encode(), digest_size=24).hexdigest(),
        text=answer_in(whole),
        whole=whole,
        files=[] if too_large else list(_files(mail)),
        too_large=too_large,
    )


def _bounded(raw: bytes) -> bytes:
    """The beginning of a mail, up to where more lines or parts begin than any real one has."""
    if not _HEAD_ENDS.search(raw, 0, LARGEST_HEAD):
        raw = raw[:LARGEST_HEAD]
    for mark, most in MOST_OF:
        over = next(islice(mark.finditer(raw), most, None), None)
        raw = raw[: over.start()] if over else raw
    return raw


def token_in(address: str) -> str:
    """The token of a reply address of ours; empty for any other address."""
    found = _TOKEN.match(address.strip())
    ours = found is not None and found[2].lower() == settings.REPLY_DOMAIN.lower()
    return found[1].lower() if found and ours else ""


def _is_automatic(mail: Message) -> bool:
    """Out-of-office notes, bounces, lists and our own mail are answered by nobody."""
    submitted = _header(mail, "Auto-Submitted").lower().partition(";")[0].strip()
    return (
        submitted not in {"", "no"}
        or _header(mail, "Precedence").lower().strip() in _MACHINES
        or _header(mail, "X-Loop").strip() == settings.SITE_HOST
        or bool(_header(mail, "X-Autoreply") or _header(mail, "X-Autorespond"))
        or _header(mail, "Return-Path").strip() == "<>"
        or mail.get_content_type() == "multipart/report"
    )


def _header(mail: Message, name: str) -> str:
    try:
        return str(mail.get(name, ""))
    except Exception:  # noqa: BLE001 - the parser of headers fails in many ways on broken ones
        return ""


def _addresses(mail: Message, name: str) -> list[str]:
    try:
        same = (pair for pair in mail.raw_items() if pair[0].lower() == name.lower())
        values = [str(_policy.header_fetch_parse(*pair)) for pair in islice(same, MOST_HEADERS)]
    except Exception:  # noqa: BLE001 - as above
        return []
    return [address for _name, address in getaddresses(values) if "@" in address]


def _words(mail: Message) -> str:
    html = ""
    for part in mail.walk():
        if part.get_content_disposition() == "attachment" or part.is_multipart():
            continue
        if part.get_content_type() == "text/plain":
            return _unfolded(part, _text_of(part)[:MOST_WORDS])
        if part.get_content_type() == "text/html" and not html:
            html = _text_of(part)
    return text_of_html(html) if html else ""


def _text_of(part: Message) -> str:
    data = part.get_payload(decode=True)
    raw = data if isinstance(data, bytes) else b""
    try:
        text = raw.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        text = raw.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unfolded(part: Message, text: str) -> str:
    """Lines of format=flowed end with a space where the paragraph goes on."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    lines: list[list[str]] = []
    for line in text.split("\n"):
        bare = line.removeprefix(" ")
        last = lines[-1][-1] if lines else ""
        flows = last.endswith(" ") and "-- " not in {last, bare}
        if flows and not bare.startswith(">") and not lines[-1][0].startswith(">"):
            lines[-1].append(bare)
        else:
            lines.append([bare])
    return "\n".join("".join(parts) for parts in lines)


def _files(mail: Message) -> Iterator[File]:
    for part in mail.walk():
        name = _file_name(part)
        kind = part.get_content_type()
        attached = part.get_content_disposition() == "attachment" or name
        if part.is_multipart() or not attached or kind in _NO_FILES:
            continue
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and data:
            yield File(name=name or "file", content_type=kind, data=data)


def _file_name(part: Message) -> str:
    try:
        return storable(part.get_filename() or "")
    except Exception:  # noqa: BLE001 - a broken name is no name
        return ""
