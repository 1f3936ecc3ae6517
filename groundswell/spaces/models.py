"""Where people gather: Space, who belongs to it, and the rules it sets itself."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.core.checks import at_most, not_empty, one_of
from groundswell.core.ids import new_id
from groundswell.people.models import Level


class SpaceQuerySet(models.QuerySet["Space"]):
    """Reads of spaces, each from a viewer's side."""

    def visible_to(self, viewer: Actor | None) -> Self:
        """Public spaces, and those the viewer belongs to."""
        public = Q(visibility=Space.Visibility.PUBLIC)
        if viewer is None:
            return self.filter(public)
        return self.filter(public | Q(id__in=Membership.objects.of(viewer).values("space_id")))

    def joined_by(self, viewer: Actor) -> Self:
        """The viewer's own spaces."""
        return self.filter(id__in=Membership.objects.of(viewer).values("space_id"))


class Space(models.Model):
    """People gathered round a purpose. Its Actor is a Group, and has its handle and name."""

    class Visibility(models.TextChoices):
        """Who can see the space and what is in it."""

        PUBLIC = "public", _("Everyone can read")
        MEMBERS = "members", _("Only members can read")
        INVITATION = "invitation", _("Only members, who are invited")

    class Joining(models.TextChoices):
        """How one becomes a member."""

        OPEN = "open", _("Anyone can join")
        APPROVAL = "approval", _("A steward approves")
        INVITATION = "invitation", _("By invitation")

    class Writing(models.TextChoices):
        """Who may open topics and reply."""

        MEMBERS = "members", _("Members")
        STEWARDS = "stewards", _("Stewards open topics, members reply")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="space")
    purpose = models.CharField(max_length=300)
    visibility = models.CharField(
        max_length=10, choices=Visibility, default=Visibility.PUBLIC, db_index=True
    )
    joining = models.CharField(max_length=10, choices=Joining, default=Joining.OPEN)
    writing = models.CharField(max_length=10, choices=Writing, default=Writing.MEMBERS)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    licence = models.CharField(max_length=40, default="CC-BY-SA-4.0")
    reactions = models.CharField(max_length=120, blank=True, default="")
    answer_days = models.PositiveSmallIntegerField(default=7)
    member_count = models.PositiveIntegerField(default=0)
    topic_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    last_activity_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        constraints = [
            not_empty("purpose", name="space_purpose_given"),
            at_most("purpose", 300, name="space_purpose_length"),
            one_of("visibility", ["public", "members", "invitation"], name="space_visibility"),
            one_of("joining", ["open", "approval", "invitation"], name="space_joining"),
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")), name="space_parent_is_another"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the space."""
        return f"/s/{self.actor.handle}/"

    @property
    def name(self) -> str:
        """The name, which is its actor's."""
        return self.actor.name

    @property
    def handle(self) -> str:
        """The handle, which is its actor's."""
        return self.actor.handle


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
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="memberships")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role, default=Role.MEMBER)
    since = models.DateTimeField(default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "actor"], name="membership_once"),
            one_of("role", ["steward", "member", "guest"], name="membership_role"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} in {self.space_id}"


class Affiliation(models.Model):
    """On whose behalf a member speaks in this space, where that differs from the profile."""

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, primary_key=True)
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


class Guideline(models.Model):
    """One version of a space's guidelines; the highest number is in force."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="guidelines")
    number = models.PositiveIntegerField()
    source = models.TextField()
    html = models.TextField()
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "number"], name="guideline_number_once"),
            at_most("source", 10_000, name="guideline_length"),
        ]

    def __str__(self) -> str:
        return f"guidelines {self.number} of {self.space_id}"


class Acceptance(models.Model):
    """A person accepted a version of the guidelines."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="acceptances")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guideline", "actor"], name="acceptance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} accepted {self.guideline_id}"


class Invitation(models.Model):
    """A way in: by a link with `uses`, or for one e-mail address. Only the token's hash is kept."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="invitations")
    by = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True, default="")
    role = models.CharField(max_length=8, choices=Membership.Role, default=Membership.Role.MEMBER)
    uses_left = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation to {self.space_id}"


class JoinRequest(models.Model):
    """A person asks to become a member; answered by making a membership or by a refusal."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="join_requests")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "actor"], name="join_request_once"),
            at_most("note", 500, name="join_request_note_length"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} asks to join {self.space_id}"


class Removal(models.Model):
    """A steward removed a person from a space, with the reason that person is told."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="removals")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            not_empty("reason", name="removal_reason_given"),
            at_most("reason", 500, name="removal_reason_length"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} removed from {self.space_id}"


class SpaceFollow(models.Model):
    """A person follows a space: quiet, normal (new topics) or all (every message)."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="follows")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=6, choices=Level, default=Level.NORMAL)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "actor"], name="space_follow_once"),
            one_of("level", list(Level.values), name="space_follow_level"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} follows {self.space_id}"
