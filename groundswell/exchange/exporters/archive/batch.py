"""Some topics with everything said in them, read by one query a noun."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from groundswell.actors.models import Actor
from groundswell.conversations.models import (
    Attachment,
    Contribution,
    Hashtag,
    Mention,
    Message,
    Reaction,
    Reshare,
    Tagging,
    Topic,
    Version,
)
from groundswell.spaces.models import Space

AT_ONCE = 500

Row = TypeVar("Row", bound=Model)


@dataclass
class Batch:
    """Rows by the message they hang on."""

    topics: Sequence[Topic]
    messages: Sequence[Message]
    contributions: Sequence[Contribution]
    versions: dict[int, list[Version]] = field(default_factory=lambda: defaultdict(list))
    reactions: dict[int, list[Reaction]] = field(default_factory=lambda: defaultdict(list))
    reshares: dict[int, list[Reshare]] = field(default_factory=lambda: defaultdict(list))
    files: dict[int, list[Attachment]] = field(default_factory=lambda: defaultdict(list))
    tags: dict[int, list[Hashtag]] = field(default_factory=lambda: defaultdict(list))
    mentions: dict[int, list[Actor]] = field(default_factory=lambda: defaultdict(list))

    def actors(self) -> Iterator[Actor]:
        """Everybody who is named by a row of the batch."""
        for topic in self.topics:
            yield topic.author
            yield from _carers(topic)
        for message in self.messages:
            yield message.author
            if message.tombstoned_by is not None:
                yield message.tombstoned_by
        yield from (contribution.actor for contribution in self.contributions)
        yield from (it.by for rows in self.versions.values() for it in rows)
        yield from (it.actor for rows in self.reactions.values() for it in rows)
        yield from (it.actor for rows in self.reshares.values() for it in rows)
        yield from (it.owner for rows in self.files.values() for it in rows)
        yield from (it for rows in self.mentions.values() for it in rows)

    def message_ids(self) -> Iterator[int]:
        """Every message of the batch, and what it answers."""
        for message in self.messages:
            yield message.id
            if message.parent_id is not None:
                yield message.parent_id
        for topic in self.topics:
            if accepted := getattr(topic, "accepted", None):
                yield accepted.message_id


def _carers(topic: Topic) -> Iterator[Actor]:
    for name in ("lock", "pin", "closing", "accepted"):
        row = getattr(topic, name, None)
        if row is not None:
            yield row.by
    yield from (holding.by for holding in topic.holding_replies.all())
    yield from (too.actor for too in topic.me_toos.all())


def read_batch(topics: Sequence[Topic], space: Space) -> Batch:
    """Reads what hangs on these topics."""
    ids = [topic.id for topic in topics]
    places = {id_: place for place, id_ in enumerate(ids)}
    messages = sorted(
        Message.objects.filter(topic__in=ids).select_related("author", "tombstoned_by"),
        key=lambda message: (places[message.topic_id], message.number),
    )
    credits_ = Contribution.objects.filter(topic__in=ids).select_related("actor")
    batch = Batch(
        topics=topics,
        messages=messages,
        contributions=sorted(
            credits_, key=lambda it: (places[it.topic_id], it.at, it.role, it.actor.handle)
        ),
    )
    all_ids = [message.id for message in messages]
    for start in range(0, len(all_ids), AT_ONCE):
        _hang(batch, all_ids[start : start + AT_ONCE], space)
    return batch


def _hang(batch: Batch, ids: list[int], space: Space) -> None:
    here = Q(message__in=ids)
    standing = here & Q(message__tombstoned_at=None)
    _group(Version.objects.filter(standing).select_related("by").order_by("number"), batch.versions)
    _group(Reaction.objects.filter(standing).select_related("actor"), batch.reactions)
    passed_on = Reshare.objects.filter(standing, Q(into=None) | Q(into=space), withdrawn_at=None)
    _group(passed_on.select_related("actor", "via__actor"), batch.reshares)
    files = Attachment.objects.filter(standing).select_related("owner")
    _group(files.order_by("created_at", "path"), batch.files)
    for tagging in Tagging.objects.filter(standing).select_related("tag").order_by("tag_id"):
        batch.tags[tagging.message_id].append(tagging.tag)
    for mention in Mention.objects.filter(standing).select_related("actor"):
        batch.mentions[mention.message_id].append(mention.actor)


def _group(rows: QuerySet[Row], into: dict[int, list[Row]]) -> None:
    for row in rows:
        # Every one of these hangs on a message, which the type of a row cannot say.
        into[row.message_id].append(row)  # type: ignore[attr-defined]
