"""What topics of this app's kind show on their page, and when one may reply to them."""

from groundswell.actors.models import Actor
from groundswell.conversations.kinds import OwnedKind, Panel, own
from groundswell.conversations.models import Topic
from groundswell.conversations.places import writes_in_space
from groundswell.live.rules import require_may_reply
from groundswell.live.selectors.session import session_panel


def _session(topic: Topic, viewer: Actor | None) -> Panel:
    values = session_panel(topic, viewer)
    if values is None:  # brought in from elsewhere, where only its words came along
        return Panel(head="", aside="", values=None)
    return Panel(head="live/_session_head.html", aside="live/_session_aside.html", values=values)


own(OwnedKind(name=Topic.Kind.SESSION, panel=_session, require_reply=require_may_reply))
writes_in_space("session", "session/")
