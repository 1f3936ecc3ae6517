"""What people do with their alerts, and how they want to be told."""

from groundswell.notifications.actions.alert import (
    TurnedOff,
    mark_alerts_read,
    mark_alerts_unread,
    mark_topic_alerts_read,
    turn_off_reason,
    turn_on_reason,
)
from groundswell.notifications.actions.preference import (
    Wishes,
    change_alert_preference,
    choose_reasons,
    stop_mail,
)
from groundswell.notifications.actions.push import subscribe_push, unsubscribe_push

__all__ = [
    "TurnedOff",
    "Wishes",
    "change_alert_preference",
    "choose_reasons",
    "mark_alerts_read",
    "mark_alerts_unread",
    "mark_topic_alerts_read",
    "stop_mail",
    "subscribe_push",
    "turn_off_reason",
    "turn_on_reason",
    "unsubscribe_push",
]
