"""The topics of an archive and what was said in them, with their numbers, dates and authors."""

from collections.abc import Callable, Sequence

from groundswell.activity.bulk import Entry, record_many
from groundswell.conversations.activities import REPLY_POSTED, TOPIC_OPENED
from groundswell.conversations.models import (
    Contribution,
    Hashtag,
    Link,
    Mention,
    Message,
    Tagging,
    Topic,
    Version,
)
from groundswell.core.clock import now
from groundswell.core.ids import id_in
from groundswell.core.rows import insert_all, insert_objects
from groundswell.core.text.clean import MOST_STORED, clean, one_line
from groundswell.core.text.render import RENDERER_VERSION, Rendered, render
from groundswell.exchange.actions._arrival import Arrival, chunks, kept_ids
from groundswell.exchange.archives import SOURCE
from groundswell.exchange.importers.archive.fields import Fields
from groundswell.exchange.importers.plan import ledger
from groundswell.exchange.importers.shapes import SourceError
from groundswell.exchange.models import Imported

Worded = tuple[Message, Rendered | None]


def arrive_topics(arrival: Arrival) -> None:
    """Topics without their words; those that are here are noted."""
    for some in chunks(arrival.archive.lines("topics")):
        known = ledger(SOURCE, arrival.space.id, [("topics", it.name("id")) for it in some])
        fresh = []
        for it in some:
            name = it.name("id")
            row = known.get(("topics", name))
            topic = (row.topic if row else None) or _topic_here(arrival, it)
            arrival.tally.add("unchanged" if topic else "created", "topics")
            if topic is None:
                fresh.append(it)
            else:
                arrival.topics[name] = topic
                arrival.here.add(name)
        _make_topics(arrival, fresh)


def _topic_here(arrival: Arrival, it: Fields) -> Topic | None:
    """The very row the archive was written from, when it comes back to its own site."""
    name, at = it.name("id"), it.moment("published")
    here = Topic.objects.filter(space=arrival.space, published_at=at)
    id_ = name.rsplit("/", 1)[-1]
    return here.filter(id=id_in(id_)).first()


def _make_topics(arrival: Arrival, some: Sequence[Fields]) -> None:
    ids = kept_ids(Topic, [(it.name("id"), it.moment("published")) for it in some])
    topics = []
    for it, id_ in zip(some, ids, strict=True):
        topic = Topic(
            id=id_,
            space=arrival.space,
            kind=it.one_of("kind", Topic.Kind.values),
            title=one_line(it.text("name"), most=150, least=1),
            author=arrival.actor(it, "attributedTo"),
            published_at=it.moment("published"),
            last_message_at=it.moment("published"),
            source=one_line(it.text("provenance", ""), most=80) or SOURCE,
        )
        arrival.topics[it.name("id")] = topic
        topics.append(topic)
    insert_objects(Topic, topics)
    _note(arrival, "topics", [(it, topic.id, None) for it, topic in zip(some, topics, strict=True)])


def arrive_messages(arrival: Arrival) -> None:
    """Everything said. Ids come first, since an answer may stand before what it answers."""
    for some in chunks(arrival.archive.lines("messages")):
        _name_messages(arrival, some)
    for some in chunks(arrival.archive.lines("messages")):
        fresh = [it for it in some if arrival.is_new(it, "id")]
        worded = [_message(arrival, it) for it in fresh]
        insert_objects(Message, [message for message, _found in worded])
        _index(arrival, worded)
        _record(arrival, [message for message, _found in worded])
        _note(
            arrival,
            "messages",
            [
                (it, message.topic_id, message.id)
                for it, (message, _found) in zip(fresh, worded, strict=True)
            ],
        )
    Topic.objects.bulk_update(
        arrival.topics.values(), ["last_number", "last_message_at"], batch_size=200
    )


def _name_messages(arrival: Arrival, some: Sequence[Fields]) -> None:
    known = ledger(SOURCE, arrival.space.id, [("messages", it.name("id")) for it in some])
    fresh = []
    for it in some:
        name = it.name("id")
        row = known.get(("messages", name))
        id_ = row.message_id if row else _message_here(arrival, it)
        arrival.tally.add("unchanged" if id_ else "created", "messages")
        if id_ is None:
            fresh.append((name, it.moment("published")))
        else:
            arrival.messages[name] = id_
            arrival.here.add(name)
    for (name, _at), id_ in zip(fresh, kept_ids(Message, fresh), strict=True):
        if name in arrival.messages:
            raise SourceError(f"{name} is in the archive twice.")
        arrival.messages[name] = id_


def _message_here(arrival: Arrival, it: Fields) -> int | None:
    id_ = it.name("id").rsplit("/", 1)[-1]
    here = Message.objects.filter(topic__space=arrival.space, published_at=it.moment("published"))
    return here.filter(id=id_in(id_)).values_list("id", flat=True).first()


