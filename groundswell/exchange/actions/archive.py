"""Writes what an archive brings, a piece at a time: rows only, since all else was made ready."""

from collections.abc import Sequence

from groundswell.activity.bulk import Entry, bulk_action, record_many
from groundswell.activity.log import importing
from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import standing
from groundswell.conversations.activities import REPLY_POSTED, TOPIC_OPENED
from groundswell.conversations.models import (
    Contribution,
    Hashtag,
    Link,
    Mention,
    Message,
    Reaction,
    Tagging,
    Topic,
)
from groundswell.core.clock import now
from groundswell.core.rows import insert_all, insert_objects
from groundswell.exchange.actions._arrival import Arrival
from groundswell.exchange.actions._arriving_people import (
    Belonging,
    Described,
    Newcomer,
    free_handle,
    make,
)
from groundswell.exchange.actions._arriving_words import Ready, Worded
from groundswell.exchange.actions._importer import importer
from groundswell.exchange.archives import SOURCE
from groundswell.exchange.models import Imported
from groundswell.spaces.actions import open_space
from groundswell.spaces.models import Affiliation, Guideline, Membership, Space


@bulk_action
def bring_people(*, actor: Actor, newcomers: Sequence[Newcomer]) -> None:
    """Makes those who are not here."""
    for newcomer in newcomers:
        make(newcomer)


@bulk_action
def open_brought_space(*, actor: Actor, described: Described, handle: str) -> Space:
    """Opens the space as it was run where it comes from."""
    with importing(SOURCE, described.opened_at):
        space = open_space(
            actor=described.steward or importer(),
            handle=free_handle(handle or described.handle, described.name),
            name=described.name,
            purpose=described.purpose,
            visibility=described.visibility,
            joining=described.joining,
        )
    # The archive says since when; they come with the others who belong to the space.
    if described.steward is not None:
        Membership.objects.filter(space=space, actor=described.steward).delete()
    Space.objects.filter(id=space.id).update(
        **described.settings, licence=described.licence or space.licence
    )
    Actor.objects.filter(id=space.actor_id).update(picture=described.picture)
    if described.closed:
        described.closed.space = space
        described.closed.save(force_insert=True)
    Imported(source=SOURCE, scope=space.id, kind="spaces", key=described.key).save()
    return space


@bulk_action
def give_steward(*, actor: Actor, space: Space, steward: Actor) -> None:
    """Lets somebody look after it besides those whom the archive names and nobody has claimed."""
    role = {"role": Membership.Role.STEWARD}
    Membership.objects.update_or_create(space=space, actor=steward, defaults=role)
    _count(space)


@bulk_action
def bring_memberships(*, actor: Actor, space: Space, belonging: Sequence[Belonging]) -> None:
    """Who belongs to the space, but those who do already."""
    for it in belonging:
        defaults = {"role": it.role, "since": it.since}
        membership, _made = Membership.objects.get_or_create(
            space=space, actor=it.actor, defaults=defaults
        )
        if it.affiliation is not None:
            Affiliation.objects.get_or_create(membership=membership, defaults=it.affiliation)
    _count(space)


@bulk_action
def bring_guidelines(*, actor: Actor, guidelines: Sequence[Guideline]) -> None:
    """The versions that are not here."""
    Guideline.objects.bulk_create(guidelines, ignore_conflicts=True)


@bulk_action
def bring_piece(*, actor: Actor, arrival: Arrival, ready: Ready) -> None:
    """Whole topics with everything in them: all of it or, after a kill, nothing."""
    insert_objects(Topic, ready.topics)
    _grow(ready)
    insert_objects(Message, [message for message, _found in ready.worded])
    _index(arrival, ready.worded)
    for model, rows in ready.rows.items():
        model._default_manager.bulk_create(rows, ignore_conflicts=model is Reaction)
    _record(arrival, [message for message, _found in ready.worded])
    at, where = now(), (SOURCE, arrival.space.id)
    insert_all(
        Imported,
        ("source", "scope", "kind", "key", "digest", "topic_id", "message_id", "at"),
        [(*where, kind, name, "", *ids, at) for kind, name, *ids in ready.named],
        ignore_conflicts=True,
    )
    _count(arrival.space)


def _grow(ready: Ready) -> None:
    """Numbers for what came to topics that were here, which people may have written in since."""
    fresh = {topic.id for topic in ready.topics}
    grown = [message for message, _found in ready.worded if message.topic_id not in fresh]
    here = {message.topic_id for message in grown}
    locked = {topic.id: topic for topic in Topic.objects.select_for_update().filter(id__in=here)}
    places = dict(
        Message.objects.filter(id__in={message.parent_id for message in grown}).values_list(
            "id", "topic"
        )
    )
    for message in grown:
        topic = message.topic = standing(locked[message.topic_id], locked)
        places[message.id] = topic.id
        topic.last_number += 1
        topic.last_message_at = max(topic.last_message_at, message.published_at)
        message.number = topic.last_number
    for message in grown:
        if message.parent_id and places.get(message.parent_id) != message.topic_id:
            message.parent_id = None
    Topic.objects.bulk_update(locked.values(), ["last_number", "last_message_at"])


def _index(arrival: Arrival, worded: Sequence[Worded]) -> None:
    """Whom and which tags the messages name."""
    tags = {tag.name: tag.shown for _message, found in worded for tag in found.hashtags}
    Hashtag.objects.bulk_create(
        [Hashtag(key=key, name=name) for key, name in tags.items()], ignore_conflicts=True
    )
    insert_all(
        Tagging,
        ("message_id", "topic_id", "tag_id"),
        [
            (message.id, message.topic_id, tag.name)
            for message, found in worded
            for tag in found.hashtags
        ],
    )
    Mention.objects.bulk_create(
        [
            Mention(message=message, actor=arrival.people[handle.lower()])
            for message, found in worded
            for handle in found.mentions
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


@bulk_action
def bring_lineage(
    *, actor: Actor, space: Space, links: Sequence[Link], late: Sequence[Contribution]
) -> None:
    """What leads from topic to topic, once they are all here."""
    Link.objects.bulk_create(links, ignore_conflicts=True)
    Contribution.objects.bulk_create(late, ignore_conflicts=True)
    _count(space)


@bulk_action
def recount(*, actor: Actor, space: Space) -> None:
    """Counts what the space lists, once ideas are listed by their challenges."""
    _count(space)


def _count(space: Space) -> None:
    """The space's own counts, from what is there now."""
    latest = space.topics.order_by("-last_message_at").first()
    Space.objects.filter(id=space.id).update(
        topic_count=space.topics.filter(removed_at=None, within=None).count(),
        member_count=space.memberships.count(),
        last_activity_at=latest.last_message_at if latest else space.created_at,
    )
