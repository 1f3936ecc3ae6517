"""Lines of a session's chat: replies of its topic, each short."""

from datetime import timedelta

from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record, unlogged
from groundswell.actors.models import Actor
from groundswell.conversations.actions._append import append
from groundswell.conversations.models import Message
from groundswell.core.errors import Conflict
from groundswell.core.text.clean import clean
from groundswell.live.actions._holding import hold
from groundswell.live.actions._telling import tell_desk, tell_held, tell_line
from groundswell.live.activities import LINE_WRITTEN
from groundswell.live.filing import prompt_for
from groundswell.live.models import HeldLine, Participant, Prompt, Session
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
    words = clean(text, most=LONGEST, least=1, field="text")
    return _said(actor, held, participant, words, chosen)


@unlogged(because="nobody has read it yet")
def hold_line(
    *,
    actor: Actor,
    session: Session,
    participant: Participant,
    text: str,
    chosen: int | None = None,
) -> HeldLine:
    """The same, in a few seconds: until then a moderator can take it out."""
    require_may_chat(session, participant)
    line = HeldLine(
        session=session,
        participant=participant,
        actor=actor,
        text=clean(text, most=LONGEST, least=1, field="text"),
        chosen=chosen,
        at=moment(),
        due_at=moment() + timedelta(seconds=session.delay),
    )
    line.save(force_insert=True)
    tell_held(session)
    tell_desk(session)
    return line


@action
def show_line(*, actor: Actor, line: HeldLine) -> Message:
    """A line that waited long enough shows."""
    held = hold(line.session)
    require_may_chat(held, line.participant)
    if not HeldLine.objects.filter(id=line.id).delete()[0]:
        raise Conflict(_("This line was shown already, or taken out."))
    tell_desk(held)
    return _said(actor, held, line.participant, line.text, line.chosen)


@unlogged(because="its chat is over, and nobody has read them")
def drop_line(*, actor: Actor, line: HeldLine) -> None:
    """It cannot show any more."""
    del actor
    HeldLine.objects.filter(id=line.id).delete()


def _said(
    actor: Actor, session: Session, participant: Participant, words: str, chosen: int | None
) -> Message:
    at = moment()
    put = Prompt.objects.filter(session=session, message__isnull=False).select_related("message")
    prompt = prompt_for(words, list(put), chosen)
    parent = prompt.message if prompt else None
    line = append(session.topic, author=actor, text=words, parent=parent)
    Space.objects.filter(id=session.topic.space_id).update(last_activity_at=at)
    if participant.spoke_at is None:
        participant.spoke_at = at
        participant.save(update_fields=["spoke_at"])
    tell_line(session, line)
    record(
        LINE_WRITTEN,
        actor=actor,
        space_id=session.topic.space_id,
        topic_id=session.topic_id,
        message_id=line.id,
        target_actor_id=session.topic.author_id,
    )
    return line
