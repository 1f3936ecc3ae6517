"""What the room was told, in order; and its reactions, a row for each second."""

from django.db import models
from django.utils import timezone

from groundswell.core.checks import at_most
from groundswell.core.ids import new_id
from groundswell.live.models.session import Session


class LogItem(models.Model):
    """Something that everybody in the room sees appear or change, drawn once for all of them.

    `number` is what an event stream calls it: who comes back says which was the last they saw.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="log", db_index=False
    )
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=20)
    """The list of the page that it belongs to."""
    key = models.CharField(max_length=40)
    """The element that it is or replaces."""
    html = models.TextField(blank=True, default="")
    """Empty where the element goes away."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="log_number_once"),
            at_most("html", 40_000, name="log_html_length"),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.session_id}"


class ReactionTick(models.Model):
    """How many reacted with a sign within one second of a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="ticks")
    second = models.PositiveIntegerField()
    sign = models.CharField(max_length=16)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "second", "sign"], name="tick_once")
        ]

    def __str__(self) -> str:
        return f"{self.sign} at {self.second}"
