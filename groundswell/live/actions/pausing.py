"""The panic button, and how soon lines of the chat show."""

from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.core.errors import Conflict, Invalid
from groundswell.live.actions._holding import hold
from groundswell.live.actions._telling import tell_desk, tell_held, tell_state, tell_wall
from groundswell.live.activities import CHAT_DELAYED, LINE_TAKEN_OUT, ROOM_GOES_ON, ROOM_PAUSED
from groundswell.live.models import HeldLine, Session
from groundswell.live.rules import require_may_host

LONGEST_DELAY = 15


@action
def pause_room(*, actor: Actor, session: Session) -> Session:
    """At once nobody writes, the wall is blank and the chat is hidden."""
    require_may_host(actor, session)
    held = hold(session)
    if held.is_over:
        raise Conflict(_("The session is over. Close its topic to stop what is written there."))
    if held.frozen_at is not None:
        raise Conflict(_("The room is closed already."))
    held.frozen_at = moment()
    _keep(held, ROOM_PAUSED, actor)
    return held


@action
def go_on_with_room(*, actor: Actor, session: Session) -> Session:
    """The room is as it was before; lines that waited show now."""
    require_may_host(actor, session)
    held = hold(session)
    if held.frozen_at is None:
        raise Conflict(_("The room is open already."))
    held.frozen_at = None
    _keep(held, ROOM_GOES_ON, actor)
    tell_held(held)
    return held


@action
def delay_chat(*, actor: Actor, session: Session, seconds: int) -> Session:
    """Lines show so many seconds after they were written, and can be taken out before."""
    require_may_host(actor, session)
    if not 0 <= seconds <= LONGEST_DELAY:
        raise Invalid(_("Lines wait for 0 to 15 seconds."), "seconds")
    held = hold(session)
    held.delay = seconds
    held.save(update_fields=["delay"])
    _record(CHAT_DELAYED, actor, held)
    return held


@action
def take_out_line(*, actor: Actor, line: HeldLine) -> None:
    """It never shows."""
    require_may_host(actor, line.session)
    held = hold(line.session)
    if not HeldLine.objects.filter(id=line.id, session=held).delete()[0]:
        raise Conflict(_("This line shows already. Delete it in the conversation."))
    tell_desk(held)
    _record(LINE_TAKEN_OUT, actor, held)


def _keep(session: Session, kind: Kind, actor: Actor) -> None:
    session.save(update_fields=["frozen_at"])
    tell_state(session)
    tell_wall(session)
    tell_desk(session)
    _record(kind, actor, session)


def _record(kind: Kind, actor: Actor, session: Session) -> None:
    record(kind, actor=actor, space_id=session.topic.space_id, topic_id=session.topic_id)
