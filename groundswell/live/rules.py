"""Who may do what in sessions. Each `require_` raises with the reason."""

from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import Topic
from groundswell.conversations.rules import require_unlocked
from groundswell.core.errors import Conflict, Refused
from groundswell.live.models import Session
from groundswell.spaces.models import Space
from groundswell.spaces.rules import (
    is_steward,
    require_accepted,
    require_may_start,
    require_member,
    require_open,
    require_steward,
)

ZONES = frozenset(available_timezones())


def require_may_announce(person: Actor, space: Space) -> None:
    """Who opens topics in a space announces sessions in it."""
    require_may_start(person, space)
    require_accepted(person, space)


def may_host(person: Actor | None, session: Session) -> bool:
    """Whether the person leads the session: its host, who announced it, and stewards."""
    if person is None:
        return False
    own = person.id in {session.host_id, session.topic.author_id}
    return own or is_steward(person, session.topic.space)


def require_may_host(person: Actor, session: Session) -> None:
    """The same, with the reason, while the space is open and the topic not closed."""
    space = session.topic.space
    if person.id in {session.host_id, session.topic.author_id}:
        require_member(person, space)
    else:
        require_steward(person, space)
        require_open(space)
    require_unlocked(person, session.topic)


def require_may_reply(_person: Actor, _topic: Topic) -> None:
    """A session's conversation is open before, during and after it."""


def require_host_belongs(host: Actor, space: Space) -> None:
    """Whoever hosts belongs to the space."""
    try:
        require_member(host, space)
    except Refused as error:
        says = _("%(name)s does not belong to %(space)s. Invite them first, or choose a member.")
        raise Refused(says % {"name": host.name, "space": space.name}) from error


def require_state(session: Session, *states: str) -> None:
    """The session is in one of these states: somebody else may have moved it on."""
    if session.state in states:
        return
    sentences = {
        Session.State.ANNOUNCED: _("The session has not begun yet."),
        Session.State.LIVE: _("The session is live already."),
        Session.State.WRAP_UP: _("The session is wrapping up already."),
        Session.State.RECAPPED: _("The session is over. Its recap is on its page."),
    }
    raise Conflict(sentences[Session.State(session.state)])
