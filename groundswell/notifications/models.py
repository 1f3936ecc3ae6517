"""Alerts: who is told of which activity, and why. A projection of the log."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.core.checks import at_most, not_empty
from groundswell.core.ids import new_id
from groundswell.people.models import Waiting


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Reads of alerts."""

    def of(self, person: Actor) -> Self:
        """One person's own; nobody sees another's."""
        return self.filter(recipient=person)

    def unread(self) -> Self:
        """Not looked at yet."""
        return self.filter(read_at=None)

    def since(self, moment: datetime) -> Self:
        """Written from this moment on; ids order by time."""
        return self.filter(id__gte=new_id(moment))


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


class Letter(Waiting):
    """A mail that is to be sent, kept until it was handed over; written anew at every attempt.

    Alerts name themselves, so that edits, deletions and lost rights of the last minute count.
    Anything else carries its words. A `key` makes sure that one cause leads to one letter.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    recipient = models.ForeignKey(Actor, on_delete=models.CASCADE, null=True, related_name="+")
    address = models.EmailField(max_length=254, blank=True, default="")
    alerts = models.JSONField(default=list)
    digest = models.BooleanField(default=False)
    subject = models.CharField(max_length=300, blank=True, default="")
    text = models.TextField(blank=True, default="")
    key = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - unique when given
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            at_most("subject", 300, name="letter_subject_length"),
            at_most("text", 100_000, name="letter_text_length"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=models.Q(sent_at=None), name="letter_due"
            ),
        ]

    def __str__(self) -> str:
        return f"letter to {self.recipient_id}"


class DigestClock(models.Model):
    """When a person's next digest is due. Forgotten when the person changes what they want."""

    recipient = models.OneToOneField(Actor, on_delete=models.CASCADE, primary_key=True)
    next_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"digest of {self.recipient_id} at {self.next_at}"


class PushSubscription(models.Model):
    """A browser that asked to be told, with the keys only it can read with."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.CharField(max_length=1000, unique=True)
    public_key = models.CharField(max_length=120)
    secret = models.CharField(max_length=60)
    browser = models.CharField(max_length=80, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            not_empty("endpoint", name="push_endpoint_given"),
            at_most("endpoint", 1000, name="push_endpoint_length"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} on {self.browser}"
