"""What topics of this app's kind show on their page."""

from collections.abc import Sequence

from groundswell.actors.models import Actor
from groundswell.conversations.kinds import OwnedKind, Panel, Part, own
from groundswell.conversations.models import Topic
from groundswell.conversations.places import writes_in_space
from groundswell.decisions.rules import require_may_comment
from groundswell.decisions.selectors.decision import DecisionPanel, decision_panel
from groundswell.decisions.selectors.said import said_with


def _decision(topic: Topic, viewer: Actor | None) -> Panel:
    values = decision_panel(topic, viewer)
    if values is None:
        return Panel(head="", aside="", values=None)
    return Panel(head="decisions/_decision_head.html", aside="", values=values)


def _parts(panel: DecisionPanel | None, messages: Sequence[tuple[int, str]]) -> dict[int, Part]:
    """The ballot that words came with, below them, for whoever sees counts."""
    if panel is None or panel.decision.is_secret or not panel.sees_results:
        return {}
    said = said_with(panel.decision, [id_ for id_, _kind in messages])
    return {
        id_: Part(
            template="decisions/_message_ballot.html",
            values={"said": ballots, "decision": panel.decision},
        )
        for id_, ballots in said.items()
    }


own(
    OwnedKind(
        name=Topic.Kind.DECISION,
        panel=_decision,
        require_reply=require_may_comment,
        message_parts=_parts,
    )
)
writes_in_space("decision", "decide/")
writes_in_space("opinion", "opinions/")
