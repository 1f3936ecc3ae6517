"""Lines of a session's chat: replies of its topic, each short."""

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import append
from groundswell.conversations.models import Message
from groundswell.core.text.clean import clean
from groundswell.live.actions._holding import hold
from groundswell.live.actions._telling import tell_line
from groundswell.live.activities import LINE_WRITTEN
from groundswell.live.filing import prompt_for
from groundswell.live.models import Participant, Prompt, Session
from groundswell.live.rules import require_may_chat
from groundswell.spaces.models import Space

LONGEST = 1000


@action
def write_line(
    *,
    actor: Actor,
    session: Session,
    participant: Participant,
    text: str,
    chosen: int | None = None,
) -> Message:
    """Says something in the room; it goes beneath the prompt it names, the one chosen by hand, or
    the one put last."""
    held = hold(session)
    require_may_chat(held, participant)
    at = moment()
    words = clean(text, most=LONGEST, least=1, field="text")
    put = Prompt.objects.filter(session=held, message__isnull=False).select_related("message")
    prompt = prompt_for(words, list(put), chosen)
    line = append(held.topic, author=actor, text=words, parent=prompt.message if prompt else None)
    Space.objects.filter(id=held.topic.space_id).update(last_activity_at=at)
    if participant.spoke_at is None:
        participant.spoke_at = at
        participant.save(update_fields=["spoke_at"])
    tell_line(held, line)
    record(
        LINE_WRITTEN,
        actor=actor,
        space_id=held.topic.space_id,
        topic_id=held.topic_id,
        message_id=line.id,
        target_actor_id=held.topic.author_id,
    )
    return line
