"""A ballot that objects is followed as an objection. Called by actions, inside them."""

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.core.clock import now
from groundswell.decisions.models import Decision, Method, Objection


def follow_objection(
    decision: Decision, actor: Actor, *, position: str, reason: Message | None
) -> None:
    """Raises the objection of a ballot; a ballot that objects no more withdraws it."""
    if decision.method != Method.CONSENT:
        return
    mine = Objection.objects.filter(decision=decision, by=actor, state__in=Objection.OPEN)
    if position != "objection":
        mine.update(state=Objection.State.WITHDRAWN, changed_at=now(), changed_by=actor)
    elif reason is not None and not mine.exists():
        Objection(decision=decision, by=actor, message=reason, changed_by=actor).save(
            force_insert=True
        )
