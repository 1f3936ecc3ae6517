"""Who belongs to a space, on whose behalf they speak there, and who was removed."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.core.checks import at_most, not_empty, one_of
from groundswell.core.ids import new_id


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads of memberships."""

    def of(self, person: Actor) -> Self:
        """One person's memberships."""
        return self.filter(actor=person)

    def stewards(self) -> Self:
        """Those who look after the space."""
        return self.filter(role=Membership.Role.STEWARD)


class Membership(models.Model):
    """A person belongs to a space. Leaving deletes the row; the log keeps that it was."""

    class Role(models.TextChoices):
        """What the person is in the space."""

        STEWARD = "steward", _("Steward")
        MEMBER = "member", _("Member")
        GUEST = "guest", _("Guest")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(
        "spaces.Space", on_delete=models.CASCADE, related_name="memberships", db_index=False
    )
    actor = models.ForeignKey(
        Actor, on_delete=models.CASCADE, related_name="memberships", db_index=False
    )
    role = models.CharField(max_length=8, choices=Role, default=Role.MEMBER)
    since = models.DateTimeField(default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "actor"], name="membership_once"),
            one_of("role", ["steward", "member", "guest"], name="membership_role"),
        ]
        # Every `visible_to` asks for the spaces of one person: the index alone answers.
        indexes = [models.Index(fields=["actor", "space"], name="membership_of_actor")]

    def __str__(self) -> str:
        return f"{self.actor_id} in {self.space_id}"


class Affiliation(models.Model):
    """On whose behalf a member speaks in this space, where that differs from the profile."""

    membership = models.OneToOneField(
        Membership, on_delete=models.CASCADE, primary_key=True, related_name="affiliation"
    )
    organisation = models.CharField(max_length=150, blank=True, default="")
    department = models.CharField(max_length=150, blank=True, default="")
    sector = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            at_most("organisation", 150, name="affiliation_organisation_length"),
            at_most("department", 150, name="affiliation_department_length"),
            at_most("sector", 80, name="affiliation_sector_length"),
        ]

    def __str__(self) -> str:
        return self.organisation


class RemovalQuerySet(models.QuerySet["Removal"]):
    """Reads of removals."""

    def standing(self) -> Self:
        """Those that keep somebody out."""
        return self.filter(lifted_at=None)


class Removal(models.Model):
    """A steward removed a person from a space, with the reason that person is told."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey("spaces.Space", on_delete=models.CASCADE, related_name="removals")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RemovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["space", "actor"],
                condition=models.Q(lifted_at=None),
                name="removal_stands_once",
            ),
            not_empty("reason", name="removal_reason_given"),
            at_most("reason", 500, name="removal_reason_length"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} removed from {self.space_id}"
