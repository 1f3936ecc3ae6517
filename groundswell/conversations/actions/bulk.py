"""The bulk door of conversations: what an import brings, with its true dates, a batch at a time.

It leaves the rows that `open_topic` and `post_reply` would leave under `importing(...)`, one after
the other; a law compares the two. Rights are not asked: who runs an import has them all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from groundswell.activity.bulk import MOST_PARAMETERS, Entry, bulk_action, fresh_ids, record_many
from groundswell.activity.declarations import Kind
from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import standing
from groundswell.conversations.actions._words import MENTION, MOST_MENTIONS
from groundswell.conversations.activities import REPLY_POSTED, TOPIC_OPENED
from groundswell.conversations.models import (
    Contribution,
    Hashtag,
    Mention,
    Message,
    Tagging,
    Topic,
    TopicFollow,
)
from groundswell.core.clock import now
from groundswell.core.ids import new_id
from groundswell.core.rows import insert_all, insert_objects, made
from groundswell.core.text.clean import MOST_STORED, clean, one_line
from groundswell.core.text.render import RENDERER_VERSION, Rendered, render
from groundswell.people.models import Level
from groundswell.spaces.models import Space


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One message to write. `parent` is what it answers: a message that is here already, or the
    place in the same list of one that comes before it; none answers the opening."""

    author: Actor
    text: str
    at: datetime
    parent: Message | int | None = None
    alignment: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation:
    """A topic to open with its first message and replies, or replies to a `topic` we have."""

    messages: Sequence[Said]
    title: str = ""
    kind: str = Topic.Kind.DISCUSSION
    topic: Topic | None = None
    within: Topic | None = None
    """The topic that lists the new one."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A message with what rendering found in it."""

    message: Message
    rendered: Rendered
    opens: bool


@bulk_action
def bring_conversations(
    *,
    actor: Actor,
    space: Space,
    source: str,
    conversations: Sequence[Conversation],
    names_people: bool = False,
    opened: Kind = TOPIC_OPENED,
) -> list[list[Message]]:
    """Writes the conversations; gives their messages in the order they were given.

    `names_people` is for words written on this site: elsewhere @ben is another Ben. `opened` is
    what happened when a topic is new, for kinds of topics that another app owns.
    """
    topics = _topics(space, source, conversations)
    rows = _messages(source, conversations, topics)
    written = _worded(rows, conversations, names_people=names_people)
    fresh = [topic for it, topic in zip(conversations, topics, strict=True) if it.topic is None]
    insert_objects(Topic, fresh)
    insert_objects(Message, [it.message for it in written])
    _index(written, names_people=names_people)
    _credit(written)
    record_many(_entries(space, written, opened), source=source)
    _count(space, conversations, topics)
    return rows


def _topics(space: Space, source: str, conversations: Sequence[Conversation]) -> list[Topic]:
    """The rows of the new topics, unsaved, and those we have, locked so that numbers stay dense."""
    ids = iter(fresh_ids(Topic, [it.messages[0].at for it in conversations if it.topic is None]))
    here = [it.topic.id for it in conversations if it.topic]
    locked = {topic.id: topic for topic in Topic.objects.select_for_update().filter(id__in=here)}
    return [
        standing(locked[it.topic.id], locked)
        if it.topic
        else _new_topic(it, next(ids), space, source)
        for it in conversations
    ]


def _new_topic(it: Conversation, id_: int, space: Space, source: str) -> Topic:
    opening = it.messages[0]
    return made(
        Topic,
        id=id_,
        space=space,
        kind=it.kind,
        title=one_line(it.title, most=150, least=1, field="title"),
        author=opening.author,
        published_at=opening.at,
        last_message_at=opening.at,
        within=it.within,
        source=source,
    )


def _messages(
    source: str, conversations: Sequence[Conversation], topics: Sequence[Topic]
) -> list[list[Message]]:
    ids = iter(fresh_ids(Message, [said.at for it in conversations for said in it.messages]))
    rows: list[list[Message]] = []
    for it, topic in zip(conversations, topics, strict=True):
        made: list[Message] = []
        for said in it.messages:
            made.append(_new_message(said, next(ids), topic, made, source))
        rows.append(made)
    return rows


