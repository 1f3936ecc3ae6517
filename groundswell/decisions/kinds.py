"""What topics of this app's kind show on their page."""

from groundswell.actors.models import Actor
from groundswell.conversations.kinds import OwnedKind, Panel, own
from groundswell.conversations.models import Topic
from groundswell.decisions.rules import require_may_comment
from groundswell.decisions.selectors.decision import decision_panel


def _decision(topic: Topic, viewer: Actor | None) -> Panel:
    values = decision_panel(topic, viewer)
    if values is None:
        return Panel(head="", aside="", values=None)
    return Panel(head="decisions/_decision_head.html", aside="", values=values)


own(OwnedKind(name=Topic.Kind.DECISION, panel=_decision, require_reply=require_may_comment))
