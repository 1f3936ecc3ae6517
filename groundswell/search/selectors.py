"""Finding messages: every filter, both databases, only what the viewer can see."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.db import connection
from django.db.models import Q, QuerySet

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Topic
from groundswell.core.pagination import decode_id, encode_cursor, keyset
from groundswell.core.prepared import Prepared
from groundswell.core.text.hashtags import normal_hashtag
from groundswell.core.text.plain import Fragment, without_signs
from groundswell.search.rules import (
    Question,
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
WEIGHED = 200
WEIGHED_TITLES = 100
"""Best first, so many of the latest hits are weighed, and so many of the latest titles hit."""
EXCERPT = 260
NAMES = 4
MOST_NAME_WORDS = 4
MOST_SPACES = 300
_NO_NAME = re.compile(r"""[%_\\"()]|(?<!\S)[-#@]+""")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person or space, as far as a hit shows it."""

    handle: str
    name: str
    avatar_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A message found, with the words around what was asked."""

    id: int
    number: int
    text: str
    at: datetime
    topic_id: int
    topic_title: str
    topic_kind: str
    author: Name
    space: Name
    title: tuple[Fragment, ...]
    fragments: tuple[Fragment, ...]

    @property
    def href(self) -> str:
        """The page of the topic that begins at this message."""
        return f"/t/{self.topic_id}/{self.number}/#m{self.number}"


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

    people: list[Name] = field(default_factory=list)
    spaces: list[Name] = field(default_factory=list)


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
    if question.answerable:
        find = Finder(question, viewer, filters)
        return _latest(find, after) if latest else _best(find)
    if not (filters.tag or filters.person):
        return Results(question=question)
    messages = narrowed_by(readable_by(viewer), filters)
    page = keyset(messages, ("-id",), after=after, limit=HITS_PER_PAGE)
    ids = [message.id for message in page.items]
    cursor = page.next_cursor
    return Results(
        question=question, hits=_hits(ids, question), next_cursor=cursor, more=bool(cursor)
    )


@dataclass(frozen=True, slots=True)
class Finder:
    """Asks the index, latest first, for what the viewer can see."""

    question: Question
    viewer: Actor | None
    filters: Filters

    def __call__(self, limit: int, *, below: int = _LATEST_ID, title: bool = False) -> list[_Match]:
        """At most so many of the latest matches; of titles only with `title`."""
        write = for_sqlite if connection.vendor == "sqlite" else for_postgresql
        asked = write(self.question, title=title)
        if self.filters.given:
            messages = narrowed_by(readable_by(self.viewer), self.filters)
            rows = list(_matching(messages, asked, below, limit=limit))
        elif self.viewer is None:
            rows = _FOUND_BY_STRANGER[limit](asked=asked, below=below)
        else:
            rows = _FOUND[limit](asked=asked, below=below, viewer=self.viewer.id)
        return [_Match(id=id_, title=words, text=text) for id_, words, text in rows]


def readable_by(viewer: Actor | None) -> "MessageQuerySet":
    """What stands where the viewer can read, by people whom they do not avoid."""
    return Message.objects.visible_to(viewer).met_by(viewer).standing()


def messages_found(typed: str, filters: Filters) -> "MessageQuerySet":
    """What everybody may see of what was typed, for a feed."""
    question = parsed(typed)
    messages = narrowed_by(readable_by(None), filters)
    if question.answerable:
        write = for_sqlite if connection.vendor == "sqlite" else for_postgresql
        return _indexed(messages, write(question, title=False), _LATEST_ID)
    return messages if filters.tag or filters.person else messages.none()


def _latest(find: Finder, after: str | None) -> Results:
    below = decode_id(after) if after else _LATEST_ID
    matches = find(HITS_PER_PAGE + 1, below=below)
    ids = [match.id for match in matches[:HITS_PER_PAGE]]
    more = len(matches) > HITS_PER_PAGE
    return Results(
        question=find.question,
        hits=_hits(ids, find.question),
        next_cursor=encode_cursor([ids[-1]]) if more else None,
        more=more,
    )


def _best(find: Finder) -> Results:
    """The best of the latest: what a word costs does not grow with how often it was said."""
    question = find.question
    late = find(WEIGHED)
    titles = find(WEIGHED_TITLES, title=True) if len(late) == WEIGHED else []
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


def _matching(
    messages: "MessageQuerySet", asked: str, below: int, *, limit: int
) -> QuerySet[Message, tuple[int, str, str]]:
    """What the index finds, latest first, walked in that order on SQLite: it ends at the limit."""
    rows: QuerySet[Any, Any] = _indexed(messages, asked, below)
    return rows.values_list("id", "folded_title", "folded_text")[:limit]


def _indexed(messages: "MessageQuerySet", asked: str, below: int) -> "MessageQuerySet":
    if connection.vendor == "sqlite":
        table, row, match = "search_index", "rowid", "search_index MATCH %s"
    else:
        table, row = "search_entry", "message_id"
        match = "search_entry.words @@ to_tsquery('simple', %s)"
    # Names of our own tables only; what was typed is a parameter.
    found: Any = messages.extra(  # noqa: S610 - said above
        tables=[table],
        where=[f"{table}.{row} = conversations_message.id", f"{table}.{row} < %s", match],
        params=[below, asked],
        select={"folded_title": f"{table}.title", "folded_text": f"{table}.text"},
        order_by=[f"-{table}.{row}"],
    )
    return cast("MessageQuerySet", found)


def _found(limit: int) -> Prepared:
    return Prepared(
        lambda asked, below, viewer: _matching(
            readable_by(Actor(id=viewer)), asked, below, limit=limit
        ),
        anew=True,
    )


