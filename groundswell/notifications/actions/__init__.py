"""What people do with their alerts, and how they want to be told."""

from groundswell.notifications.actions.alert import (
    TurnedOff,
    mark_alerts_read,
    mark_alerts_unread,
    mark_topic_alerts_read,
    turn_off_reason,
    turn_on_reason,
)

__all__ = [
    "TurnedOff",
    "mark_alerts_read",
    "mark_alerts_unread",
    "mark_topic_alerts_read",
    "turn_off_reason",
    "turn_on_reason",
]
