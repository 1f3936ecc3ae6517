"""Alerts: who is told of which activity, and why. A projection of the log."""

from typing import Self

from django.db import models
from django.utils import timezone

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.core.checks import not_empty
from groundswell.core.ids import new_id


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Reads of alerts."""

    def of(self, person: Actor) -> Self:
        """One person's own; nobody sees another's."""
        return self.filter(recipient=person)

    def unread(self) -> Self:
        """Not looked at yet."""
        return self.filter(read_at=None)


class Notification(models.Model):
    """One person is told of one activity for one reason: never twice, whatever else fits."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    recipient = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=80)
    reason = models.CharField(max_length=20)
    about = models.BigIntegerField(null=True)
    topic_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    pushed_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "activity"], name="notification_one_an_event"
            ),
            not_empty("reason", name="notification_reason_given"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_latest"),
            models.Index(
                fields=["recipient"],
                condition=models.Q(read_at=None),
                name="notification_unread",
            ),
            models.Index(
                fields=["recipient", "id"],
                condition=models.Q(mailed_at=None),
                name="notification_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id} is told of {self.activity_id}"
