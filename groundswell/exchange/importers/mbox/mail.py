"""One mail: its words and its files. Whatever it holds, it never stops the import."""

import mimetypes
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from groundswell.core.text.clean import MOST_STORED, clean, one_line, storable
from groundswell.exchange.importers.mbox.headers import decoded, header
from groundswell.exchange.importers.mbox.words import from_mail
from groundswell.exchange.importers.shapes import SourceFile

MOST_PARTS = 500
MOST_IMAGE = 8 * 1024 * 1024
MOST_FILE = 25 * 1024 * 1024
MOST_FILES = 4
TOO_LONG = "\n\n[…]"


@dataclass
class Content:
    """What a mail holds."""

    text: str = ""
    files: list[SourceFile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    cut: bool = False


@dataclass
class _Parts:
    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    flowed: bool = False


def parsed(raw: bytes) -> Message | None:
    """The mail, or nothing when not even its headers can be read."""
    try:
        return message_from_bytes(raw)
    except Exception:  # noqa: BLE001 - the parser has raised a dozen kinds of errors on hostile mail
        return None


def content_of(mail: Message) -> Content:
    """Text and files."""
    content, parts = Content(), _Parts()
    for part in _leaves(mail):
        try:
            _take(part, parts, content)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            content.refused.append("cannot be read")
    text = from_mail("\n".join(parts.plain), "\n".join(parts.html), flowed=parts.flowed)
    text = clean(storable(text)[: 4 * MOST_STORED], most=4 * MOST_STORED)
    if len(text) > MOST_STORED:
        content.cut = True
        text = text[: MOST_STORED - len(TOO_LONG)] + TOO_LONG
    content.text = text
    return content


def _leaves(mail: Message) -> list[Message]:
    """The parts that hold something, in order; without recursion, and only so many."""
    stack: list[Message] = [mail]
    found: list[Message] = []
    while stack and len(found) < MOST_PARTS:
        part = stack.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            stack += [it for it in reversed(inner) if isinstance(it, Message)]
        else:
            found.append(part)
    return found


def _take(part: Message, parts: _Parts, content: Content) -> None:
    kind = part.get_content_type()
    if kind.startswith("message/"):
        content.refused.append("is a forwarded mail, which shows addresses")
        return
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data:
        return
    name = _name(part)
    attached = part.get_content_disposition() == "attachment" or bool(name)
    if not attached and kind in {"text/plain", "text/html"}:
        text = decoded(data, part.get_content_charset())
        (parts.plain if kind == "text/plain" else parts.html).append(text)
        parts.flowed |= str(part.get_param("format", "")).lower() == "flowed"
    elif not kind.endswith(("pgp-signature", "pkcs7-signature", "x-pkcs7-signature")):
        _attach(SourceFile(name=name or _unnamed(kind), content_type=kind, content=data), content)


def _attach(file: SourceFile, content: Content) -> None:
    is_image = file.content_type.startswith("image/")
    if len(content.files) >= MOST_FILES:
        content.refused.append(f"is one of more than {MOST_FILES} files in a mail")
    elif is_image and len(file.content) > MOST_IMAGE:
        content.refused.append("is a picture of more than 8 MB")
    elif len(file.content) > MOST_FILE:
        content.refused.append("is larger than 25 MB")
    else:
        content.files.append(file)


def _name(part: Message) -> str:
    try:
        raw = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return ""
    holder = Message()
    holder["x"] = raw.replace("\n", " ").replace("\r", " ")
    bare = header(holder, "x").replace("\\", "/").rpartition("/")[2]
    return one_line(bare[:180], most=180)


def _unnamed(kind: str) -> str:
    return f"attachment{mimetypes.guess_extension(kind) or ''}"
