"""How ideas move: stage changes one by one or many at once, triage, reviews."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from groundswell.actors.models import Actor
from groundswell.challenges.models.challenge import Challenge, Criterion, Stage
from groundswell.challenges.models.idea import Idea
from groundswell.core.checks import at_most, not_empty
from groundswell.core.ids import new_id


class StageMove(models.Model):
    """Somebody moved one or many ideas to a stage, for one reason. Undoing leaves the row."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="moves")
    to = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)
    count = models.PositiveIntegerField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            not_empty("reason", name="stage_move_reason_given"),
            at_most("reason", 500, name="stage_move_reason_length"),
        ]

    def __str__(self) -> str:
        return f"{self.count} to {self.to_id}"


class MoveRun(models.Model):
    """More ideas than one request moves: the worker goes on with it, a batch at a time.

    Of a move or of its undoing. `after` is the last idea (or change) that was looked at, `upto`
    the last that was there when somebody asked for it.
    """

    move = models.OneToOneField(
        StageMove, on_delete=models.CASCADE, primary_key=True, related_name="run"
    )
    sought = models.JSONField(default=dict)
    """What the list was narrowed to: stage, sector and the like."""
    after = models.BigIntegerField(default=0)
    upto = models.BigIntegerField()
    wanted = models.PositiveIntegerField()
    undoing = models.BooleanField(default=False)
    retires = models.ForeignKey(
        Stage, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The stage that is retired once it is empty."""
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"run of {self.move_id}"


class StageChange(models.Model):
    """One idea went from one stage to another by a move."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    move = models.ForeignKey(StageMove, on_delete=models.CASCADE, related_name="changes")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="stage_changes")
    left = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["move", "idea"], name="stage_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id} from {self.left_id}"


class TriageClaim(models.Model):
    """A steward looks at an idea now, so that nobody else does the same work: state."""

    idea = models.OneToOneField(
        Idea, on_delete=models.CASCADE, primary_key=True, related_name="claim"
    )
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.actor_id} has {self.idea_id}"


class Label(models.Model):
    """A word by which stewards sort a challenge's ideas."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="labels")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["challenge", "key"], name="label_once"),
            not_empty("name", name="label_name_given"),
            at_most("name", 40, name="label_name_length"),
        ]

    def __str__(self) -> str:
        return self.name


class Labelling(models.Model):
    """An idea carries a label."""

    label = models.ForeignKey(
        Label, on_delete=models.CASCADE, related_name="labellings", db_index=False
    )
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="labellings")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["label", "idea"], name="labelling_once")]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.label_id}"


class Review(models.Model):
    """What one reviewer thinks of an idea, for the stage it was in."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="reviews")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "stage", "actor"], name="review_once"),
            at_most("comment", 5_000, name="review_comment_length"),
        ]

    def __str__(self) -> str:
        return f"review of {self.idea_id}"


class Score(models.Model):
    """A review's judgement by one criterion."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="score_once"),
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=5), name="score_in_range"),
        ]

    def __str__(self) -> str:
        return str(self.value)


class ConflictOfInterest(models.Model):
    """A reviewer says why they do not judge an idea."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="conflicts")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "actor"], name="conflict_of_interest_once"),
            at_most("reason", 300, name="conflict_of_interest_length"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} does not judge {self.idea_id}"