def _new_message(
    said: Said, id_: int, topic: Topic, before: Sequence[Message], source: str
) -> Message:
    topic.last_number += 1
    topic.last_message_at = max(topic.last_message_at, said.at)
    return made(
        Message,
        id=id_,
        topic=topic,
        number=topic.last_number,
        parent=before[said.parent] if isinstance(said.parent, int) else said.parent,
        author=said.author,
        kind=Message.Kind.OPENING if topic.last_number == 1 else Message.Kind.REPLY,
        alignment=said.alignment,
        text=clean(said.text, most=MOST_STORED, least=1, field="text"),
        renderer=RENDERER_VERSION,
        published_at=said.at,
        source=source,
    )


def _worded(
    rows: Sequence[Sequence[Message]], conversations: Sequence[Conversation], *, names_people: bool
) -> list[_Written]:
    messages = [message for made in rows for message in made]
    people = _people_named(messages) if names_people else {}

    def address(handle: str) -> str | None:
        person = people.get(handle.lower())
        return person.get_absolute_url() if person else None

    written = []
    for message in messages:
        found = render(message.text, resolve_mention=address, namespace=message.id)
        message.html = found.html
        written.append(_Written(message, found, message.number == 1))
    return written


def _people_named(messages: Sequence[Message]) -> dict[str, Actor]:
    """Everybody whom the batch may name, by handle."""
    handles = {
        name.lower().rstrip(".-")
        for message in messages
        for name in MENTION.findall(message.text)[:MOST_MENTIONS]
    }
    known: dict[str, Actor] = {}
    ordered = sorted(handles)
    for start in range(0, len(ordered), MOST_PARAMETERS):
        known |= Actor.objects.people_called(ordered[start : start + MOST_PARAMETERS])
    return known


def _index(written: Sequence[_Written], *, names_people: bool) -> None:
    """Whom and which tags the messages name."""
    tags = {tag.name: tag.shown for it in written for tag in it.rendered.hashtags}
    Hashtag.objects.bulk_create(
        [Hashtag(key=key, name=name) for key, name in tags.items()], ignore_conflicts=True
    )
    insert_all(
        Tagging,
        ("message_id", "topic_id", "tag_id"),
        [
            (it.message.id, it.message.topic_id, tag.name)
            for it in written
            for tag in it.rendered.hashtags
        ],
    )
    if names_people:
        people = _people_named([it.message for it in written])
        Mention.objects.bulk_create(
            [
                Mention(message=it.message, actor=people[handle.lower()])
                for it in written
                for handle in it.rendered.mentions
            ],
            ignore_conflicts=True,
        )


def _credit(written: Sequence[_Written]) -> None:
    """Authors are credited for what they opened, and follow where they wrote."""
    role, openings = Contribution.Role.AUTHOR, [it.message for it in written if it.opens]
    insert_all(
        Contribution,
        ("id", "topic_id", "actor_id", "role", "message_id", "at"),
        [(new_id(), m.topic_id, m.author_id, role, m.id, m.published_at) for m in openings],
    )
    places = dict.fromkeys((it.message.topic_id, it.message.author_id) for it in written)
    at = now()
    insert_all(
        TopicFollow,
        ("id", "topic_id", "actor_id", "level", "created_at"),
        [(new_id(), topic_id, actor_id, Level.NORMAL, at) for topic_id, actor_id in places],
        ignore_conflicts=True,
    )


def _entries(space: Space, written: Sequence[_Written], opened: Kind) -> Iterator[Entry]:
    for it in written:
        message = it.message
        within = message.topic.within if it.opens else None
        asked = message.parent.author_id if message.parent else message.topic.author_id
        yield Entry(
            kind=opened if it.opens else REPLY_POSTED,
            actor_id=message.author_id,
            at=message.published_at,
            space_id=space.id,
            topic_id=message.topic_id,
            message_id=message.id,
            target_actor_id=(within.author_id if within else None) if it.opens else asked,
            data={"challenge": str(within.id)} if within else {},
        )


def _count(space: Space, conversations: Sequence[Conversation], topics: Sequence[Topic]) -> None:
    Topic.objects.bulk_update(
        [topic for it, topic in zip(conversations, topics, strict=True) if it.topic],
        ["last_number", "last_message_at"],
    )
    opened = sum(it.topic is None and it.within is None for it in conversations)
    latest = max((topic.last_message_at for topic in topics), default=space.created_at)
    here = Space.objects.filter(id=space.id)
    here.update(topic_count=F("topic_count") + opened)
    here.filter(last_activity_at__lt=latest).update(last_activity_at=latest)
