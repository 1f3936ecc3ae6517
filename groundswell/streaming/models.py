"""What the server processes must remember across a restart; none of it is anybody's content."""

from django.db import models

from groundswell.core.clock import now
from groundswell.core.ids import new_id


class Heartbeat(models.Model):
    """A worker that is, or lately was, alive."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    worker = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=now)


class JobRun(models.Model):
    """When a scheduled job last finished, and who is at it now ("" for nobody)."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200, unique=True)
    worker = models.CharField(max_length=64, default="", blank=True)
    finished_at = models.DateTimeField(null=True)


class Revocation(models.Model):
    """Subscriptions of this actor to `channel` ("all") from before `at` count no longer."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    actor_id = models.BigIntegerField()
    channel = models.CharField(max_length=80)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor_id", "channel"], name="one_revocation_each"),
        ]