def _found_by_stranger(limit: int) -> Prepared:
    return Prepared(
        lambda asked, below: _matching(readable_by(None), asked, below, limit=limit), anew=True
    )


_LIMITS = (HITS_PER_PAGE + 1, WEIGHED, WEIGHED_TITLES)
_FOUND = {limit: _found(limit) for limit in _LIMITS}
_FOUND_BY_STRANGER = {limit: _found_by_stranger(limit) for limit in _LIMITS}
_SHOWN = Prepared(
    lambda **ids: Message.objects.filter(id__in=ids.values()).values_list(
        *("id", "number", "text", "published_at", "topic_id", "topic__title", "topic__kind"),
        *("author__handle", "author__name"),
        *("topic__space__actor__handle", "topic__space__actor__name"),
    )
)


def _hits(ids: Iterable[int], question: Question) -> list[Hit]:
    """The messages of these ids, in this order."""
    wanted = list(ids)
    if not wanted:
        return []
    # Blanks that are not needed ask for a row that does not exist.
    places = {f"id{place}": -1 - place for place in range(HITS_PER_PAGE)}
    places |= {f"id{place}": id_ for place, id_ in enumerate(wanted)}
    by_id = {row[0]: _hit(row, question) for row in _SHOWN(**places)}
    return [by_id[id_] for id_ in wanted if id_ in by_id]


def _hit(row: tuple[Any, ...], question: Question) -> Hit:
    id_, number, text, at, topic_id, topic_title, kind, *names = row
    return Hit(
        id=id_,
        number=number,
        text=text,
        at=at,
        topic_id=topic_id,
        topic_title=topic_title,
        topic_kind=kind,
        author=Name(handle=names[0], name=names[1]),
        space=Name(handle=names[2], name=names[3]),
        title=marked(question, topic_title, 150),
        fragments=marked(question, without_signs(text), EXCERPT),
    )


def names_found(typed: str, viewer: Actor | None) -> Names:
    """Spaces that the viewer can see, and for those who are signed in people, by their names."""
    words = _name_words(typed)
    if not words:
        return Names()
    asked: dict[str, int | str] = {f"word{place}": word for place, word in enumerate(words)}
    if viewer is None:
        return Names(spaces=_names(_SPACES_FOR_STRANGER[len(words)](**asked)))
    return Names(
        spaces=_names(_SPACES[len(words)](viewer=viewer.id, **asked)),
        people=_names(_PEOPLE[len(words)](**asked)),
    )


def _name_words(typed: str) -> list[str]:
    """Names keep their accents, unlike what is indexed; what a pattern would read is left out."""
    plain = _NO_NAME.sub(" ", typed.lower())
    return plain.split()[:MOST_NAME_WORDS]


def _names(rows: Iterable[tuple[str, str, str]]) -> list[Name]:
    return [
        Name(handle=handle, name=name, avatar_url=Actor(picture=picture).avatar_url)
        for handle, name, picture in rows
    ]


def _spaces_called(viewer: Actor | None, words: Iterable[str]) -> QuerySet[Space, Any]:
    spaces = Space.objects.visible_to(viewer)
    for word in words:
        spaces = spaces.filter(Q(actor__name__icontains=word) | Q(actor__handle__icontains=word))
    named = spaces.order_by("-last_activity_at", "id")
    return named.values_list("actor__handle", "actor__name", "actor__picture")[:NAMES]


def _people_called(words: Iterable[str]) -> QuerySet[Actor, Any]:
    people = Actor.objects.people().local().known_to(None).filter(account__is_active=True)
    for word in words:
        people = people.filter(Q(name__icontains=word) | Q(handle__icontains=word))
    return people.order_by("name", "id").values_list("handle", "name", "picture")[:NAMES]


_COUNTS = range(1, MOST_NAME_WORDS + 1)
_SPACES = {
    count: Prepared(
        lambda viewer, **words: _spaces_called(Actor(id=viewer), words.values()), anew=True
    )
    for count in _COUNTS
}
_SPACES_FOR_STRANGER = {
    count: Prepared(lambda **words: _spaces_called(None, words.values()), anew=True)
    for count in _COUNTS
}
_PEOPLE = {
    count: Prepared(lambda **words: _people_called(words.values()), anew=True) for count in _COUNTS
}


def _to_pick(viewer: Actor | None) -> QuerySet[Space, Any]:
    spaces = Space.objects.visible_to(viewer).order_by("actor__name", "id")
    return spaces.values_list("actor__handle", "actor__name")[:MOST_SPACES]


_TO_PICK = Prepared(lambda viewer: _to_pick(Actor(id=viewer)))
_TO_PICK_FOR_STRANGER = Prepared(lambda: _to_pick(None))


def spaces_to_pick(viewer: Actor | None) -> list[tuple[str, str]]:
    """Handles and names of the spaces that the viewer can narrow a search to."""
    rows = _TO_PICK_FOR_STRANGER() if viewer is None else _TO_PICK(viewer=viewer.id)
    return [(handle, name) for handle, name in rows]


def topics_titled(typed: str, viewer: Actor | None, most: int) -> list[Topic]:
    """Topics with these words in their title, the last of which may be unfinished; best first."""
    question = parsed(typed)
    if not question.answerable:
        return []
    found = Finder(question, viewer, Filters())(WEIGHED_TITLES, title=True)
    best = sorted(found, key=lambda match: (-score(question, match.title, ""), -match.id))[:most]
    ids = [match.id for match in best]
    rows = Message.objects.filter(id__in=ids).select_related("topic__space__actor").defer("html")
    by_id = {message.id: message.topic for message in rows}
    return [by_id[id_] for id_ in ids if id_ in by_id]
