"""Holding a decision still while something is done with it. Called by actions, inside them."""

from groundswell.activity.declarations import Kind
from groundswell.activity.log import record
from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.decisions.models import Decision


def hold(decision: Decision) -> Decision:
    """The decision, its row locked; keys are left alone, so that ballots of others are not."""
    rows = Decision.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("topic__space__actor", "topic__author").get(topic=decision.topic_id)


def record_of(
    kind: Kind,
    actor: Actor,
    decision: Decision,
    *,
    message: Message | None = None,
    target: int | None = None,
    data: dict[str, object] | None = None,
) -> None:
    """The running action's activity, about this decision."""
    record(
        kind,
        actor=actor,
        space_id=decision.topic.space_id,
        topic_id=decision.topic_id,
        message_id=message.id if message else None,
        target_actor_id=target,
        data=data,
    )
