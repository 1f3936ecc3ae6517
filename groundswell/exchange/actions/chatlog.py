"""Makes a past session of the topic that a chat's log landed as."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from groundswell.activity.bulk import bulk_action
from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Topic
from groundswell.exchange.models import Imported
from groundswell.live.models import Participant, Prompt, Session


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """When the chat took place, and the key of the line that each prompt is."""

    prompts: dict[int, str]
    began: datetime
    ended: datetime


@bulk_action
def bring_past_session(*, actor: Actor, topic: Topic, past: Past) -> Session:
    """Whoever spoke took part, and lines that are prompts become them; a second time adds what is
    new."""
    began, ended = past.began, past.ended
    minutes = max(5, min(1440, int((ended - began).total_seconds() // 60) + 1))
    session, _made = Session.objects.get_or_create(
        topic=topic,
        defaults={
            "purpose": topic.title,
            "host": actor,
            "starts_at": began,
            "minutes": minutes,
            "state": Session.State.RECAPPED,
            "began_at": began,
            "closed_at": ended,
            # What was added long ago is told to nobody as new.
            "grown_at": ended,
            "source": topic.source,
        },
    )
    said = Message.objects.filter(topic=topic, number__gt=1)
    known = set(Participant.objects.filter(session=session).values_list("actor_id", flat=True))
    authors = set(said.values_list("author_id", flat=True)) - known
    Participant.objects.bulk_create(
        Participant(session=session, actor_id=author, at=began, spoke_at=began)
        for author in sorted(authors)
    )
    _prompts(session, past.prompts)
    return session


def _prompts(session: Session, prompts: dict[int, str]) -> None:
    rows = Imported.objects.filter(
        source=session.source,
        scope=session.topic.space_id,
        key__in=prompts.values(),
        message__isnull=False,
    )
    by_key: dict[str, Any] = {row.key: row.message for row in rows.select_related("message")}
    for number, key in prompts.items():
        message = by_key.get(key)
        if message is None or Prompt.objects.filter(session=session, number=number).exists():
            continue
        message.kind = Message.Kind.PROMPT
        message.save(update_fields=["kind"])
        Prompt(session=session, number=number, message=message, put_at=message.published_at).save(
            force_insert=True
        )
