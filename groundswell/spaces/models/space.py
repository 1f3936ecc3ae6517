"""Space: people gathered round a purpose, and the few things a space decides for itself."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor, Organisation
from groundswell.core.checks import at_most, not_empty, one_of
from groundswell.core.ids import new_id
from groundswell.people.models import Level
from groundswell.spaces.models.membership import Membership


def seen_by(viewer: Actor | None, path: str = "space") -> Q:
    """What lies in a space that the viewer can see, for rows that reach their space by `path`.

    A join and a short list of ids rather than a subquery of spaces: a list in order of time is
    walked along its index and ends after a page, and a single row is found by its key.
    """
    public = Q(**{f"{path}__visibility": Space.Visibility.PUBLIC})
    if viewer is None:
        return public
    mine = Membership.objects.of(viewer).values("space_id")
    return public | Q(**{f"{path}__in": mine})


class SpaceQuerySet(models.QuerySet["Space"]):
    """Reads of spaces, each from a viewer's side."""

    def visible_to(self, viewer: Actor | None) -> Self:
        """Public spaces, and those the viewer belongs to."""
        public = Q(visibility=Space.Visibility.PUBLIC)
        if viewer is None:
            return self.filter(public)
        return self.filter(public | Q(id__in=Membership.objects.of(viewer).values("space_id")))

    def called(self, handle: str) -> Self:
        """The space of this handle, found by the index that keeps handles unique."""
        named = self.alias(lower_handle=Lower("actor__handle"))
        return named.filter(lower_handle=handle.lower(), actor__host="")

    def joined_by(self, viewer: Actor) -> Self:
        """The viewer's own spaces."""
        return self.filter(id__in=Membership.objects.of(viewer).values("space_id"))

    def findable_by(self, viewer: Actor | None) -> Self:
        """Visible ones, and those of which the viewer may see the door: name and purpose.

        A door opens to those who belong to the space above it, where only members see in.
        """
        public = Q(visibility=Space.Visibility.PUBLIC)
        if viewer is None:
            return self.filter(public)
        mine = Membership.objects.of(viewer).values("space_id")
        door = Q(visibility=Space.Visibility.MEMBERS, parent__in=mine)
        return self.filter(public | door | Q(id__in=mine))


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
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    joining = models.CharField(max_length=10, choices=Joining, default=Joining.OPEN)
    writing = models.CharField(max_length=10, choices=Writing, default=Writing.MEMBERS)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    licence = models.CharField(max_length=40, default="CC-BY-SA-4.0")
    reactions = models.CharField(max_length=120, blank=True, default="")
    answer_days = models.PositiveSmallIntegerField(default=7)
    delegate_cap = models.PositiveSmallIntegerField(default=10)
    """For how many others one person may vote in decisions; 0: everybody votes themselves."""
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
            one_of("writing", ["members", "stewards"], name="space_writing"),
            at_most("licence", 40, name="space_licence_length"),
            at_most("reactions", 120, name="space_reactions_length"),
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

    @property
    def avatar_url(self) -> str:
        """The picture, which is its actor's."""
        return self.actor.avatar_url

    def licence_under(self, organisation: Organisation) -> str:
        """The organisation's where it fixes one for all; the space keeps its own for later."""
        return organisation.licence if organisation.licence_fixed else self.licence

    @property
    def is_public(self) -> bool:
        """Everyone can read it."""
        return self.visibility == self.Visibility.PUBLIC


class SpaceClosing(models.Model):
    """A steward closed the space: it is read, and nothing is written. Reopening deletes the row."""

    space = models.OneToOneField(
        Space, on_delete=models.CASCADE, primary_key=True, related_name="closing"
    )
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            not_empty("reason", name="space_closing_reason_given"),
            at_most("reason", 500, name="space_closing_reason_length"),
        ]

    def __str__(self) -> str:
        return f"closing of {self.space_id}"


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
