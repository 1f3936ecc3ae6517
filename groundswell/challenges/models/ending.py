"""What became of an idea: the official answer, each step after it, and pilots."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.challenges.models.idea import Idea
from groundswell.conversations.models import Message
from groundswell.core.checks import at_most, not_empty
from groundswell.core.ids import new_id


class Answer(models.Model):
    """The official answer to an idea. Its reason is a message of the idea's conversation.

    An accepted idea has somebody who sees to it and a next step.
    """

    class Verdict(models.TextChoices):
        """What was answered."""

        ACCEPTED = "accepted", _("Accepted")
        PARTLY = "partly", _("Accepted in part")
        UNDER_WAY = "under_way", _("Already under way")
        LATER = "later", _("Not now")
        DECLINED = "declined", _("Declined")

    idea = models.OneToOneField(
        Idea, on_delete=models.CASCADE, primary_key=True, related_name="answer"
    )
    verdict = models.CharField(max_length=10, choices=Verdict)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    next_step = models.CharField(max_length=300, blank=True, default="")
    next_step_by = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            at_most("next_step", 300, name="answer_next_step_length"),
            models.CheckConstraint(
                condition=~Q(verdict__in=["accepted", "partly"])
                | (Q(owner__isnull=False) & ~Q(next_step="")),
                name="answer_accepted_has_owner_and_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.idea_id}"


class Outcome(models.Model):
    """A step of what became of an idea, told to everyone who had a part in it.

    The message of the idea's conversation says it.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="outcomes")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="outcome")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"outcome of {self.idea_id}"


class Pilot(models.Model):
    """An accepted idea is tried: what we expect, how we will know, what happened, what we learnt.

    That something did not work is a result like any other.
    """

    class Verdict(models.TextChoices):
        """What follows from it."""

        OPEN = "", _("Under way")
        ADJUST = "adjust", _("Adjust and go on")
        SCALE = "scale", _("Do more of it")
        STOP = "stop", _("Stop")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="pilots")
    hypothesis = models.CharField(max_length=500)
    measure = models.CharField(max_length=300)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    happened = models.CharField(max_length=2000, blank=True, default="")
    learnt = models.CharField(max_length=2000, blank=True, default="")
    verdict = models.CharField(max_length=8, choices=Verdict, blank=True, default="")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            not_empty("hypothesis", name="pilot_hypothesis_given"),
            not_empty("measure", name="pilot_measure_given"),
            at_most("hypothesis", 500, name="pilot_hypothesis_length"),
            at_most("measure", 300, name="pilot_measure_length"),
            at_most("happened", 2000, name="pilot_happened_length"),
            at_most("learnt", 2000, name="pilot_learnt_length"),
            models.CheckConstraint(
                condition=Q(ended_at=None, verdict="")
                | (Q(ended_at__isnull=False) & ~Q(verdict="")),
                name="pilot_ends_with_verdict",
            ),
        ]

    def __str__(self) -> str:
        return f"pilot of {self.idea_id}"
