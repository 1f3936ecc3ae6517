"""Challenge: an open problem, and the flow of stages that its ideas go through."""

from hashlib import blake2b
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import Topic
from groundswell.core.checks import at_most, not_empty, one_of
from groundswell.core.ids import new_id
from groundswell.spaces.models import seen_by


def _short(*seen: object) -> str:
    return blake2b(repr(seen).encode(), digest_size=8).hexdigest()


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    """Reads of challenges, each from a viewer's side."""

    def visible_to(self, viewer: Actor | None) -> Self:
        """Those of the spaces that the viewer can see, without removed ones."""
        return self.filter(seen_by(viewer, "topic__space"), topic__removed_at=None)

    def with_topic(self) -> Self:
        """With what its head shows."""
        return self.select_related("topic__space__actor", "topic__author")


class Challenge(models.Model):
    """What a topic of kind `challenge` has besides its title, its words and its conversation.

    The opening message is the expert version; `plain` says the same in plain language.
    """

    topic = models.OneToOneField(
        Topic, on_delete=models.CASCADE, primary_key=True, related_name="challenge"
    )
    purpose = models.CharField(max_length=300)
    plain = models.TextField(blank=True, default="")
    plain_html = models.TextField(blank=True, default="")
    asked_by = models.CharField(max_length=200, blank=True, default="")
    promise = models.CharField(max_length=1000, blank=True, default="")
    """What will be done with the answers."""
    template = models.CharField(max_length=20, default="blank")
    idea_count = models.PositiveIntegerField(default=0)
    """Ideas shared, those combined into others included: each keeps its address."""
    source = models.CharField(max_length=80, default="local")

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        constraints = [
            not_empty("purpose", name="challenge_purpose_given"),
            at_most("purpose", 300, name="challenge_purpose_length"),
            at_most("plain", 10_000, name="challenge_plain_length"),
            at_most("asked_by", 200, name="challenge_asked_by_length"),
            at_most("promise", 1000, name="challenge_promise_length"),
        ]

    def __str__(self) -> str:
        return f"challenge {self.topic_id}"

    def get_absolute_url(self) -> str:
        """The address of its topic."""
        return f"/t/{self.topic_id}/"


class Opens(models.TextChoices):
    """What one can do with an idea while it is in a stage."""

    ADD = "add", _("Share ideas")
    COMMENT = "comment", _("Comment")
    SUPPORT = "support", _("Support")
    SUGGEST = "suggest", _("Suggest changes")
    REVIEW = "review", _("Review")
    DECIDE = "decide", _("Decide")


class Stage(models.Model):
    """One step of a challenge's flow. Dates are said, and move nothing: people do.

    `opens` are codes of `Opens`, separated by spaces. A retired stage holds no idea and is no
    longer offered; what once went through it still says so.
    """

    class Kind(models.TextChoices):
        """What sort of step it is; ideas end in one of the last four."""

        EARLY = "early", _("Early ideation")
        EMERGING = "emerging", _("Emerging")
        REFINING = "refining", _("Refining")
        OTHER = "other", _("Another step")
        DECIDED = "decided", _("Decided")
        PILOT = "pilot", _("In pilot")
        DONE = "done", _("Done")
        PARKED = "parked", _("Parked")

    class Counts(models.TextChoices):
        """Who sees how many support an idea."""

        SHOWN = "shown", _("Everyone sees how many support an idea")
        HIDDEN = "hidden", _("Hidden while ideas are in this stage")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    says = models.CharField(max_length=300, blank=True, default="")
    opens = models.CharField(max_length=60, blank=True, default="")
    counts = models.CharField(max_length=6, choices=Counts, default=Counts.SHOWN)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    idea_count = models.PositiveIntegerField(default=0)
    """Ideas that are in it now, without those combined into others."""
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            not_empty("name", name="stage_name_given"),
            at_most("name", 60, name="stage_name_length"),
            at_most("says", 300, name="stage_says_length"),
            one_of("counts", ["shown", "hidden"], name="stage_counts_known"),
        ]
        indexes = [models.Index(fields=["challenge", "position", "id"], name="stage_in_order")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_end(self) -> bool:
        """Whether ideas come here to stay."""
        return self.kind in {
            self.Kind.DECIDED,
            self.Kind.PILOT,
            self.Kind.DONE,
            self.Kind.PARKED,
        }

    @property
    def sight(self) -> str:
        """What one sees of it, in short: who changes it says by this what they had before them."""
        seen = (self.name, self.kind, self.says, self.opens, self.counts)
        return _short(*seen, self.starts_on, self.ends_on, self.retired_at)

    @property
    def opens_in_words(self) -> str:
        """What it opens, as a list for people."""
        return ", ".join(str(act.label) for act in Opens if act in self.opens.split())

    def allows(self, act: str) -> bool:
        """Whether this may be done with an idea in this stage now."""
        return self.closed_at is None and act in self.opens.split()

    @property
    def shows_counts(self) -> bool:
        """Whether everybody sees how many support an idea that is in it."""
        return self.counts == self.Counts.SHOWN


class Criterion(models.Model):
    """What reviewers of a challenge's ideas judge them by, from 1 to 5."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    says = models.CharField(max_length=300, blank=True, default="")
    """What a 5 means."""
    least = models.CharField(max_length=300, blank=True, default="")
    """What a 1 means."""
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            not_empty("name", name="criterion_name_given"),
            at_most("name", 80, name="criterion_name_length"),
            at_most("says", 300, name="criterion_says_length"),
            at_most("least", 300, name="criterion_least_length"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sight(self) -> str:
        """What one sees of it, in short: who changes it says by this what they had before them."""
        return _short(self.name, self.says, self.least, self.retired_at)


class Reviewer(models.Model):
    """A person whom a steward invited to review a challenge's ideas."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="reviewers")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["challenge", "actor"], name="reviewer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} reviews {self.challenge_id}"
