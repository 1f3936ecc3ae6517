"""Reads the log of a timed chat (CSV: time, author, text, reply-to) as one past session.

A line that begins with Q and a number is a prompt; one that begins with A and a number answers it.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from groundswell.actors.models import Actor
from groundswell.conversations.models import Topic
from groundswell.core.text.clean import MOST_STORED, is_visible, one_line, storable
from groundswell.core.text.handles import handle_from
from groundswell.exchange.importers.shapes import (
    SourceError,
    SourceMessage,
    SourcePerson,
    Thread,
    in_reading_order,
)
from groundswell.exchange.importers.tally import Tally
from groundswell.live.filing import answers

SOURCE: Final = "chatlog"
CHATS: Final = "chats"
LINES: Final = "lines"
_LONGEST_FIELD: Final = 4_000_000
_PROMPT: Final = re.compile(r"\s*Q\s?(\d{1,2})(?=[\s:.,;)\-]|$)", re.IGNORECASE)
_NAMES: Final = {"reply_to": "reply-to", "replyto": "reply-to", "date": "time", "at": "time"}


@dataclass(frozen=True, kw_only=True, slots=True)
class ChatLog:
    """A chat as one thread, and the key of the line that each prompt is."""

    thread: Thread
    prompts: dict[int, str]
    began_at: datetime
    ended_at: datetime


def read_chatlog(path: Path, title: str, tally: Tally) -> ChatLog:
    """The whole chat; lines without a time or words end in the tally with their reason."""
    reader = _Reader(title, tally)
    found = [reader.line(number, row) for number, row in enumerate(_rows(path), start=1)]
    lines = [line for line in found if line is not None]
    if not lines:
        raise SourceError(f"{path.name} holds no line with a time and words.")
    began, ended = min(one.at for one in lines), max(one.at for one in lines)
    opening = SourceMessage(
        kind=CHATS,
        key=title[:200],
        person=SourcePerson(
            key="chatlog", name="Chat log", handle="chat-log", kind=Actor.Kind.SERVICE
        ),
        title=title,
        text=f"A chat of {len(lines)} lines, brought here from its log.",
        at=began,
    )
    replies = in_reading_order(lines)
    thread = Thread(opening=opening, replies=replies, kind=Topic.Kind.SESSION)
    return ChatLog(thread=thread, prompts=reader.prompts, began_at=began, ended_at=ended)


class _Reader:
    """Remembers, from line to line, what can be answered."""

    def __init__(self, title: str, tally: Tally) -> None:
        self.title, self.tally = title[:180], tally
        self.keys: dict[str, str] = {}
        self.prompts: dict[int, str] = {}

    def line(self, number: int, row: dict[str, str]) -> SourceMessage | None:
        text, at = storable(row["text"]).strip(), _moment(row["time"])
        reason = self._reason(text, at)
        if at is None or reason:
            self.tally.skip(LINES, reason)
            return None
        key = f"{self.title}:{number}"
        parent = self.keys.get(row["reply-to"].strip(), "")
        put = _PROMPT.match(text)
        if put and not parent and int(put[1]) and int(put[1]) not in self.prompts:
            self.prompts[int(put[1])] = key
        elif not parent:
            parent = self.prompts.get(answers(text) or 0, "")
        self.keys[row["id"].strip() or str(number)] = key
        person = _person(row["author"])
        return SourceMessage(kind=LINES, key=key, person=person, text=text, at=at, parent=parent)

    def _reason(self, text: str, at: datetime | None) -> str:
        if at is None:
            return "it has no time"
        if not is_visible(text):
            return "it says nothing"
        return f"it is longer than {MOST_STORED:,} characters" if len(text) > MOST_STORED else ""


def _person(written: str) -> SourcePerson:
    name = one_line(storable(written)[:300])[:150].strip().lstrip("@") or "Somebody"
    return SourcePerson(key=f"chatlog:{name.lower()}"[:200], name=name, handle=handle_from(name))


def _moment(written: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            table = csv.reader(stream)
            names = [name.strip().lower() for name in next(table, [])]
            names = [_NAMES.get(name, name) for name in names]
            missing = [name for name in ("time", "author", "text") if name not in names]
            if missing:
                raise SourceError(
                    f"{path.name} has no column {missing[0]}; its first row names the columns: "
                    "time, author, text and, if you like, reply-to and id."
                )
            for cells in table:
                row = dict(zip(names, cells, strict=False))
                yield {name: row.get(name, "") for name in (*names, "reply-to", "id")}
    except OSError as error:
        raise SourceError(f"{path} cannot be opened: {error.strerror}.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"{path.name} cannot be read as UTF-8 CSV: {error}.") from error
