"""Themes of a big challenge: grouped by a machine, named and put right by people."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.challenges.models.challenge import Challenge
from groundswell.core.checks import at_most
from groundswell.core.ids import new_id


class ThemeRun(models.Model):
    """One computation of a challenge's folds and themes, by the worker, with its parameters."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="theme_runs")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    resolution = models.FloatField(default=1.0)
    """Fewer (below 1) or more (above) themes."""
    seed = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    step = models.CharField(max_length=20, blank=True, default="")
    progress = models.PositiveSmallIntegerField(default=0)
    """Of a hundred."""
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    """When a worker last said that it is at it. One that fell silent is replaced."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ideas = models.PositiveIntegerField(default=0)
    folds = models.PositiveIntegerField(default=0)
    themes = models.PositiveIntegerField(default=0)
    unthemed = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True, default="")
    found = models.JSONField(default=dict)
    """What it found besides folds and themes: ids and numbers only, a few of each."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["challenge"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="theme_run_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"themes of {self.challenge_id}"


class Theme(models.Model):
    """A theme. `label` are its own words by the last run; `name` is what a steward called it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="themes")
    label = models.CharField(max_length=150)
    name = models.CharField(max_length=100, blank=True, default="")
    idea_count = models.PositiveIntegerField(default=0)
    """Every response in it, folded ones included."""
    coverage = models.FloatField(default=0.0)
    """Its part of all responses, from 0 to 1."""
    shape = models.JSONField(default=dict)
    """What the last run said of it: words, central ideas, place on the map, sectors."""
    parts = models.JSONField(default=list)
    """What it might be split into, each a label and ids of ideas; lists of themes defer this."""
    joined_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="joined"
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            at_most("label", 150, name="theme_label_length"),
            at_most("name", 100, name="theme_name_length"),
        ]
        indexes = [
            models.Index(fields=["challenge", "-idea_count", "id"], name="theme_largest"),
        ]

    def __str__(self) -> str:
        return self.name or self.label


class ThemeEdit(models.Model):
    """What a steward did to a theme: it holds for every later run."""

    class Kind(models.TextChoices):
        """What was done."""

        RENAME = "rename", _("Renamed")
        SPLIT = "split", _("Split")
        JOIN = "join", _("Joined")
        PIN = "pin", _("Put an idea in its place")
        APART = "apart", _("Unfolded")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="theme_edits")
    kind = models.CharField(max_length=8, choices=Kind)
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.CASCADE, related_name="edits"
    )
    other = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    data = models.JSONField(default=dict)
    """Ids of ideas, and names before and after."""
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.kind} {self.theme_id}"
