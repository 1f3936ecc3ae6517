"""What came from elsewhere and what was written to a file, so that both can be done again."""

from django.db import models
from django.utils import timezone

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message, Topic
from groundswell.core.checks import at_most, not_empty
from groundswell.core.ids import new_id
from groundswell.spaces.models import Space


class Imported(models.Model):
    """One row of a source is here. Its `digest` tells whether the source has changed since.

    `scope` is the space it was brought into, and 0 for people, who are the same in every space.
    What was removed here afterwards leaves its row with nothing in it, and is not brought again.
    """

    source = models.CharField(max_length=80)
    scope = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    actor = models.ForeignKey(Actor, null=True, on_delete=models.SET_NULL, related_name="+")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="+")
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "scope", "kind", "key"], name="imported_once"
            ),
            not_empty("key", name="imported_key_given"),
            at_most("key", 200, name="imported_key_length"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} of {self.source}"


class ExportQuerySet(models.QuerySet["Export"]):
    """Reads of exports."""

    def of(self, space: Space) -> "ExportQuerySet":
        """One space's exports, the newest first."""
        return self.filter(space=space).order_by("-id")


class Export(models.Model):
    """A steward asked for the space in one file; the worker writes it, the steward fetches it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="exports")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True, blank=True)
    path = models.CharField(max_length=200, blank=True, default="")
    size = models.PositiveBigIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True, default="")

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [at_most("problem", 300, name="export_problem_length")]

    def __str__(self) -> str:
        return f"export of {self.space_id}"
