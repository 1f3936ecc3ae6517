"""The topics of an archive and what was said in them, with their numbers, dates and authors."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model

from groundswell.conversations.models import Contribution, Link, Message, Topic, Version
from groundswell.conversations.rules import PLAIN_KINDS
from groundswell.core.text.clean import MOST_STORED, clean, one_line
from groundswell.core.text.render import RENDERER_VERSION, Rendered
from groundswell.exchange.actions._arrival import Arrival, chunks, kept_ids, own_id
from groundswell.exchange.actions._arriving_files import arrive_files
from groundswell.exchange.actions._arriving_signals import arrive_signals
from groundswell.exchange.archives import SOURCE
from groundswell.exchange.importers.archive.fields import Fields
from groundswell.exchange.importers.archive.pieces import Piece
from groundswell.exchange.importers.plan import ledger
from groundswell.exchange.importers.shapes import SourceError

Worded = tuple[Message, Rendered]


@dataclass
class Ready:
    """One piece of an archive, ready to be written."""

    topics: list[Topic] = field(default_factory=list)
    worded: list[Worded] = field(default_factory=list)
    named: list[tuple[str, str, int, int | None]] = field(default_factory=list)
    """For the ledger: kind, name, and the ids of topic and message."""
    rows: dict[type[Model], list[Model]] = field(default_factory=lambda: defaultdict(list))
    """What hangs on the topics and messages, by its table."""


def arrive_piece(arrival: Arrival, piece: Piece) -> Ready:
    """Makes ready what of the piece is not here yet."""
    ready = Ready()
    _arrive_topics(arrival, piece, ready)
    _arrive_messages(arrival, piece, ready)
    arrive_signals(arrival, piece, ready.rows)
    _arrive_versions(arrival, piece, ready)
    _arrive_contributions(arrival, piece, ready)
    return ready


def _arrive_topics(arrival: Arrival, piece: Piece, ready: Ready) -> None:
    """Topics without their words; those that are here are noted."""
    here = _topics_here(arrival, piece.topics)
    fresh = []
    for it in piece.topics:
        name = it.name("id")
        if name in arrival.topics:
            raise SourceError(f"{name} is in the archive twice.")
        topic = here.get(name)
        arrival.tally.add("unchanged" if topic else "created", "topics")
        if topic is None:
            fresh.append(it)
            arrival.topics[name] = Topic()
        else:
            arrival.topics[name] = topic
            arrival.here.add(name)
    ids = kept_ids(Topic, [(it.name("id"), it.moment("published")) for it in fresh])
    for it, id_ in zip(fresh, ids, strict=True):
        topic = arrival.topics[it.name("id")] = _topic(arrival, it, id_)
        ready.topics.append(topic)
        ready.named.append(("topics", it.name("id"), topic.id, None))


def _topics_here(arrival: Arrival, some: Sequence[Fields]) -> dict[str, Topic]:
    """By the ledger, or the very row the archive was written from, come back to its own site."""
    known = ledger(SOURCE, arrival.space.id, [("topics", it.name("id")) for it in some])
    noted = {name: row.topic_id for (_kind, name), row in known.items() if row.topic_id}
    moments = {it.name("id"): it.moment("published") for it in some}
    ids = {name: noted.get(name) or own_id(name) for name in moments}
    rows = Topic.objects.filter(space_id=arrival.space.id).in_bulk(
        [id_ for id_ in ids.values() if id_]
    )
    return {
        name: rows[id_]
        for name, id_ in ids.items()
        if id_ in rows and (name in noted or rows[id_].published_at == moments[name])
    }


def _topic(arrival: Arrival, it: Fields, id_: int) -> Topic:
    kind = it.one_of("kind", Topic.Kind.values)
    return Topic(
        id=id_,
        space=arrival.space,
        # Challenges and ideas become so with all that makes them so, which comes last.
        kind=kind if kind in PLAIN_KINDS else Topic.Kind.DISCUSSION,
        title=one_line(it.text("name"), most=150, least=1),
        author=arrival.actor(it, "attributedTo"),
        published_at=it.moment("published"),
        last_message_at=it.moment("published"),
        source=one_line(it.text("provenance", ""), most=80) or SOURCE,
    )


def _arrive_messages(arrival: Arrival, piece: Piece, ready: Ready) -> None:
    """Everything said. Ids come first, since an answer may stand before what it answers."""
    _name_messages(arrival, piece.messages)
    topic_of = {it.name("id"): it.name("context") for it in piece.messages}
    for it in piece.messages:
        if not arrival.is_new(it, "id"):
            continue
        message = _message(arrival, it, topic_of)
        found = Rendered(html="", text="")
        if message.tombstoned_at is None:
            message.text = clean(arrival.with_own_files(it, it.markdown()), most=MOST_STORED)
            found = arrival.rendered(message.text, message.id)
            message.html = arrive_files(arrival, it, message, html=found.html, rows=ready.rows)
        ready.worded.append((message, found))
        ready.named.append(("messages", it.name("id"), message.topic_id, message.id))


def _name_messages(arrival: Arrival, some: Sequence[Fields]) -> None:
    here = _messages_here(arrival, some)
    fresh = []
    for it in some:
        name = it.name("id")
        if name in arrival.messages:
            raise SourceError(f"{name} is in the archive twice.")
        id_ = arrival.messages[name] = here.get(name, 0)
        arrival.tally.add("unchanged" if id_ else "created", "messages")
        if id_:
            arrival.here.add(name)
        else:
            fresh.append((name, it.moment("published")))
    for (name, _at), id_ in zip(fresh, kept_ids(Message, fresh), strict=True):
        arrival.messages[name] = id_


def _messages_here(arrival: Arrival, some: Sequence[Fields]) -> dict[str, int]:
    known = ledger(SOURCE, arrival.space.id, [("messages", it.name("id")) for it in some])
    here = {name: row.message_id for (_kind, name), row in known.items() if row.message_id}
    moments = {it.name("id"): it.moment("published") for it in some}
    ids = {name: id_ for name in moments if name not in here and (id_ := own_id(name))}
    rows = _moments_of(arrival, list(ids.values()))
    return here | {name: id_ for name, id_ in ids.items() if rows.get(id_) == moments[name]}


def _moments_of(arrival: Arrival, ids: Sequence[int]) -> dict[int, datetime]:
    """Which of these messages are in the space, and since when."""
    found: dict[int, datetime] = {}
    for some in chunks(ids):
        rows = Message.objects.filter(topic__space=arrival.space.id, id__in=some)
        found.update(rows.values_list("id", "published_at"))
    return found


def _message(arrival: Arrival, it: Fields, topic_of: dict[str, str]) -> Message:
    topic = arrival.topic(it, "context")
    answers = it.maybe_name("inReplyTo")
    # What is answered elsewhere is cut off: readers of one topic may not be those of another.
    inside = answers is not None and topic_of.get(answers) == it.name("context")
    return Message(
        id=arrival.message(it, "id"),
        topic=topic,
        number=_number(arrival, it, topic),
        parent_id=arrival.message(it, "inReplyTo") if inside else None,
        author=arrival.actor(it, "attributedTo"),
        kind=it.one_of("kind", Message.Kind.values),
        alignment=it.maybe_number("alignment", -1, 1),
        renderer=RENDERER_VERSION,
        published_at=it.moment("published"),
        edited_at=it.maybe_moment("updated"),
        tombstoned_at=it.maybe_moment("deleted") if it.text("type") == "Tombstone" else None,
        tombstoned_by=arrival.maybe_actor(it, "deletedBy"),
        source=one_line(it.text("provenance", ""), most=80) or SOURCE,
    )


def _number(arrival: Arrival, it: Fields, topic: Topic) -> int:
    """Its own number. Where people wrote on, the next one is given when it is written."""
    expected = topic.last_number + 1
    if arrival.is_new(it, "context") and it.number("number", 1) != expected:
        raise it.wrong("number", f"{expected}, the next one in its topic")
    if expected == 1 and it.values.get("inReplyTo") is not None:
        raise it.wrong("inReplyTo", "to be given for the opening of a topic")
    topic.last_number = expected
    topic.last_message_at = max(topic.last_message_at, it.moment("published"))
    return expected


def _arrive_versions(arrival: Arrival, piece: Piece, ready: Ready) -> None:
    """Earlier wordings."""
    ready.rows[Version] += [
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
        for it in piece.versions
        if arrival.is_new(it, "formerly")
    ]


def _arrive_contributions(arrival: Arrival, piece: Piece, ready: Ready) -> None:
    """Who is credited for what."""
    here = {it.name("id") for it in piece.messages}
    for it in piece.contributions:
        by = it.maybe_name("instrument")
        if by is not None and by not in here:
            arrival.late.append(it)
        elif arrival.is_new(it, "object"):
            ready.rows[Contribution].append(contribution(arrival, it))


def contribution(arrival: Arrival, it: Fields) -> Contribution:
    """One credit."""
    return Contribution(
        topic=arrival.topic(it, "object"),
        actor=arrival.actor(it, "subject"),
        role=it.one_of("relationship", Contribution.Role.values),
        message_id=arrival.maybe_message(it, "instrument"),
        share=it.maybe_number("share", 0, 1000),
        at=it.moment("published"),
    )


def arrive_links(arrival: Arrival) -> list[Link]:
    """Lineage between topics."""
    return [
        Link(
            kind=it.one_of("relationship", Link.Kind.values),
            origin=arrival.topic(it, "subject"),
            target=arrival.topic(it, "object"),
            by=arrival.actor(it, "attributedTo"),
            at=it.moment("published"),
        )
        for it in arrival.archive.lines("links")
    ]
