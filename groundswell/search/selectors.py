"""Finding messages: every filter, both databases, only what the viewer can see."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q, QuerySet

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Topic
from groundswell.core.pagination import decode_id, encode_cursor, keyset
from groundswell.core.text.hashtags import normal_hashtag
from groundswell.core.text.plain import Fragment
from groundswell.search.rules import (
    Question,
    folded,
    for_postgresql,
    for_sqlite,
    marked,
    parsed,
    score,
)
from groundswell.spaces.models import Space

if TYPE_CHECKING:
    from groundswell.conversations.models.message import MessageQuerySet

HITS_PER_PAGE = 20
WEIGHED = 300
WEIGHED_TITLES = 100
"""Best first, so many of the latest hits are weighed, and so many of the latest titles hit."""
EXCERPT = 260
NAMES = 4
MOST_SPACES = 300
_LATEST_ID = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows a search; empty means anything."""

    space: str = ""
    kind: str = ""
    person: str = ""
    tag: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def given(self) -> bool:
        """Some filter is set."""
        return self != Filters()


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


@dataclass(frozen=True, kw_only=True)
class Names:
    """People and spaces whose name was asked for."""

    people: list[Actor] = field(default_factory=list)
    spaces: list[Space] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    id: int
    title: str
    text: str


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
    seen = Message.objects.visible_to(viewer).met_by(viewer).standing()
    messages = narrowed_by(seen, filters)
    if question.answerable:
        return _latest(messages, question, after) if latest else _best(messages, question)
    if not (filters.tag or filters.person):
        return Results(question=question)
    page = keyset(messages, ("-id",), after=after, limit=HITS_PER_PAGE)
    ids = [message.id for message in page.items]
    cursor = page.next_cursor
    return Results(
        question=question, hits=_hits(ids, question), next_cursor=cursor, more=bool(cursor)
    )


def _latest(messages: "MessageQuerySet", question: Question, after: str | None) -> Results:
    below = decode_id(after) if after else _LATEST_ID
    matches = _matches(messages, question, below=below, limit=HITS_PER_PAGE + 1)
    ids = [match.id for match in matches[:HITS_PER_PAGE]]
    more = len(matches) > HITS_PER_PAGE
    return Results(
        question=question,
        hits=_hits(ids, question),
        next_cursor=encode_cursor([ids[-1]]) if more else None,
        more=more,
    )


def _best(messages: "MessageQuerySet", question: Question) -> Results:
    """The best of the latest: what a word costs does not grow with how often it was said."""
    late = _matches(messages, question, limit=WEIGHED)
    titles = (
        _matches(messages, question, limit=WEIGHED_TITLES, title=True)
        if len(late) == WEIGHED
        else []
    )
    weighed = {match.id: match for match in (*late, *titles)}
    best = sorted(weighed.values(), key=lambda m: (-score(question, m.title, m.text), -m.id))
    ids = [match.id for match in best[:HITS_PER_PAGE]]
    return Results(question=question, hits=_hits(ids, question), more=len(best) > HITS_PER_PAGE)


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


def _matches(
    messages: QuerySet[Message],
    question: Question,
    *,
    limit: int,
    below: int = _LATEST_ID,
    title: bool = False,
) -> list[_Match]:
    """What the index finds, latest first, walked in that order on SQLite: it ends at the limit."""
    if connection.vendor == "sqlite":
        table, row, asked = "search_index", "rowid", for_sqlite(question, title=title)
        match = "search_index MATCH %s"
    else:
        table, row, asked = "search_entry", "message_id", for_postgresql(question, title=title)
        match = "search_entry.words @@ to_tsquery('simple', %s)"
    # Names of our own tables only; what was typed is a parameter.
    rows = messages.extra(  # noqa: S610 - said above
        tables=[table],
        where=[f"{table}.{row} = conversations_message.id", f"{table}.{row} < %s", match],
        params=[below, asked],
        select={"folded_title": f"{table}.title", "folded_text": f"{table}.text"},
        order_by=[f"-{table}.{row}"],
    )
    values = rows.values_list("id", "folded_title", "folded_text")[:limit]
    return [_Match(id=id_, title=words, text=text) for id_, words, text in values]


def _hits(ids: Iterable[int], question: Question) -> list[Hit]:
    """The messages of these ids, in this order."""
    wanted = list(ids)
    rows = Message.objects.filter(id__in=wanted).defer("html")
    by_id = {m.id: m for m in rows.select_related("topic__space__actor", "author")}
    return [
        Hit(
            message=by_id[id_],
            title=marked(question, by_id[id_].topic.title, 150),
            fragments=marked(question, by_id[id_].text, EXCERPT),
        )
        for id_ in wanted
        if id_ in by_id
    ]


def names_found(typed: str, viewer: Actor | None) -> Names:
    """Spaces that the viewer can see, and for those who are signed in people, by their names."""
    words = folded(typed).split()[:4]
    if not words:
        return Names()
    spaces = Space.objects.visible_to(viewer).select_related("actor")
    people = Actor.objects.people().local().filter(account__is_active=True)
    for word in words:
        spaces = spaces.filter(Q(actor__name__icontains=word) | Q(actor__handle__icontains=word))
        people = people.filter(Q(name__icontains=word) | Q(handle__icontains=word))
    return Names(
        spaces=list(spaces.order_by("-last_activity_at", "id")[:NAMES]),
        people=list(people.order_by("name", "id")[:NAMES]) if viewer else [],
    )


def spaces_to_pick(viewer: Actor | None) -> list[tuple[str, str]]:
    """Handles and names of the spaces that the viewer can narrow a search to."""
    spaces = Space.objects.visible_to(viewer).order_by("actor__name", "id")
    return list(spaces.values_list("actor__handle", "actor__name")[:MOST_SPACES])


def topics_titled(typed: str, viewer: Actor | None, most: int) -> list[Topic]:
    """Topics with these words in their title, the last of which may be unfinished; best first."""
    question = parsed(typed)
    if not question.answerable:
        return []
    seen = Message.objects.visible_to(viewer).met_by(viewer).standing()
    found = _matches(seen, question, limit=WEIGHED_TITLES, title=True)
    best = sorted(found, key=lambda match: (-score(question, match.title, ""), -match.id))[:most]
    ids = [match.id for match in best]
    rows = Message.objects.filter(id__in=ids).select_related("topic__space__actor").defer("html")
    by_id = {message.id: message.topic for message in rows}
    return [by_id[id_] for id_ in ids if id_ in by_id]
