"""A mailing list as threads. The file is read twice: for the envelopes, then for the words."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import IO, TypeVar

from groundswell.core.clock import EPOCH
from groundswell.exchange.importers.mbox.headers import (
    date_of,
    id_of,
    ids_in,
    person_of,
    subject_of,
)
from groundswell.exchange.importers.mbox.mail import content_of, parsed
from groundswell.exchange.importers.mbox.split import Place, opened, places, raw_at
from groundswell.exchange.importers.mbox.threads import Letter, threaded
from groundswell.exchange.importers.shapes import (
    SourceError,
    SourceMessage,
    Thread,
    in_reading_order,
)
from groundswell.exchange.importers.tally import Tally

SOURCE = "mbox"
MAILS, FILES = "mails", "files"
MOST_MAIL = 60 * 1024 * 1024
MOST_HEAD = 256 * 1024
UNTITLED = "(no subject)"

T = TypeVar("T")

logger = logging.getLogger(__name__)


def read_mbox(path: Path, tally: Tally, limit: int | None = None) -> Iterator[Thread]:
    """Every thread of the list by the date of its first mail; at most `limit` of them."""
    with opened(path) as stream:
        letters = list(_letters(stream, tally))
        if not letters and not tally.kinds():
            raise SourceError(f"{path} holds no mail: no line in it begins with From.")
        for some in threaded(letters)[:limit]:
            thread = _thread(stream, some, tally)
            if thread is not None:
                yield thread


def _letters(stream: IO[bytes], tally: Tally) -> Iterator[Letter]:
    seen: set[str] = set()
    before = EPOCH + timedelta(seconds=1)
    for place in list(places(stream)):
        letter = _unharmed(partial(_letter, stream, place, before))
        if letter is None:
            tally.skip(MAILS, "cannot be read as a mail")
        elif letter.key in seen:
            tally.skip(MAILS, "is a copy of a mail before it")
        else:
            seen.add(letter.key)
            before = letter.at
            yield letter


def _unharmed(read: Callable[[], T]) -> T | None:
    """What was read, or nothing: one mail of ten thousand never stops the others."""
    try:
        return read()
    except Exception:
        logger.exception("A mail could not be read and is left out.")
        return None


def _letter(stream: IO[bytes], place: Place, before: datetime) -> Letter | None:
    """The envelope, from the head of the mail alone."""
    raw = raw_at(stream, Place(place.start, min(place.size, MOST_HEAD)))
    mail = parsed(raw)
    if mail is None or not (mail.get("From") or mail.get("Subject") or mail.get("Date")):
        return None
    at, notes = date_of(mail), []
    if at is None:
        at = before + timedelta(seconds=1)
        notes.append("has no date that can be read; it follows the mail before it")
    key = id_of(mail)
    if not key:
        key = f"none-{sha256(raw).hexdigest()}"
        notes.append("has no id; it is known by its content")
    answers = [id_ for id_ in ids_in(mail) if id_ != key]
    return Letter(
        key=key,
        place=place,
        subject=subject_of(mail),
        person=person_of(mail),
        at=at,
        answers=answers,
        notes=notes,
    )


def _thread(stream: IO[bytes], letters: Sequence[Letter], tally: Tally) -> Thread | None:
    """The words of one thread. The first mail that has any opens the topic."""
    messages = [
        message for letter in letters if (message := _message(stream, letter, tally)) is not None
    ]
    if not messages:
        return None
    opening, rest = messages[0], messages[1:]
    return Thread(opening=opening, replies=in_reading_order([_placed(it, opening) for it in rest]))


def _placed(message: SourceMessage, opening: SourceMessage) -> SourceMessage:
    answers_opening = message.parent == opening.key
    return replace(message, title="", parent="" if answers_opening else message.parent)


def _message(stream: IO[bytes], letter: Letter, tally: Tally) -> SourceMessage | None:
    if letter.place.size > MOST_MAIL:
        tally.skip(MAILS, "is larger than 60 MB")
        return None
    mail = parsed(raw_at(stream, letter.place))
    content = _unharmed(partial(content_of, mail)) if mail is not None else None
    if content is None or not (content.text or content.files):
        tally.skip(MAILS, "has no text")
        return None
    for reason in content.refused:
        tally.skip(FILES, reason)
    notes = [*letter.notes, *(["is cut at 50,000 characters"] if content.cut else [])]
    return SourceMessage(
        kind=MAILS,
        key=letter.key,
        person=letter.person,
        title=letter.subject.title or UNTITLED,
        text=content.text or UNTITLED,
        at=letter.at,
        parent=letter.parent.key if letter.parent else "",
        files=content.files,
        notes=notes,
    )
