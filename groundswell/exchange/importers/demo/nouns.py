"""What the story is made of. Plain values: no database, no Django."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from groundswell.exchange.importers.demo.times import Moment

OPENING: Final = "m1"
"""The key by which replies name a topic's own text."""

_CODE: Final = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_MENTION: Final = re.compile(r"(?<![\w@#/&])@([a-z0-9]+)")
_HASHTAG: Final = re.compile(r"(?<![\w#/&])#(\w*[^\W\d]\w*)")

Role = Literal["steward", "member"]
Level = Literal["quiet", "normal", "all"]
TopicKind = Literal["discussion", "question", "article", "announcement"]
Visibility = Literal["public", "members", "invitation"]
JoinPolicy = Literal["open", "approval", "invitation"]
Followed = Literal["topic", "tag", "person", "space"]


@dataclass(frozen=True, slots=True)
class Affiliation:
    organisation: str
    department: str
    sector: str


@dataclass(frozen=True, slots=True)
class PresenceLink:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the town; `sign_in` says whom a visitor becomes, for the few it offers."""

    handle: str
    name: str
    pronouns: str
    bio: str
    affiliation: Affiliation | None
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    time_zone: str
    links: tuple[PresenceLink, ...]
    role: Role
    joined: Moment
    sign_in: str


@dataclass(frozen=True, slots=True)
class Follow:
    by: str
    kind: Followed
    target: str
    level: Level


@dataclass(frozen=True, slots=True)
class Reading:
    """Where somebody left off; nothing for a topic they never opened.

    Whoever a visitor can sign in as has read the rest of their spaces to the end.
    """

    by: str
    topic: str
    up_to: str | None


@dataclass(frozen=True, slots=True)
class Act:
    """Something a steward or an author did once, with the reason where one was given."""

    by: str
    at: Moment
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reaction:
    emoji: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reshare:
    """Into a space, or to one's followers; `via` is who passed it on before."""

    by: str
    at: Moment
    into: str | None
    comment: str
    via: str | None


@dataclass(frozen=True, slots=True)
class Edit:
    at: Moment
    body: str
    reason: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A promise to answer by a day, and the message that kept it, if one has."""

    due: int
    answered_by: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """Where the message was first said, and why it was carried here."""

    source: str
    act: Act


@dataclass(frozen=True, slots=True)
class Split:
    """The topic was part of another; `messages` came along with the opening."""

    source: str
    messages: tuple[str, ...]
    act: Act


@dataclass(frozen=True, slots=True)
class Accepted:
    message: str
    act: Act


@dataclass(frozen=True, slots=True)
class Closing:
    by: str
    at: Moment
    summary: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message as first written; `edits` hold its later wordings, oldest first."""

    key: str
    author: str
    at: Moment
    body: str
    reply_to: str | None
    language: str
    reactions: tuple[Reaction, ...]
    reshares: tuple[Reshare, ...]
    bookmarks: tuple[str, ...]
    edits: tuple[Edit, ...]
    holding: Holding | None
    removed: Act | None
    moved: Move | None

    @property
    def wordings(self) -> Iterator[str]:
        """Every text this message ever had."""
        yield self.body
        yield from (edit.body for edit in self.edits)

    @property
    def mentions(self) -> frozenset[str]:
        """The handles named in any wording."""
        return _found(_MENTION, self.wordings)

    @property
    def tags(self) -> frozenset[str]:
        """The hashtags of any wording, in lower case."""
        return _found(_HASHTAG, self.wordings)


def _found(pattern: re.Pattern[str], wordings: Iterator[str]) -> frozenset[str]:
    return frozenset(
        name.lower() for text in wordings for name in pattern.findall(_CODE.sub(" ", text))
    )


@dataclass(frozen=True, slots=True)
class Topic:
    """A conversation; its own text is the first of its messages."""

    key: str
    kind: TopicKind
    title: str
    messages: tuple[Message, ...]
    me_too: tuple[str, ...]
    accepted: Accepted | None
    pin: Act | None
    lock: Act | None
    closing: Closing | None
    split: Split | None

    @property
    def opening(self) -> Message:
        """The topic's own text."""
        return self.messages[0]


@dataclass(frozen=True, slots=True)
class Member:
    handle: str
    since: Moment


@dataclass(frozen=True, slots=True)
class Space:
    handle: str
    name: str
    purpose: str
    guidelines: str
    visibility: Visibility
    join_policy: JoinPolicy
    licence: str
    parent: str | None
    tags: tuple[str, ...]
    reactions: tuple[str, ...]
    stewards: tuple[str, ...]
    members: tuple[Member, ...]
    founded: Act
    topics: tuple[Topic, ...]

    def since(self, handle: str) -> Moment | None:
        """When the person joined, or nothing for somebody who did not."""
        return next((m.since for m in self.members if m.handle == handle), None)
