"""What a reader hands over, whatever it read: threads of messages by people of the source.

`kind` is the source's own word in the plural (proposals, comments, mails): totals are told by it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from groundswell.actors.models import Actor
from groundswell.challenges.actions.bulk_challenge import Step
from groundswell.conversations.models import Topic


@dataclass(frozen=True, kw_only=True, slots=True)
class Landing:
    """The challenge that a source's threads land in; opened when it is not there yet."""

    title: str
    purpose: str
    text: str
    steps: Sequence[Step]


class SourceError(Exception):
    """The source cannot be read at all; the message is a sentence for whoever runs the import."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourcePerson:
    """Somebody of the source: an actor here that nobody has claimed."""

    key: str
    name: str
    handle: str
    kind: str = Actor.Kind.PERSON


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceFile:
    """A file that came with a message."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceMessage:
    """One message. `parent` is the key of the one it answers; none answers the opening."""

    kind: str
    key: str
    person: SourcePerson
    text: str
    at: datetime
    parent: str = ""
    title: str = ""
    alignment: int | None = None
    files: Sequence[SourceFile] = ()
    notes: Sequence[str] = ()

    @property
    def digest(self) -> str:
        """Tells whether the words have changed since they were brought."""
        return sha256(f"{self.title}\0{self.text}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class IdeaFacts:
    """What a source says of an idea besides its words: the kind of stage that it is in, its
    category, and where it was born."""

    stage: str
    category: str = ""
    origin: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Thread:
    """A topic: its opening, and the replies in the order they shall be numbered.

    `idea` is there for what can land in a challenge.
    """

    opening: SourceMessage
    replies: Sequence[SourceMessage] = field(default_factory=tuple)
    kind: str = Topic.Kind.DISCUSSION
    idea: IdeaFacts | None = None

    def __iter__(self) -> Iterator[SourceMessage]:
        yield self.opening
        yield from self.replies

    def __len__(self) -> int:
        return 1 + len(self.replies)


def in_reading_order(messages: Sequence[SourceMessage]) -> list[SourceMessage]:
    """By time, but each after what it answers; a ring of answers is broken at its earliest."""
    by_key = {message.key: message for message in messages}
    placed: dict[str, SourceMessage] = {}
    for message in sorted(messages, key=lambda it: (it.at, len(it.key), it.key)):
        for ancestor in reversed(_unplaced(message, by_key, placed)):
            placed[ancestor.key] = ancestor
    return list(placed.values())


def _unplaced(
    message: SourceMessage,
    by_key: dict[str, SourceMessage],
    placed: dict[str, SourceMessage],
) -> list[SourceMessage]:
    """The message and what it answers in turn, as far as it is not placed yet."""
    chain: dict[str, SourceMessage] = {}
    current: SourceMessage | None = message
    while current is not None and current.key not in placed and current.key not in chain:
        chain[current.key] = current
        current = by_key.get(current.parent) if current.parent else None
    return list(chain.values())
