"""Reading a topic answers the alerts about it."""

from typing import Any

from django.dispatch import receiver

from groundswell.actors.models import Actor
from groundswell.conversations.signals import topic_read
from groundswell.notifications.actions import mark_topic_alerts_read


@receiver(topic_read, dispatch_uid="alerts")
def answer_alerts(*, actor: Actor, topic_id: int, number: int, after: int, **_others: Any) -> None:
    mark_topic_alerts_read(actor=actor, topic_id=topic_id, number=number, after=after)
