"""The mail of the demonstration, read from the folder that keeps it instead of sending it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

from groundswell.core.clock import EPOCH

MOST_FILES = 200
LONGEST_BODY = 100_000
_NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]+\.log\Z")
_BETWEEN = b"-" * 79 + b"\n"
_LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One mail as the page shows it."""

    file: str
    number: int
    sender: str
    to: str
    subject: str
    at: datetime
    text: str
    links: list[str]


def letters() -> list[Letter]:
    """The latest mails, newest first."""
    files = sorted(_files(), key=lambda path: path.stat().st_mtime, reverse=True)[:MOST_FILES]
    found = [letter for path in files for letter in _read(path)]
    return sorted(found, key=lambda letter: letter.at, reverse=True)


def letter(file: str, number: int) -> Letter | None:
    """One mail, if there is such a one."""
    path = _folder() / file
    if not _NAME.match(file) or not path.is_file():
        return None
    return next((found for found in _read(path) if found.number == number), None)


def _folder() -> Path:
    return Path(getattr(settings, "EMAIL_FILE_PATH", "") or settings.DATA_DIR / "mail")


def _files() -> Iterator[Path]:
    folder = _folder()
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if _NAME.match(path.name))


def _read(path: Path) -> Iterator[Letter]:
    pieces = [piece for piece in path.read_bytes().split(_BETWEEN) if piece.strip()]
    for number, piece in enumerate(pieces, start=1):
        mail = message_from_bytes(piece, policy=default)
        if isinstance(mail, EmailMessage):
            yield _letter(path.name, number, mail)


def _letter(file: str, number: int, mail: EmailMessage) -> Letter:
    body = mail.get_body(preferencelist=("plain",))
    text = str(body.get_content())[:LONGEST_BODY] if body is not None else ""
    return Letter(
        file=file,
        number=number,
        sender=str(mail["From"] or ""),
        to=str(mail["To"] or ""),
        subject=str(mail["Subject"] or ""),
        at=_date(str(mail["Date"] or "")),
        text=text.strip(),
        links=list(dict.fromkeys(_LINK.findall(text))),
    )


def _date(text: str) -> datetime:
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return EPOCH
    return at if at.tzinfo else at.replace(tzinfo=UTC)
