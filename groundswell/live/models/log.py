"""What the room was told, in order; what it is told in a moment; and its reactions."""

from django.db import models
from django.utils import timezone

from groundswell.actors.models import Actor
from groundswell.core.checks import at_most
from groundswell.core.ids import new_id
from groundswell.live.models.participant import Participant
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


class HeldLine(models.Model):
    """A line of the chat that shows in a few seconds, unless somebody takes it out before.

    Until then it is no message: its words are nowhere but here.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(
        Session, on_delete=models.CASCADE, related_name="held_lines", db_index=False
    )
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=1000)
    chosen = models.IntegerField(null=True, blank=True)
    """The number of the prompt that was chosen for it."""
    at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [at_most("text", 1000, name="held_line_length")]
        indexes = [models.Index(fields=["session", "due_at"], name="held_line_due")]

    def __str__(self) -> str:
        return f"line {self.id} of {self.session_id}"


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
