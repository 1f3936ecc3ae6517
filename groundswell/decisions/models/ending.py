"""Objections on the way, the count, and what people made of it."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.core.checks import at_most, not_empty, one_of
from groundswell.core.ids import new_id
from groundswell.decisions.models.decision import Decision, Option
from groundswell.decisions.models.roll import LONGEST_WORDS


class Objection(models.Model):
    """Somebody objects, and why. It is followed until nothing of it stands.

    What a person of this site says is a message; a guest writes in no conversation, so theirs are
    `words` that stand here alone.
    """

    class State(models.TextChoices):
        """What became of it."""

        RAISED = "raised", _("Raised")
        HEARD = "heard", _("Heard")
        INTEGRATED = "integrated", _("Integrated")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        STANDS = "stands", _("Stands")

    OPEN = (State.RAISED, State.HEARD, State.STANDS)
    SETTLED = (State.INTEGRATED, State.WITHDRAWN)

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="objections")
    by = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    guest = models.ForeignKey(
        "decisions.RollEntry",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="objections",
    )
    """Who came by a signed link, in place of a person of this site."""
    words = models.CharField(max_length=LONGEST_WORDS, blank=True, default="", db_default="")
    owner = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who sees to it."""
    state = models.CharField(max_length=10, choices=State, default=State.RAISED)
    note = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who said last what became of it; nobody where it was the guest."""

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "by"],
                condition=Q(state__in=["raised", "heard", "stands"]),
                name="objection_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["guest"],
                condition=Q(state__in=["raised", "heard", "stands"]),
                name="objection_guest_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False, message__isnull=False, guest=None, words="")
                | (Q(by=None, message=None, guest__isnull=False) & ~Q(words="")),
                name="objection_person_or_guest",
            ),
            at_most("words", LONGEST_WORDS, name="objection_words_length"),
            one_of(
                "state",
                ["raised", "heard", "integrated", "withdrawn", "stands"],
                name="objection_state_known",
            ),
            at_most("note", 500, name="objection_note_length"),
        ]

    def __str__(self) -> str:
        return f"objection {self.id}"

    @property
    def name(self) -> str:
        """Who raised it, as one calls them."""
        if self.by is not None:
            return self.by.name
        return self.guest.name if self.guest else ""

    @property
    def is_open(self) -> bool:
        """Whether it still keeps the decision from closing."""
        return self.state in self.OPEN


class Result(models.Model):
    """A count as it was published, with the hash of the ballots, roll and rules it came from."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="counts")
    method = models.CharField(max_length=20)
    inputs = models.CharField(max_length=64)
    """SHA-256 of what was counted, as the export writes it."""
    counted = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "method", "inputs"], name="result_once_for_inputs"
            ),
            at_most("inputs", 64, name="result_inputs_length"),
        ]

    def __str__(self) -> str:
        return f"count of {self.decision_id}"


class ShownCount(models.Model):
    """The count as pages show it, made by the worker while people vote and anew at closing.

    `told` is empty where the ballots cannot be counted by the rules. Without `until`, the ballots
    or the roll changed in a way that no ballot's time tells.
    """

    decision = models.OneToOneField(
        Decision, on_delete=models.CASCADE, primary_key=True, related_name="shown_count"
    )
    told = models.JSONField(default=dict)
    until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"count of {self.decision_id} as shown"


class Outcome(models.Model):
    """What people say was decided, beside the count. Several may follow; the newest is current."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="outcomes")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    adopted = models.ManyToManyField(Option, blank=True, related_name="adopted_by")
    """Options, or statements of a map: one, or several where several can win."""
    review_on = models.DateField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    """When the date came and people were asked to look again."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"outcome of {self.decision_id}"


class Commitment(models.Model):
    """Who does what by when, as it was said with an outcome."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("To do")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Will not be done")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="commitments")
    who = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=300)
    by_when = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    note = models.CharField(max_length=500, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["by_when", "id"]
        constraints = [
            not_empty("what", name="commitment_what_given"),
            at_most("what", 300, name="commitment_what_length"),
            at_most("note", 500, name="commitment_note_length"),
            one_of("state", ["open", "done", "dropped"], name="commitment_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["who", "by_when"], condition=Q(state="open"), name="commitment_to_do"
            )
        ]

    def __str__(self) -> str:
        return self.what

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and nobody said what came of it."""
        return self.state == self.State.OPEN and self.by_when is not None and self.by_when < today
