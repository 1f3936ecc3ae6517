"""What follows for a decision from what happens in its conversation."""

from groundswell.activity.models import Activity
from groundswell.activity.projector import eventual
from groundswell.conversations.activities import MESSAGE_EDITED
from groundswell.core.errors import DomainError
from groundswell.decisions.actions import mark_version
from groundswell.decisions.models import Decision


@eventual
def mark_new_version(activity: Activity) -> None:
    """The proposal was edited: ballots before are marked, and their voters told. Twice is once."""
    if activity.kind != MESSAGE_EDITED.name:
        return
    edited = Decision.objects.filter(topic__messages=activity.message_id)
    for decision in edited.filter(topic__messages__number=1).select_related("topic"):
        try:
            mark_version(actor=activity.actor, decision=decision)
        except DomainError:
            return
