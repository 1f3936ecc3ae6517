"""Walks through a space, a few topics at a time, and gives every object that goes into the file.

What points out of the space (an answer whose question moved elsewhere, a reshare into another
space) is cut at the border: everything an archive names is in it.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models import Q

from groundswell.conversations.models import Link, Message
from groundswell.exchange.exporters.archive import objects as made
from groundswell.exchange.exporters.archive.batch import Batch, read_batch
from groundswell.exchange.exporters.archive.decisions import decision_lines
from groundswell.exchange.exporters.archive.ideas import challenge_lines
from groundswell.exchange.exporters.archive.known import Known, Line
from groundswell.exchange.exporters.archive.objects import Object
from groundswell.exchange.exporters.archive.sessions import session_lines
from groundswell.spaces.models import Membership, Space

TOPICS_AT_ONCE = 50


class Walk(Known):
    """One pass over the space."""

    def __init__(self, space: Space) -> None:
        super().__init__(space)
        self.writers: set[int] = set()

    def batches(self) -> Iterator[Batch]:
        """The topics by their date, with everything said in them."""
        topics = (
            self.here()
            .select_related("author", "space__actor", "lock__by", "pin__by", "closing__by")
            .select_related("accepted__by")
            .prefetch_related("holding_replies__by", "me_toos__actor")
            .order_by("published_at", "id")
            .iterator(chunk_size=TOPICS_AT_ONCE)
        )
        while some := list(islice(topics, TOPICS_AT_ONCE)):
            batch = read_batch([it for it in some if it.id in self.topics], self.space)
            self._learn(batch)
            yield batch

    def _learn(self, batch: Batch) -> None:
        """Everybody and everything that the batch names, before any of it is written."""
        for actor in batch.actors():
            self.actors[actor.id] = actor
        self.writers.update(message.author_id for message in batch.messages)
        self.names.learn("actor", [actor.id for actor in batch.actors()])
        self.names.learn("topic", [topic.id for topic in batch.topics])
        self.names.learn("message", batch.message_ids())

    def lines(self, batch: Batch) -> Iterator[Line]:
        """The objects of one batch, each with the file it belongs to."""
        names = self.names
        for topic in batch.topics:
            yield "topics", made.topic_object(topic, names, self.messages)
        for message in batch.messages:
            if message.id not in self.messages:
                continue
            yield "messages", self._message(message, batch)
            for version in batch.versions[message.id]:
                yield "versions", made.version_object(version, names)
            yield from _sorted("reactions", self._reactions(message, batch))
            yield from _sorted("reshares", self._reshares(message, batch))
        for contribution in batch.contributions:
            yield "contributions", made.contribution_object(contribution, names)

    def _message(self, message: Message, batch: Batch) -> Object:
        tags = [{"type": "Hashtag", "name": f"#{tag.name}"} for tag in batch.tags[message.id]]
        people = sorted(batch.mentions[message.id], key=lambda actor: actor.handle)
        tags += [
            {"type": "Mention", "name": f"@{actor.address}", "href": self.names.actor(actor)}
            for actor in people
        ]
        files = [made.attachment_object(it, self.names) for it in batch.files[message.id]]
        inside = message.parent_id is None or message.parent_id in self.messages
        return made.message_object(message, self.names, tags=tags, files=files, inside=inside)

    def _reactions(self, message: Message, batch: Batch) -> Iterator[Object]:
        return (made.reaction_object(it, self.names) for it in batch.reactions[message.id])

    def _reshares(self, message: Message, batch: Batch) -> Iterator[Object]:
        for reshare in batch.reshares[message.id]:
            via = reshare.via
            known = via is not None and via.withdrawn_at is None and via.message_id in self.messages
            inside = known and via is not None and via.into_id in {None, self.space.id}
            yield made.reshare_object(reshare, self.names, self.space, inside=inside)

    def links(self) -> Iterator[Line]:
        """Lineage between topics that are both in the archive."""
        rows = Link.objects.filter(origin__in=self.here(), target__in=self.here())
        found = [
            it for it in rows.select_related("by") if {it.origin_id, it.target_id} <= self.topics
        ]
        self.meet(link.by for link in found)
        yield from _sorted("links", (made.link_object(link, self.names) for link in found))

    def ideas(self) -> Iterator[Line]:
        """What challenges and ideas have besides their words."""
        return challenge_lines(self)

    def sessions(self) -> Iterator[Line]:
        """What sessions have besides their words."""
        return session_lines(self)

    def decisions(self) -> Iterator[Line]:
        """What decisions have besides their words."""
        return decision_lines(self)

    def people(self) -> Iterator[Line]:
        """Guidelines; stewards, and those members who wrote; last of all everybody met."""
        guidelines = list(self.space.guidelines.select_related("by").order_by("number"))
        belong = self.space.memberships.select_related("actor", "space__actor", "affiliation")
        seen = belong.filter(Q(role=Membership.Role.STEWARD) | Q(actor__in=list(self.writers)))
        members = list(seen)
        self.meet(guideline.by for guideline in guidelines)
        self.meet([closing.by] if (closing := getattr(self.space, "closing", None)) else [])
        self.meet(membership.actor for membership in members)
        for guideline in guidelines:
            yield "guidelines", made.guideline_object(guideline, self.names)
        rows = (made.membership_object(membership, self.names) for membership in members)
        yield from _sorted("memberships", rows)
        everybody = (made.actor_object(actor, self.names) for actor in self.actors.values())
        yield from _sorted("actors", everybody)


def _sorted(noun: str, objects: Iterable[Object]) -> Iterator[Line]:
    """In an order that does not depend on ids, so that an archive of an archive is the same."""
    keys = ("published", "startTime", "id", "subject", "actor", "object", "relationship", "content")
    for it in sorted(objects, key=lambda it: [str(it.get(key, "")) for key in keys]):
        yield noun, it
