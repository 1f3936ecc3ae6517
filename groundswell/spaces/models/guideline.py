"""What a space asks of those who write in it, version by version, and who accepted which."""

from typing import Self

from django.db import models
from django.utils import timezone

from groundswell.actors.models import Actor
from groundswell.core.checks import at_most
from groundswell.core.ids import new_id
from groundswell.spaces.models.space import Space

LONGEST_GUIDELINES = 10_000


class GuidelineQuerySet(models.QuerySet["Guideline"]):
    """Reads of guidelines."""

    def latest_first(self) -> Self:
        """The one in force, then the earlier ones."""
        return self.order_by("-number")


class Guideline(models.Model):
    """One version of a space's guidelines; the highest number is in force.

    An empty source means that the space has taken its guidelines back.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(
        Space, on_delete=models.CASCADE, related_name="guidelines", db_index=False
    )
    number = models.PositiveIntegerField()
    source = models.TextField()
    html = models.TextField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = GuidelineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "number"], name="guideline_number_once"),
            at_most("source", LONGEST_GUIDELINES, name="guideline_length"),
        ]

    def __str__(self) -> str:
        return f"guidelines {self.number} of {self.space_id}"


class Acceptance(models.Model):
    """A person accepted a version of the guidelines."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="acceptances")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guideline", "actor"], name="acceptance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} accepted {self.guideline_id}"
