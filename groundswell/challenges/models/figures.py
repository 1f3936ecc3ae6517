"""What the worker counted for a challenge that is too large to be counted while somebody waits."""

from django.db import models

from groundswell.challenges.models.challenge import Challenge


class CountedFigures(models.Model):
    """The counts behind a challenge's figures, as numbers and codes, and when they were so."""

    challenge = models.OneToOneField(
        Challenge, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    counts = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"figures of {self.challenge_id}"
