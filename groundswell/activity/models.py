"""The log: who did what, to which, in which space, when, and from where."""

from django.db import models
from django.utils import timezone

from groundswell.actors.models import Actor
from groundswell.core.checks import at_most, not_empty
from groundswell.core.ids import new_id


class Activity(models.Model):
    """One thing that happened. Rows are only ever added.

    `space_id`, `topic_id`, `message_id` and `target_actor_id` are plain numbers without a
    constraint: the log lies below the apps they point into, and it outlives what it speaks of.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=80)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", db_index=False)
    space_id = models.BigIntegerField(null=True)
    topic_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    target_actor_id = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=80, default="local")
    nonce = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 - unique when given
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "nonce"], name="activity_once"),
            not_empty("kind", name="activity_kind_given"),
            at_most("kind", 80, name="activity_kind_length"),
            at_most("nonce", 64, name="activity_nonce_length"),
        ]
        indexes = [
            models.Index(fields=["space_id", "-id"], name="activity_space"),
            models.Index(fields=["topic_id", "-id"], name="activity_topic"),
            models.Index(fields=["actor", "-id"], name="activity_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.actor_id}"

    @property
    def is_local(self) -> bool:
        """Done here by a person, rather than brought in or received."""
        return self.source == "local"


class Outbox(models.Model):
    """An activity whose projections have not been made yet; written with it, deleted after.

    `failed` names the readers that have still to read it, each with what stopped it: a class of
    errors, never its words. Empty is: nobody has read it yet.
    """

    id = models.BigAutoField(primary_key=True)
    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="outbox")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    failed = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"waiting: {self.activity_id}"
