"""Participant: somebody who came to a session, with an account or as a guest."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.core.checks import at_most, one_of
from groundswell.core.ids import new_id
from groundswell.live.models.session import Session


class Participant(models.Model):
    """One person of one session. A guest has no account; their device holds a signed token.

    `actor` is who they are here. A guest who says something under a name gets one of their own,
    which they may claim into an account later.
    """

    class Why(models.TextChoices):
        """Why they were asked to leave, as they read it."""

        UNSAID = "", _("No reason is given")
        UNKIND = "unkind", _("It goes against the guidelines")
        SPAM = "spam", _("It is advertising, or a machine wrote it")
        OFF_TOPIC = "off_topic", _("It keeps the session from what it is about")
        OTHERS = "others", _("The session is meant for other people")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="participants")
    actor = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=60, blank=True, default="")
    guest = models.BooleanField(default=False)
    device = models.CharField(max_length=64, blank=True, default="")
    """Digest of what a guest's device keeps, of this session alone: it is one guest, not two."""
    at = models.DateTimeField(default=timezone.now)
    trusted_at = models.DateTimeField(null=True, blank=True)
    """A moderator let something of theirs through."""
    spoke_at = models.DateTimeField(null=True, blank=True)
    """When they first asked or wrote. Who only voted is known by the votes."""
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_for = models.CharField(max_length=9, choices=Why, blank=True, default="")
    removed_note = models.CharField(max_length=300, blank=True, default="")
    claimed_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "actor"],
                condition=Q(actor__isnull=False),
                name="participant_once",
            ),
            models.UniqueConstraint(
                fields=["session", "device"],
                condition=~Q(device=""),
                name="participant_once_a_device",
            ),
            models.CheckConstraint(
                condition=Q(guest=True) | Q(actor__isnull=False), name="participant_is_somebody"
            ),
            at_most("name", 60, name="participant_name_length"),
            one_of(
                "removed_for",
                ["", "unkind", "spam", "off_topic", "others"],
                name="participant_removed_for",
            ),
            at_most("removed_note", 300, name="participant_removed_note_length"),
        ]

    def __str__(self) -> str:
        return f"participant {self.id} of {self.session_id}"
