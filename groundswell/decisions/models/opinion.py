"""Opinion map: what the worker last made of the stances."""

from django.db import models
from django.utils import timezone

from groundswell.decisions.models.decision import Decision

# The picture on which places are given.
WIDTH, HEIGHT = 640, 400


class OpinionSnapshot(models.Model):
    """The map as it was at a moment: pages read it and compute nothing.

    `shown` is what everybody may see. `places` says where each row of the roll stands: a page
    takes from it the one row of its viewer, and nobody else's.
    """

    decision = models.OneToOneField(
        Decision, on_delete=models.CASCADE, primary_key=True, related_name="opinion"
    )
    shown = models.JSONField(default=dict)
    places = models.JSONField(default=dict)
    until = models.DateTimeField()
    """Of the newest stance that is in it."""
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"opinion map of {self.decision_id}"
