"""A stretch of a topic's messages as a page shows them: a fixed number of queries, light rows.

Rows are read as values and not as models: a page of thirty costs a third of the time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models.functions import Substr
from django.templatetags.static import static

from groundswell.actors.models import Actor
from groundswell.conversations.models import Attachment, LinkPreview, Message
from groundswell.core.text.plain import first_words
from groundswell.people.selectors.people import hidden_from
from groundswell.spaces.models import Membership, Space

Row = Mapping[str, Any]
EXCERPT = 120
DEEPEST = 5
"""How many levels are indented; what lies deeper is one link away."""

_COLUMNS = (
    "id",
    "topic_id",
    "number",
    "parent_id",
    "author_id",
    "kind",
    "alignment",
    "html",
    "published_at",
    "edited_at",
    "tombstoned_at",
    "tombstoned_by_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """What a page shows of a person beside their words in one space."""

    id: int
    handle: str
    name: str
    href: str
    avatar_url: str
    affiliation: str
    steward: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The message that another answers: who, where, and its first words."""

    id: int
    number: int
    author: Author
    excerpt: str


@dataclass(slots=True, kw_only=True)
class ShownMessage:
    """One message as a page shows it; the same for every viewer but for `mine`."""

    id: int
    number: int
    kind: str
    alignment: int | None
    author: Author
    answers: Answered | None
    html: str
    published_at: datetime
    edited: bool
    gone: str
    mine: bool
    avoided: bool = False
    """By somebody whom the viewer keeps away from: shown when asked for."""
    attachments: list[Attachment] = field(default_factory=list)
    previews: list[LinkPreview] = field(default_factory=list)
    replies: list["ShownMessage"] = field(default_factory=list)
    hidden_replies: int = 0

    @property
    def href(self) -> str:
        """The permanent address, which finds the message wherever it was moved."""
        return f"/m/{self.id}/"


def shown(rows: Iterable[Row], space: Space, viewer: Actor | None) -> list[ShownMessage]:
    """The messages of these rows with their authors, what they answer, files and links."""
    window = list(rows)
    avoided = hidden_from(viewer)
    parents = _parents(window)
    people = authors_of(
        {row["author_id"] for row in window} | {row["author_id"] for row in parents.values()},
        space,
    )
    answered = {
        row["id"]: Answered(
            id=row["id"],
            number=row["number"],
            author=people[row["author_id"]],
            excerpt="" if row["author_id"] in avoided else plain_start(row["start"]),
        )
        for row in parents.values()
    }
    viewer_id = viewer.id if viewer else 0
    messages = [
        ShownMessage(
            id=row["id"],
            number=row["number"],
            kind=row["kind"],
            alignment=row["alignment"],
            author=people[row["author_id"]],
            answers=answered.get(row["parent_id"]),
            html=row["html"],
            published_at=row["published_at"],
            edited=row["edited_at"] is not None,
            gone=_gone(row),
            mine=row["author_id"] == viewer_id,
            avoided=row["author_id"] in avoided,
        )
        for row in window
    ]
    _hang_on(messages)
    return messages


def rows_of(messages: Any) -> list[Row]:
    """The columns that `shown` reads, of a queryset of messages."""
    return list(messages.values(*_COLUMNS))


def _gone(row: Row) -> str:
    if row["tombstoned_at"] is None:
        return ""
    return "author" if row["tombstoned_by_id"] == row["author_id"] else "steward"


def _parents(window: Sequence[Row]) -> dict[int, Row]:
    """What these answer, where it stands in the same topic: only that is the reader's to see."""
    ids = {row["parent_id"] for row in window if row["parent_id"]}
    here = {row["topic_id"] for row in window}
    found = Message.objects.filter(id__in=ids, topic__in=here).annotate(
        start=Substr("text", 1, 4 * EXCERPT)
    )
    return {row["id"]: row for row in found.values("id", "number", "author_id", "start")}


def plain_start(source: str) -> str:
    """The first words of a text, without quotations and most signs of Markdown."""
    return first_words(source, EXCERPT)


def authors_of(ids: set[int], space: Space) -> dict[int, Author]:
    """These people as they appear in this space: two queries."""
    belongs = {
        row["actor_id"]: row
        for row in Membership.objects.filter(space=space, actor__in=ids).values(
            "actor_id", "role", "affiliation__organisation"
        )
    }
    people = Actor.objects.filter(id__in=ids).values(
        "id", "kind", "handle", "host", "name", "picture", "profile__organisation"
    )
    return {row["id"]: _author(row, belongs.get(row["id"], {})) for row in people}


def _author(row: Row, belongs: Row) -> Author:
    address = f"{row['handle']}@{row['host']}" if row["host"] else row["handle"]
    picture = row["picture"]
    return Author(
        id=row["id"],
        handle=row["handle"],
        name=row["name"],
        href=f"/s/{address}/" if row["kind"] == Actor.Kind.GROUP else f"/@{address}/",
        avatar_url=picture and (f"/media/{picture}" if "/" in picture else static(picture)),
        affiliation=belongs.get("affiliation__organisation") or row["profile__organisation"] or "",
        steward=belongs.get("role") == Membership.Role.STEWARD,
    )


def _hang_on(messages: list[ShownMessage]) -> None:
    """Files that the words do not show themselves, and cards of links, by two queries."""
    by_id = {message.id: message for message in messages if not message.gone}
    for attachment in Attachment.objects.filter(message__in=list(by_id)).order_by("id"):
        message = by_id[attachment.message_id or 0]
        if f"/media/a/{attachment.id}/" not in message.html:
            message.attachments.append(attachment)
    through = LinkPreview.messages.through.objects.filter(
        message__in=list(by_id), linkpreview__problem="", linkpreview__fetched_at__isnull=False
    )
    for hung in through.select_related("linkpreview").order_by("id"):
        by_id[hung.message_id].previews.append(hung.linkpreview)


def as_tree(messages: list[ShownMessage], deepest: int = DEEPEST) -> list[ShownMessage]:
    """Nests each message under what it answers where that is among them, to a depth."""
    by_id = {message.id: message for message in messages}
    roots: list[ShownMessage] = []
    for message in messages:
        above = by_id.get(message.answers.id) if message.answers else None
        if above is None:
            roots.append(message)
        else:
            message.answers = None
            above.replies.append(message)
    for root in roots:
        _cut(root, deepest)
    return roots


def _cut(message: ShownMessage, left: int) -> None:
    """Leaves `left` levels below the message. What is cut is counted, for a link that leads on."""
    if left == 0:
        message.hidden_replies = _size(message) - 1
        message.replies = []
    for reply in message.replies:
        _cut(reply, left - 1)


def _size(message: ShownMessage) -> int:
    waiting, count = [message], 0
    while waiting:
        count += 1
        waiting += waiting.pop().replies
    return count
