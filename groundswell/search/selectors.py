"""Finding messages: every filter, both databases, only what the viewer can see."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import QuerySet

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.core.pagination import keyset
from groundswell.core.text.hashtags import normal_hashtag
from groundswell.core.text.plain import Fragment, excerpt
from groundswell.search.rules import Question, for_postgresql, for_sqlite, parsed

if TYPE_CHECKING:
    from groundswell.conversations.models.message import MessageQuerySet

HITS_PER_PAGE = 20
BEST = 60
"""By relevance the best are shown; by date one can page through all."""
EXCERPT = 260


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows a search; empty means anything."""

    space: str = ""
    kind: str = ""
    person: str = ""
    tag: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A message found, with the words around what was asked."""

    message: Message
    title: tuple[Fragment, ...]
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True, kw_only=True)
class Results:
    """A page of hits. `next_cursor` is given for the order by date only."""

    question: Question
    hits: list[Hit] = field(default_factory=list)
    next_cursor: str | None = None
    more: bool = False


def found(
    typed: str,
    viewer: Actor | None,
    *,
    filters: Filters,
    latest: bool = False,
    after: str | None = None,
) -> Results:
    """What the viewer may see of what was typed; best first, or latest first."""
    question = parsed(typed)
    narrowed = bool(filters.tag or filters.person)
    if not question.answerable and not narrowed:
        return Results(question=question)
    messages = narrowed_by(Message.objects.visible_to(viewer).standing(), filters)
    rows: QuerySet[Message] = messages.select_related("topic__space__actor", "author")
    if question.answerable:
        rows = matching(rows, question)
    if latest or not question.answerable:
        page = keyset(rows, ("-id",), after=after, limit=HITS_PER_PAGE)
        return Results(
            question=question,
            hits=_hits(page.items, question),
            next_cursor=page.next_cursor,
            more=page.next_cursor is not None,
        )
    best = list(rows.extra(order_by=["rank", "-id"])[: BEST + 1])
    return Results(question=question, hits=_hits(best[:BEST], question), more=len(best) > BEST)


def narrowed_by(messages: "MessageQuerySet", filters: Filters) -> "MessageQuerySet":
    """The messages that pass every filter given."""
    if filters.space:
        messages = messages.filter(topic__space__actor__handle=filters.space.lower())
    if filters.kind:
        messages = messages.filter(topic__kind=filters.kind)
    if filters.person:
        handle = filters.person.lower().lstrip("@")
        messages = messages.filter(author__handle=handle, author__host="")
    if filters.tag:
        messages = messages.filter(taggings__tag=normal_hashtag(filters.tag.lstrip("#")))
    if filters.since:
        messages = messages.filter(published_at__gte=filters.since)
    if filters.until:
        messages = messages.filter(published_at__lt=filters.until)
    return messages


def matching(messages: QuerySet[Message], question: Question) -> QuerySet[Message]:
    """The messages that the index finds, with `rank`: the smaller the better."""
    if connection.vendor == "sqlite":
        return messages.extra(
            tables=["search_index"],
            where=["search_index.rowid = conversations_message.id", "search_index MATCH %s"],
            params=[for_sqlite(question)],
            select={"rank": "bm25(search_index, 8.0, 1.0)"},
        )
    asked = for_postgresql(question)
    return messages.extra(
        tables=["search_entry"],
        where=[
            "search_entry.message_id = conversations_message.id",
            "search_entry.words @@ to_tsquery('simple', %s)",
        ],
        params=[asked],
        select={"rank": "-ts_rank(search_entry.words, to_tsquery('simple', %s))"},
        select_params=[asked],
    )


def _hits(messages: Iterable[Message], question: Question) -> list[Hit]:
    wanted = question.wanted
    return [
        Hit(
            message=message,
            title=excerpt(message.topic.title, 150, wanted),
            fragments=excerpt(message.text, EXCERPT, wanted),
        )
        for message in messages
    ]
