"""A stretch of a topic's messages as a page shows them: three queries, light rows.

Rows are read as values and not as models, with their authors and what they answer beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet
from django.db.models.functions import Substr
from django.templatetags.static import static

from groundswell.actors.models import Actor
from groundswell.conversations.models import Attachment, LinkPreview, Message, Topic
from groundswell.core.prepared import Prepared, PreparedModels
from groundswell.core.text.plain import first_words
from groundswell.people.selectors.people import hidden_from
from groundswell.spaces.models import Membership

EXCERPT = 120
DEEPEST = 5
"""How many levels are indented; what lies deeper is one link away."""


class Span(NamedTuple):
    """Messages `first` to `last` of a topic, by their numbers."""

    topic: int
    first: int
    last: int


class Author(NamedTuple):
    """What a page shows of a person beside their words in one space."""

    id: int
    handle: str
    name: str
    href: str
    avatar_url: str
    affiliation: str
    steward: bool


class Answered(NamedTuple):
    """The message that another answers: who, where, and its first words."""

    id: int
    number: int
    name: str
    excerpt: str


@dataclass(slots=True, kw_only=True)
class ShownMessage:
    """One message as a page shows it; the same for every viewer but for `avoided`."""

    id: int
    number: int
    kind: str
    author: Author
    answers: Answered | None
    html: str
    published_at: datetime
    edited: bool
    gone: str
    avoided: bool = False
    """By somebody whom the viewer keeps away from: shown when asked for."""
    attachments: list[Attachment] = field(default_factory=list)
    previews: list[LinkPreview] = field(default_factory=list)
    replies: list["ShownMessage"] = field(default_factory=list)
    hidden_replies: int = 0


class _Row(NamedTuple):
    """What is read of each message, in the order of `_COLUMNS`."""

    id: int
    number: int
    kind: str
    html: str
    published_at: datetime
    edited_at: datetime | None
    tombstoned_at: datetime | None
    tombstoned_by: int | None
    author: int
    author_kind: str
    handle: str
    host: str
    name: str
    picture: str
    organisation: str | None
    role: str | None
    affiliation: str | None
    above: int | None
    above_topic: int | None
    above_number: int | None
    above_author: int | None
    above_name: str | None
    above_start: str | None


_COLUMNS = (
    "id",
    "number",
    "kind",
    "html",
    "published_at",
    "edited_at",
    "tombstoned_at",
    "tombstoned_by_id",
    "author_id",
    "author__kind",
    "author__handle",
    "author__host",
    "author__name",
    "author__picture",
    "author__profile__organisation",
    "here__role",
    "here__affiliation__organisation",
    "parent_id",
    "parent__topic_id",
    "parent__number",
    "parent__author_id",
    "parent__author__name",
    "start",
)


def _rows(messages: QuerySet[Message], space: int) -> QuerySet[Message, Any]:
    here = Q(author__memberships__space=space)
    return (
        messages.annotate(
            here=FilteredRelation("author__memberships", condition=here),
            start=Substr("parent__text", 1, 4 * EXCERPT),
        )
        .order_by("number")
        .values_list(*_COLUMNS)
    )


def _between(space: int, topic: int, first: int, last: int) -> QuerySet[Message, Any]:
    numbers = Message.objects.filter(topic=topic, number__gte=first, number__lte=last)
    return _rows(numbers, space)


_BETWEEN = Prepared(_between)


def messages_between(topic: Topic, span: Span, viewer: Actor | None) -> list[ShownMessage]:
    """The messages of a span with their authors, what they answer, files and links."""
    rows = _BETWEEN(space=topic.space_id, topic=span.topic, first=span.first, last=span.last)
    return _shown(rows, topic.id, viewer)


def messages_with(topic: Topic, ids: Sequence[int], viewer: Actor | None) -> list[ShownMessage]:
    """These messages of a topic, in their order."""
    found = Message.objects.filter(topic=topic, id__in=ids)
    return _shown(list(_rows(found, topic.space_id)), topic.id, viewer)


def span_of(topic: Topic, messages: Sequence[ShownMessage]) -> Span:
    """From the first of the messages to the last."""
    if not messages:
        return Span(topic.id, 0, 0)
    return Span(topic.id, messages[0].number, messages[-1].number)


def _shown(rows: Sequence[tuple[Any, ...]], topic: int, viewer: Actor | None) -> list[ShownMessage]:
    avoided = hidden_from(viewer)
    authors: dict[int, Author] = {}
    messages = []
    for values in rows:
        row = _Row._make(values)
        if row.author not in authors:
            authors[row.author] = _author(row)
        messages.append(
            ShownMessage(
                id=row.id,
                number=row.number,
                kind=row.kind,
                author=authors[row.author],
                answers=_answered(row, topic, avoided),
                html=row.html,
                published_at=row.published_at,
                edited=row.edited_at is not None,
                gone=_gone(row),
                avoided=row.author in avoided,
            )
        )
    _hang_on(messages, topic)
    return messages


def _gone(row: _Row) -> str:
    if row.tombstoned_at is None:
        return ""
    return "author" if row.tombstoned_by == row.author else "steward"


def _answered(row: _Row, topic: int, avoided: frozenset[int]) -> Answered | None:
    """What it answers, where that stands in the same topic: only that is the reader's to see."""
    if row.above is None or row.above_number is None or row.above_topic != topic:
        return None
    hidden = row.above_author in avoided
    return Answered(
        id=row.above,
        number=row.above_number,
        name=row.above_name or "",
        excerpt="" if hidden else plain_start(row.above_start or ""),
    )


@lru_cache(maxsize=2048)
def plain_start(source: str) -> str:
    """The first words of a text, without quotations and most signs of Markdown."""
    return first_words(source, EXCERPT)


def _author(row: _Row) -> Author:
    address = f"{row.handle}@{row.host}" if row.host else row.handle
    picture = row.picture
    return Author(
        id=row.author,
        handle=row.handle,
        name=row.name,
        href=f"/s/{address}/" if row.author_kind == Actor.Kind.GROUP else f"/@{address}/",
        avatar_url=picture and (f"/media/{picture}" if "/" in picture else static(picture)),
        affiliation=row.affiliation or row.organisation or "",
        steward=row.role == Membership.Role.STEWARD,
    )


def _attached(topic: int, first: int, last: int) -> QuerySet[Attachment]:
    within = {"message__number__gte": first, "message__number__lte": last}
    return Attachment.objects.filter(message__topic=topic, **within).order_by("id")


def _previewed(topic: int, first: int, last: int) -> QuerySet[Any]:
    within = {"message__number__gte": first, "message__number__lte": last}
    whole = {"linkpreview__problem": "", "linkpreview__fetched_at__isnull": False}
    rows = LinkPreview.messages.through.objects.filter(message__topic=topic, **within, **whole)
    return rows.select_related("linkpreview").order_by("id")


_ATTACHED = PreparedModels(_attached)
_PREVIEWED = PreparedModels(_previewed)


def _hang_on(messages: list[ShownMessage], topic: int) -> None:
    """Files that the words do not show themselves, and cards of links, by two queries."""
    by_id = {message.id: message for message in messages if not message.gone}
    if not by_id:
        return
    numbers = {"topic": topic, "first": messages[0].number, "last": messages[-1].number}
    for attachment in _ATTACHED(**numbers):
        message = by_id.get(attachment.message_id or 0)
        if message and f"/media/a/{attachment.id}/" not in message.html:
            message.attachments.append(attachment)
    for hung in _PREVIEWED(**numbers):
        if hung.message_id in by_id:
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