def _message(arrival: Arrival, it: Fields) -> Worded:
    topic = arrival.topic(it, "context")
    gone = it.maybe_moment("deleted") if it.text("type") == "Tombstone" else None
    message = Message(
        id=arrival.message(it, "id"),
        topic=topic,
        number=_number(arrival, it, topic),
        parent_id=arrival.maybe_message(it, "inReplyTo"),
        author=arrival.actor(it, "attributedTo"),
        kind=it.one_of("kind", Message.Kind.values),
        alignment=it.maybe_number("alignment", -1, 1),
        renderer=RENDERER_VERSION,
        published_at=it.moment("published"),
        edited_at=it.maybe_moment("updated"),
        tombstoned_at=gone,
        tombstoned_by=arrival.maybe_actor(it, "deletedBy"),
        source=one_line(it.text("provenance", ""), most=80) or SOURCE,
    )
    topic.last_message_at = max(topic.last_message_at, message.published_at)
    if gone is not None:
        return message, None
    message.text = clean(arrival.with_own_files(it, it.markdown()), most=MOST_STORED)
    found = render(message.text, resolve_mention=_resolver(arrival), namespace=message.id)
    message.html = found.html
    return message, found


def _number(arrival: Arrival, it: Fields, topic: Topic) -> int:
    """Its own number; the next one in a topic where people wrote on."""
    expected = topic.last_number + 1
    if arrival.is_new(it, "context") and it.number("number", 1) != expected:
        raise it.wrong("number", f"{expected}, the next one in its topic")
    if expected == 1 and it.values.get("inReplyTo") is not None:
        raise it.wrong("inReplyTo", "to be given for the opening of a topic")
    topic.last_number = expected
    return expected


def _resolver(arrival: Arrival) -> Callable[[str], str | None]:
    def address(handle: str) -> str | None:
        person = arrival.people.get(handle.lower())
        return person.get_absolute_url() if person else None

    return address


def _index(arrival: Arrival, worded: Sequence[Worded]) -> None:
    """Whom and which tags the messages name."""
    found = [(message, rendered) for message, rendered in worded if rendered is not None]
    tags = {tag.name: tag.shown for _message, rendered in found for tag in rendered.hashtags}
    Hashtag.objects.bulk_create(
        [Hashtag(key=key, name=name) for key, name in tags.items()], ignore_conflicts=True
    )
    insert_all(
        Tagging,
        ("message_id", "topic_id", "tag_id"),
        [
            (message.id, message.topic_id, tag.name)
            for message, rendered in found
            for tag in rendered.hashtags
        ],
    )
    Mention.objects.bulk_create(
        [
            Mention(message=message, actor=arrival.people[handle.lower()])
            for message, rendered in found
            for handle in rendered.mentions
        ],
        ignore_conflicts=True,
    )


def _record(arrival: Arrival, messages: Sequence[Message]) -> None:
    """The log says that it was said, and when; nobody is told."""
    record_many(
        (
            Entry(
                kind=TOPIC_OPENED if message.number == 1 else REPLY_POSTED,
                actor_id=message.author_id,
                at=message.published_at,
                space_id=arrival.space.id,
                topic_id=message.topic_id,
                message_id=message.id,
                target_actor_id=None if message.number == 1 else message.topic.author_id,
            )
            for message in messages
        ),
        source=SOURCE,
    )


def _note(arrival: Arrival, kind: str, rows: Sequence[tuple[Fields, int, int | None]]) -> None:
    """Into the ledger: which row is what of the archive."""
    at, where = now(), (SOURCE, arrival.space.id, kind)
    insert_all(
        Imported,
        ("source", "scope", "kind", "key", "digest", "topic_id", "message_id", "at"),
        [
            (*where, it.name("id"), "", topic_id, message_id, at)
            for it, topic_id, message_id in rows
        ],
        ignore_conflicts=True,
    )


def arrive_versions(arrival: Arrival) -> None:
    """Earlier wordings."""
    for some in chunks(it for it in arrival.archive.lines("versions")):
        Version.objects.bulk_create(
            [
                Version(
                    message_id=arrival.message(it, "formerly"),
                    number=it.number("number", 1),
                    title=one_line(it.text("name", ""), most=150),
                    text=clean(it.markdown(), most=MOST_STORED),
                    by=arrival.actor(it, "attributedTo"),
                    written_at=it.moment("published"),
                    replaced_at=it.moment("deleted"),
                    reason=one_line(it.text("summary", ""), most=300),
                )
                for it in some
                if arrival.is_new(it, "formerly")
            ]
        )


def arrive_contributions(arrival: Arrival) -> None:
    """Who is credited for what."""
    for some in chunks(arrival.archive.lines("contributions")):
        Contribution.objects.bulk_create(
            [
                Contribution(
                    topic=arrival.topic(it, "object"),
                    actor=arrival.actor(it, "subject"),
                    role=it.one_of("relationship", Contribution.Role.values),
                    message_id=arrival.maybe_message(it, "instrument"),
                    at=it.moment("published"),
                )
                for it in some
                if arrival.is_new(it, "object")
            ]
        )


def arrive_links(arrival: Arrival) -> None:
    """Lineage between topics."""
    for it in arrival.archive.lines("links"):
        Link.objects.get_or_create(
            kind=it.one_of("relationship", Link.Kind.values),
            origin=arrival.topic(it, "subject"),
            target=arrival.topic(it, "object"),
            defaults={"by": arrival.actor(it, "attributedTo"), "at": it.moment("published")},
        )
