"""The wordings of a message, each with what it changed."""

from dataclasses import dataclass
from datetime import datetime

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.core.text.diff import Segment, compare, condensed


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One step from a wording to the next."""

    number: int
    at: datetime
    by: Actor
    reason: str
    title: tuple[Segment, ...]
    text: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The first wording and every change since, the latest first."""

    message: Message
    first: str
    changes: list[Change]


def history_of(message: Message) -> History:
    """Two neighbouring versions are compared at a time, by word."""
    versions = list(message.versions.select_related("by").order_by("number"))
    texts = [version.text for version in versions] + [message.text]
    titles = [version.title for version in versions]
    titles.append(message.topic.title if message.number == 1 else "")
    changes = [
        Change(
            number=version.number,
            at=version.replaced_at,
            by=version.by,
            reason=version.reason,
            title=_compared(titles[at], titles[at + 1]),
            text=condensed(compare(texts[at], texts[at + 1])),
        )
        for at, version in enumerate(versions)
    ]
    return History(message=message, first=texts[0], changes=changes[::-1])


def _compared(old: str, new: str) -> tuple[Segment, ...]:
    return () if old == new else compare(old, new)
