"""What a decision shows at its head."""

from dataclasses import dataclass

from groundswell.actors.models import Actor
from groundswell.conversations.models import Topic
from groundswell.decisions.models import Decision, Option, Shape
from groundswell.decisions.purposes import COUNTED, VOTERS, Words
from groundswell.decisions.rules import may_run

OPTIONS_AT_HEAD = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPanel:
    """A decision for one viewer."""

    decision: Decision
    topic: Topic
    options: list[Option]
    runs: bool
    voters_do: Words
    counted: Words


def decision_seen(topic_id: int, viewer: Actor | None) -> Decision | None:
    """The decision, or None for those who may not see it."""
    seen = Decision.objects.visible_to(viewer).with_topic()
    return seen.filter(topic_id=topic_id).first()


def decision_panel(topic: Topic, viewer: Actor | None) -> DecisionPanel | None:
    """What the page of the topic shows of its decision; None where a file brought only words."""
    decision = Decision.objects.filter(topic=topic).first()
    if decision is None:
        return None
    decision.topic = topic
    shown: list[Option] = []
    if decision.shape not in {Shape.POSITION, Shape.STANCE}:
        shown = list(Option.objects.filter(decision=decision).shown()[:OPTIONS_AT_HEAD])
    return DecisionPanel(
        decision=decision,
        topic=topic,
        options=shown,
        runs=may_run(viewer, decision),
        voters_do=VOTERS[decision.method],
        counted=COUNTED[decision.method],
    )
