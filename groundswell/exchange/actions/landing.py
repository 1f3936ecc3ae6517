"""Writes one batch of a source: people, conversations, changes, and what makes it repeatable."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.activity.bulk import bulk_action
from groundswell.activity.log import importing
from groundswell.actors.models import Actor
from groundswell.challenges.actions.bulk import bring_ideas
from groundswell.conversations.actions import edit_message
from groundswell.conversations.actions._files import claim_files
from groundswell.conversations.actions.bulk import Conversation, Said, bring_conversations
from groundswell.conversations.models import Message
from groundswell.core.clock import now
from groundswell.core.errors import DomainError
from groundswell.core.rows import insert_all
from groundswell.core.text.clean import clean
from groundswell.exchange.actions._challenge import flow_of
from groundswell.exchange.actions._files import text_with_files
from groundswell.exchange.actions._people import people_of
from groundswell.exchange.importers.plan import Addition, Plan, plan
from groundswell.exchange.importers.shapes import Landing, SourceMessage, Thread
from groundswell.exchange.importers.tally import Tally
from groundswell.exchange.models import Imported
from groundswell.spaces.models import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a source's threads go: topics of a space, or ideas of its challenge `landing`."""

    space: Space
    source: str
    landing: Landing | None = None


@bulk_action
def land_batch(*, actor: Actor, place: Place, threads: Sequence[Thread], tally: Tally) -> None:
    """Brings what is new and changed in these threads; all of it or, after a kill, nothing."""
    source, space = place.source, place.space
    made = plan(source, space.id, threads, tally=tally)
    people = people_of(source, made.people)
    conversations = [
        _conversation(addition, made, people, space=space, tally=tally)
        for addition in made.additions
    ]
    flow = None
    if place.landing is None:
        written = bring_conversations(
            actor=actor, space=space, source=source, conversations=conversations
        )
    else:
        begun = min(thread.opening.at for thread in threads)
        flow = flow_of(actor, space=space, source=source, landing=place.landing, begun=begun)
        ideas = flow.ideas(made.additions, conversations)
        written = bring_ideas(actor=actor, challenge=flow.challenge, source=source, ideas=ideas)
    _claim_files(made.additions, written)
    _note(source, space, made.additions, written)
    for row, message in made.changes:
        _change(row, message, source, tally)
    if flow is not None:
        flow.refit(actor, threads, made)


def _claim_files(additions: Sequence[Addition], written: Sequence[Sequence[Message]]) -> None:
    for addition, messages in zip(additions, written, strict=True):
        for given, message in zip(addition.messages, messages, strict=True):
            if given.files:
                claim_files(message, fresh=True)


def _conversation(
    addition: Addition, made: Plan, people: dict[str, Actor], *, space: Space, tally: Tally
) -> Conversation:
    places = {message.key: place for place, message in enumerate(addition.messages)}
    return Conversation(
        topic=addition.topic,
        title=addition.thread.opening.title,
        kind=addition.thread.kind,
        messages=[
            Said(
                author=people[message.person.key],
                text=text_with_files(
                    message, author=people[message.person.key], space=space, tally=tally
                ),
                at=message.at,
                parent=_parent(message, place, places, addition, made),
                alignment=message.alignment,
            )
            for place, message in enumerate(addition.messages)
        ],
    )


def _parent(
    message: SourceMessage, place: int, places: dict[str, int], addition: Addition, made: Plan
) -> Message | int | None:
    """What the message answers: one of the same batch before it, or one that is here."""
    before = places.get(message.parent, place)
    if before < place:
        opens = before == 0 and addition.topic is None
        return None if opens else before
    row = made.known.get((message.kind, message.parent))
    here = row.message if row else None
    topic = addition.topic
    return here if here and topic and here.topic_id == topic.id and here.number > 1 else None


def _note(
    source: str, space: Space, additions: Sequence[Addition], written: Sequence[Sequence[Message]]
) -> None:
    at, where = now(), (source, space.id)
    insert_all(
        Imported,
        ("source", "scope", "kind", "key", "digest", "actor_id", "topic_id", "message_id", "at"),
        [
            (*where, it.kind, it.key, it.digest, row.author_id, row.topic_id, row.id, at)
            for addition, messages in zip(additions, written, strict=True)
            for it, row in zip(addition.messages, messages, strict=True)
        ],
    )


def _change(row: Imported, given: SourceMessage, source: str, tally: Tally) -> None:
    """Edits the message as its author would; the earlier wording stays as a version."""
    message = row.message
    if message is None:
        return
    try:
        if message.text != clean(given.text) or (given.title not in {"", message.topic.title}):
            with importing(source, now()):
                edit_message(
                    actor=message.author, message=message, text=given.text, title=given.title
                )
    except DomainError as refused:
        tally.add("updated", given.kind, -1)
        tally.skip(given.kind, str(refused))
        return
    row.digest = given.digest
    row.at = now()
    row.save(update_fields=["digest", "at"])
