"""What topics of this app's kind show on their page, and when one may reply to them."""

from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.conversations.kinds import OwnAct, OwnedKind, Panel, own
from groundswell.conversations.models import Message, Topic
from groundswell.conversations.places import writes_in_space
from groundswell.live.rules import require_may_reply
from groundswell.live.selectors.session import session_panel


def _session(topic: Topic, viewer: Actor | None) -> Panel:
    values = session_panel(topic, viewer)
    if values is None:  # brought in from elsewhere, where only its words came along
        return Panel(head="", aside="", values=None)
    return Panel(head="live/_session_head.html", aside="live/_session_aside.html", values=values)


def _grow(message: Message, viewer: Actor | None) -> list[OwnAct]:
    """Something can be made of whatever was said in it."""
    if message.number == 1 or viewer is None:
        return []
    address = f"/t/{message.topic_id}/grow/{message.id}/"
    return [OwnAct(text=_("Make something of it"), address=address, page=True)]


own(
    OwnedKind(
        name=Topic.Kind.SESSION,
        panel=_session,
        require_reply=require_may_reply,
        message_acts=_grow,
    )
)
writes_in_space("session", "session/")
