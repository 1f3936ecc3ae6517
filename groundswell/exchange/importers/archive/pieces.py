"""Cuts an archive into pieces of whole topics, each small enough to be written at once.

The exporter writes every file in the order of `topics.jsonl`, so one pass over all of them side by
side is enough, and no more of the archive than a piece is held.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from groundswell.exchange.importers.archive.fields import Fields
from groundswell.exchange.importers.archive.opened import Archive

MESSAGES_AT_ONCE = 500
TOPICS_AT_ONCE = 200

# The files that hang on topics and on messages, and the field that says on which.
ON_TOPICS = {"contributions": "object"}
ON_MESSAGES = {"versions": "formerly", "reactions": "object", "reshares": "object"}


@dataclass
class Piece:
    """A few topics with everything that was said and done in them, as it stands in the archive."""

    topics: list[Fields] = field(default_factory=list)
    messages: list[Fields] = field(default_factory=list)
    versions: list[Fields] = field(default_factory=list)
    contributions: list[Fields] = field(default_factory=list)
    reactions: list[Fields] = field(default_factory=list)
    reshares: list[Fields] = field(default_factory=list)

    def is_full(self) -> bool:
        """Whether no further topic should go in."""
        return len(self.messages) >= MESSAGES_AT_ONCE or len(self.topics) >= TOPICS_AT_ONCE


class _Lane:
    """The lines of one file, read as far as they hang on what is named."""

    def __init__(self, archive: Archive, noun: str, owner: str) -> None:
        self.lines = archive.lines(noun)
        self.owner = owner
        self.next = next(self.lines, None)

    def take(self, names: Container[str]) -> Iterator[Fields]:
        while self.next is not None and self.next.name(self.owner) in names:
            yield self.next
            self.next = next(self.lines, None)

    def end(self) -> None:
        if self.next is not None:
            raise self.next.wrong(self.owner, "in the archive, or stands out of its order")


def pieces(archive: Archive) -> Iterator[Piece]:
    """The whole archive, piece by piece; refuses lines that belong to none."""
    said = _Lane(archive, "messages", "context")
    hanging = {
        noun: _Lane(archive, noun, owner) for noun, owner in {**ON_TOPICS, **ON_MESSAGES}.items()
    }
    piece = Piece()
    for topic in archive.lines("topics"):
        piece.topics.append(topic)
        piece.messages += said.take({topic.name("id")})
        if piece.is_full():
            yield _whole(piece, hanging)
            piece = Piece()
    if piece.topics:
        yield _whole(piece, hanging)
    for lane in (said, *hanging.values()):
        lane.end()


def _whole(piece: Piece, hanging: dict[str, _Lane]) -> Piece:
    topics = {it.name("id") for it in piece.topics}
    messages = {it.name("id") for it in piece.messages}
    for noun in ON_TOPICS:
        getattr(piece, noun).extend(hanging[noun].take(topics))
    for noun in ON_MESSAGES:
        getattr(piece, noun).extend(hanging[noun].take(messages))
    return piece
