"""What every change of a question's state shares. Called by actions, inside them."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from groundswell.activity.declarations import Kind
from groundswell.activity.log import moment, record
from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import append
from groundswell.conversations.actions._words import index_words, set_words
from groundswell.conversations.models import Message
from groundswell.core.bus import publish
from groundswell.live.models import Participant, Question, QuestionChange
from groundswell.live.rules import family_of

KEPT = (
    *("state", "current_at", "answered_at", "how", "answer_id", "answer_url", "reason", "note"),
    *("merged_into_id", "carried_to_id"),
)


def note_change(question: Question, by: Actor, after: str) -> None:
    """Who moves it where, and what it was; call it before anything is changed."""
    _change(question, by, after, moment()).save(force_insert=True)


def note_changes(
    questions: QuerySet[Question], by: Actor, after: str, *, at: datetime
) -> list[int]:
    """The same of many at one moment. Gives which they are."""
    found = list(questions.order_by("id"))
    QuestionChange.objects.bulk_create([_change(one, by, after, at) for one in found])
    return [one.id for one in found]


def _change(question: Question, by: Actor, after: str, at: datetime) -> QuestionChange:
    was = {name: _plain(getattr(question, name)) for name in KEPT if name != "note"}
    return QuestionChange(
        question=question, by=by, at=at, before=question.state, after=after, was=was
    )


def publish_words(question: Question, author: Actor) -> None:
    """Its words become a message of the topic, for everybody; or the one it had stands again."""
    if question.message is None:
        question.message = append(
            question.session.topic,
            author=author,
            text=question.words,
            kind=Message.Kind.QUESTION,
        )
    else:
        _put_words(question.message, question.words)
        question.message.tombstoned_at = question.message.tombstoned_by = None
        question.message.save(update_fields=["tombstoned_at", "tombstoned_by"])
    question.words = ""
    question.opened_at = question.opened_at or moment()


def take_words_back(question: Question, by: Actor) -> None:
    """Nobody but its asker and the moderators reads it any more."""
    message = question.message
    if message is None or question.words:
        return
    question.words = message.text[:500]
    tombstone_words(message, by)


def tombstone_words(message: Message, by: Actor) -> None:
    """Its place stays, and its number; its words are gone."""
    _put_words(message, "")
    message.tombstoned_at, message.tombstoned_by = moment(), by
    message.save(update_fields=["tombstoned_at", "tombstoned_by"])


def voice_of(question: Question, anonymous: Actor) -> Actor:
    """In whose name its message stands."""
    asker = question.asker
    if question.voice != Question.Voice.NAMED or asker is None or asker.actor is None:
        return anonymous
    return asker.actor


def trust(participant: Participant | None) -> None:
    """A moderator let something of theirs through: what they ask next need not wait."""
    if participant is not None and participant.trusted_at is None:
        participant.trusted_at = moment()
        participant.save(update_fields=["trusted_at"])


def record_change(
    kind: Kind,
    actor: Actor,
    question: Question,
    *reworded: Message | None,
    since: datetime | None = None,
) -> None:
    """The activity of a change; whom it is about is looked up by who tells them. Messages that it
    made, or whose words it took back, are found by these from now on, or no more. What takes a
    change back says when that was: what was told `since` then is not so."""
    tell_room_of_asker(question)
    changed = [str(message.id) for message in reworded if message is not None]
    record(
        kind,
        actor=actor,
        space_id=question.session.topic.space_id,
        topic_id=question.session.topic_id,
        message_id=question.message_id if not question.words else None,
        data={"question": str(question.id)}
        | ({"messages": changed} if changed else {})
        | ({"since": since.isoformat()} if since else {}),
    )


def tell_room_of_asker(question: Question) -> None:
    """The asker's room, where it is open, looks again what became of their questions, and so do
    those of whoever asked what was merged into it. Who that is where nobody knows it, nobody is
    told: all hear that something became of one, and whose device keeps the key of one looks."""
    askers = family_of(question).values_list("asker__actor", flat=True).distinct()
    for actor_id in askers:
        if actor_id:
            transaction.on_commit(partial(publish, f"person-{actor_id}"))
        else:
            transaction.on_commit(partial(publish, question.session.channel, "asked"))


def _put_words(message: Message, text: str) -> None:
    found = set_words(message, text)
    message.save(update_fields=["text", "html", "renderer"])
    index_words(message, found, fresh=False)


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
