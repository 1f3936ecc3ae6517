"""One row of Decidim's tables as one message, or the reason why it cannot be brought."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from groundswell.actors.models import Actor
from groundswell.challenges.models import Idea, Stage
from groundswell.core.clock import EPOCH, now
from groundswell.core.text.clean import MOST_STORED, MOST_TITLE, clean, one_line, storable
from groundswell.core.text.hashtags import LONGEST_HASHTAG, hashtag
from groundswell.core.text.plain import shortened
from groundswell.exchange.importers.decidim.tables import Row
from groundswell.exchange.importers.markup import from_any
from groundswell.exchange.importers.shapes import IdeaFacts, SourceMessage, SourcePerson

MOST_NAME = 24

_ORIGINS = {"organization": "organisation"}
_STATUSES = {"1": "accepted", "0": "rejected", "true": "accepted", "false": "rejected"}
_STAGES = {"accepted": Stage.Kind.DECIDED, "rejected": Stage.Kind.PARKED}
MOST_CATEGORY = 80
_ALIGNMENTS = {"1": 1, "0": 0, "-1": -1}
_TRUE = {"true", "1", "t", "yes"}
_DATES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d", "%d/%m/%Y %H:%M", "%d/%m/%Y")
_NOT_IN_TAGS = re.compile(r"[^\w·]+")
# Tables that passed through a spreadsheet or a data frame say 988.0 for 988.
_WHOLE = re.compile(r"(-?\d+)\.0+\Z")


class BadRow(Exception):  # noqa: N818 - read as what happened
    """A row that cannot be brought; the message says why."""


def proposal(row: Row, seen: set[str]) -> SourceMessage:
    """A proposal as the opening of a topic; its categories, origin and status as hashtags."""
    key = _new_key(row, seen)
    words, whole = _words(row, "summary"), storable(row.get("title", ""))
    title = one_line(shortened(whole, MOST_TITLE) or shortened(words, MOST_TITLE))
    if not title:
        raise BadRow("has neither title nor text")
    notes = []
    if len(whole.strip()) > MOST_TITLE:
        words = f"{from_any(whole)}\n\n{words}"
        notes.append("has a title over 150 characters; all of it begins the text")
    text = "\n\n".join(part for part in (words, " ".join(_tags(row))) if part)
    return SourceMessage(
        kind="proposals",
        key=key,
        person=_author(row),
        title=title,
        text=clean(text or title, most=MOST_STORED),
        at=_date(row),
        notes=notes,
    )


def facts(row: Row) -> IdeaFacts:
    """What becomes of the proposal's status, its finest category, and where it was born."""
    status = _STATUSES.get(key_of(row, "status").lower(), "")
    category = row.get("subcategory__name", "").strip() or row.get("category__name", "")
    source = row.get("source", "").strip()
    origin = _ORIGINS.get(source, source)
    return IdeaFacts(
        stage=_STAGES.get(status, Stage.Kind.EARLY),
        category=shortened(storable(category), MOST_CATEGORY),
        origin=origin if origin in Idea.Origin.values else "",
    )


def comment(row: Row, seen: set[str]) -> SourceMessage:
    """A comment as a reply."""
    key = _new_key(row, seen)
    if row.get("hidden", "").strip().lower() in _TRUE:
        raise BadRow("is hidden at its source")
    text = _words(row, "body")
    if not text:
        raise BadRow("has no text")
    return SourceMessage(
        kind="comments",
        key=key,
        person=_author(row),
        text=text,
        at=_date(row),
        parent=key_of(row, "parent"),
        alignment=_ALIGNMENTS.get(key_of(row, "alignment")),
    )


def key_of(row: Row, column: str) -> str:
    """An id or a small number as written; 988.0 is 988."""
    value = row.get(column, "").strip()
    whole = _WHOLE.match(value)
    return whole[1] if whole else value


def _new_key(row: Row, seen: set[str]) -> str:
    key = storable(key_of(row, "id"))
    if not key:
        raise BadRow("has no id")
    if len(key) > MOST_NAME:
        raise BadRow(f"has an id of more than {MOST_NAME} characters")
    if key in seen:
        raise BadRow("has an id that came before")
    seen.add(key)
    return key


def _words(row: Row, column: str) -> str:
    return clean(from_any(storable(row.get(column, ""))), most=MOST_STORED)


def _author(row: Row) -> SourcePerson:
    """A hash stands for a person; what was born in a meeting has no single author."""
    code = one_line(storable(row.get("author_hash", "")), most=MOST_NAME * 4)[:MOST_NAME]
    if code:
        return SourcePerson(key=code, name=f"Participant {code.removeprefix('u')}", handle=code)
    if row.get("source", "").strip() == "meeting":
        return SourcePerson(
            key="meeting", name="A meeting", handle="a-meeting", kind=Actor.Kind.SERVICE
        )
    return SourcePerson(key="unknown", name="Unknown author", handle="unknown-author")


def _date(row: Row) -> datetime:
    value = row.get("created_at", "").strip()
    for form in _DATES:
        try:
            at = datetime.strptime(value[:19], form).replace(tzinfo=UTC)
        except ValueError:
            continue
        if EPOCH <= at <= now():
            return at
        raise BadRow("has a date before 1970 or in the future")
    raise BadRow("has a date that cannot be read")


def _tags(row: Row) -> Iterator[str]:
    """Category, subcategory, district, origin and status, each once."""
    origin, status = row.get("source", "").strip(), key_of(row, "status").lower()
    said = [row.get(f"{name}__name", "") for name in ("category", "subcategory", "district")]
    said += [_ORIGINS.get(origin, origin), _STATUSES.get(status, "")]
    seen = set()
    for words in said:
        tag = hashtag(_joined(storable(words)))
        if tag is not None and tag.name not in seen:
            seen.add(tag.name)
            yield f"#{tag.shown}"


def _joined(words: str) -> str:
    """Bon viure: BonViure. One word keeps its own case."""
    parts = [part for part in _NOT_IN_TAGS.split(words) if part]
    if len(parts) < 2:
        return "".join(parts)
    return "".join(part[0].upper() + part[1:] for part in parts)[:LONGEST_HASHTAG]
