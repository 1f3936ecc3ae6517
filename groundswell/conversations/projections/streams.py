"""What follows a move: others may see the topic now, so whoever has it open asks again."""

from groundswell.activity.models import Activity
from groundswell.activity.projector import immediate
from groundswell.conversations.activities import TOPIC_MOVED
from groundswell.core.subscriptions import revoke_for_all


@immediate
def end_streams_of_a_moved_topic(activity: Activity) -> None:
    """A stream rests on the space that the topic was in; each page opens its next by itself."""
    if activity.kind == TOPIC_MOVED.name:
        revoke_for_all(f"topic-{activity.topic_id}")
