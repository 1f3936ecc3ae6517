"""Idea: an answer to a challenge, from first words to result at one address."""

import random
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.challenges.models.challenge import Challenge, Stage
from groundswell.conversations.models import Topic
from groundswell.core.checks import at_most
from groundswell.core.ids import new_id
from groundswell.spaces.models import seen_by

STANDING = Q(merged_into=None)
SHOWN = Q(merged_into=None, folded_under=None)


def drawn() -> int:
    """A place in the order that is fair to all: by lot."""
    return random.getrandbits(31)


class IdeaQuerySet(models.QuerySet["Idea"]):
    """Reads of ideas, each from a viewer's side."""

    def visible_to(self, viewer: Actor | None) -> Self:
        """Ideas of the spaces that the viewer can see, without removed ones."""
        return self.filter(seen_by(viewer, "topic__space"), topic__removed_at=None)

    def standing(self) -> Self:
        """Without those combined into others: these count in their stage."""
        return self.filter(STANDING)

    def unfolded(self) -> Self:
        """One for each fold of near-duplicates, and none combined into others: lists show these."""
        return self.filter(SHOWN)

    def with_topic(self) -> Self:
        """With what a row in a list shows."""
        return self.select_related("topic__author", "stage")


class Idea(models.Model):
    """What a topic of kind `idea` has besides its title, its words and its conversation."""

    class Origin(models.TextChoices):
        """Where it was born, where that is known."""

        UNKNOWN = "", _("Not said")
        PERSON = "citizen", _("A person")
        MEETING = "meeting", _("A meeting")
        ORGANISATION = "organisation", _("An organisation")
        OFFICIAL = "official", _("Those who ask")

    topic = models.OneToOneField(
        Topic, on_delete=models.CASCADE, primary_key=True, related_name="idea"
    )
    challenge = models.ForeignKey(
        Challenge, on_delete=models.PROTECT, related_name="ideas", db_index=False
    )
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="ideas", db_index=False)
    draw = models.PositiveIntegerField(default=drawn)
    support_count = models.PositiveIntegerField(default=0)
    """People who support it or anything combined into it, each counted once."""
    discipline = models.CharField(max_length=80, blank=True, default="")
    sector = models.CharField(max_length=80, blank=True, default="")
    category = models.CharField(max_length=80, blank=True, default="")
    origin = models.CharField(max_length=12, choices=Origin, blank=True, default="")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_here"
    )
    root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="family"
    )
    """The idea that stands for this one after every merge; none while it stands for itself."""
    folded_under = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="folds"
    )
    """The near-duplicate that the machine shows in its place."""
    kept_apart_at = models.DateTimeField(null=True, blank=True)
    """A steward unfolded it: no later run folds it again."""
    fold_size = models.PositiveIntegerField(default=1)
    """Of the idea that is shown for a fold: how many there are with it."""
    theme = models.ForeignKey(
        "challenges.Theme",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="ideas",
        db_index=False,
    )
    theme_pinned_at = models.DateTimeField(null=True, blank=True)
    """A steward said where it belongs: no later run moves it."""
    triaged_at = models.DateTimeField(null=True, blank=True)
    triaged_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    said: int = 0
    """How much people said of it, where a list has counted."""

    objects = IdeaQuerySet.as_manager()

    class Meta:
        constraints = [
            at_most("discipline", 80, name="idea_discipline_length"),
            at_most("sector", 80, name="idea_sector_length"),
            at_most("category", 80, name="idea_category_length"),
            models.CheckConstraint(
                condition=Q(merged_into=None, root=None)
                | Q(merged_into__isnull=False, root__isnull=False),
                name="idea_merged_has_root",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("topic")) & ~Q(folded_under=F("topic")),
                name="idea_not_into_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["challenge", "-topic"], condition=SHOWN, name="idea_latest"),
            models.Index(
                fields=["challenge", "-support_count", "-topic"],
                condition=SHOWN,
                name="idea_most_supported",
            ),
            models.Index(fields=["challenge", "draw", "topic"], condition=SHOWN, name="idea_drawn"),
            models.Index(fields=["stage", "-topic"], condition=SHOWN, name="idea_in_stage"),
            models.Index(
                fields=["stage", "-support_count", "-topic"],
                condition=SHOWN,
                name="idea_in_stage_supported",
            ),
            models.Index(
                fields=["theme", "-support_count", "-topic"],
                condition=SHOWN,
                name="idea_in_theme",
            ),
            models.Index(
                fields=["challenge", "sector", "-topic"], condition=SHOWN, name="idea_in_sector"
            ),
            models.Index(
                fields=["challenge", "discipline", "-topic"],
                condition=SHOWN,
                name="idea_in_discipline",
            ),
            models.Index(
                fields=["challenge", "category", "-topic"], condition=SHOWN, name="idea_in_category"
            ),
            models.Index(
                fields=["challenge", "topic"],
                condition=Q(triaged_at=None, merged_into=None, folded_under=None),
                name="idea_to_triage",
            ),
        ]

    def __str__(self) -> str:
        return f"idea {self.topic_id}"

    def get_absolute_url(self) -> str:
        """The address of its topic."""
        return f"/t/{self.topic_id}/"


class Support(models.Model):
    """A person supports an idea. It stays with the idea it was given to, whatever is combined."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    idea = models.ForeignKey(
        Idea, on_delete=models.CASCADE, related_name="supports", db_index=False
    )
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "actor"], name="support_once")]

    def __str__(self) -> str:
        return f"{self.actor_id} supports {self.idea_id}"


class Merge(models.Model):
    """An idea was combined into another. Undoing it leaves the row, with who and when."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="merges_away")
    survivor = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="merges_here")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    made = models.JSONField(default=dict)
    """Ids of the rows that combining made, so that undoing takes back exactly those."""
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(undone_at=None), name="merge_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(source=F("survivor")), name="merge_joins_two"),
            at_most("reason", 500, name="merge_reason_length"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} into {self.survivor_id}"
