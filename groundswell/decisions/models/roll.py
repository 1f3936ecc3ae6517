"""Roll: who may vote, and whether they did. Never how."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from groundswell.actors.models import Actor
from groundswell.core.checks import at_most, not_empty
from groundswell.core.ids import new_id
from groundswell.decisions.models.decision import Decision

LONGEST_WORDS = 5_000
"""Of a guest, with their ballot."""


class Group(models.Model):
    """Stakeholders whose ballots are also counted by themselves."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "name"], name="group_name_once"),
            not_empty("name", name="group_name_given"),
            at_most("name", 80, name="group_name_length"),
        ]

    def __str__(self) -> str:
        return self.name


class RollEntry(models.Model):
    """One who may vote: a person, or a guest who comes by a signed link.

    `voted` says that a ballot was cast and nothing more: no time, so that the order of the roll
    tells nothing of the order of secret ballots. Whoever leaves the space keeps a withdrawn row.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(
        Decision, on_delete=models.CASCADE, related_name="roll", db_index=False
    )
    actor = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    guest = models.CharField(max_length=120, blank=True, default="")
    """A guest's name, as who invited them wrote it; of people from a file, their number there."""
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries"
    )
    added_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    voted = models.PositiveSmallIntegerField(default=0)
    link = models.PositiveSmallIntegerField(default=0, db_default=0)
    """Of a guest: which of the links that were made for them is the one that works."""
    represented_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="represents"
    )
    """Who voted for them, as it stood when voting ended. Known to these two alone."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "actor"], name="roll_person_once"),
            models.UniqueConstraint(
                fields=["decision", "guest"], condition=Q(actor=None), name="roll_guest_once"
            ),
            models.CheckConstraint(
                condition=Q(actor__isnull=False, guest="") | (Q(actor=None) & ~Q(guest="")),
                name="roll_person_or_guest",
            ),
            models.CheckConstraint(condition=Q(voted__lte=1), name="roll_votes_once"),
            at_most("guest", 120, name="roll_guest_length"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id or self.guest} on the roll of {self.decision_id}"

    @property
    def name(self) -> str:
        """What one calls them."""
        return self.actor.name if self.actor else self.guest
