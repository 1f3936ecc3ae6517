"""Ideas from elsewhere that share an idea's problem, as the worker found them."""

from django.db import models
from django.db.models import F, Q

from groundswell.challenges.models.idea import Idea


class AdjacentIdea(models.Model):
    """One of the few from other sectors for an idea, and why it is shown."""

    idea = models.ForeignKey(
        Idea, on_delete=models.CASCADE, related_name="adjacent", db_index=False
    )
    other = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()
    near = models.FloatField()
    """How near the two are in what they mean, to 1."""
    shared = models.FloatField()
    """The part of their telling words that both have."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "other"], name="adjacent_idea_once"),
            models.CheckConstraint(condition=~Q(idea=F("other")), name="adjacent_idea_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.other_id} beside {self.idea_id}"
