"""The wall: what a room's projector shows, and the links by which somebody helps to lead."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.core.checks import at_most, one_of
from groundswell.core.ids import new_id
from groundswell.live.models.session import Session


class Wall(models.Model):
    """What the projector shows now. A still one shows what it showed when it was stilled."""

    class Scene(models.TextChoices):
        """One picture of the wall."""

        JOIN = "join", _("How to come in")
        CURRENT = "current", _("The question that is on")
        TOP = "top", _("The five most wanted")
        PROMPT = "prompt", _("The prompt, with its answers")
        POLL = "poll", _("A poll")
        CLOUD = "cloud", _("A word cloud")
        TAKEAWAYS = "takeaways", _("Takeaways")
        BLANK = "blank", _("Nothing")

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, primary_key=True, related_name="wall"
    )
    scene = models.CharField(max_length=9, choices=Scene, default=Scene.JOIN)
    still = models.TextField(blank=True, default="")
    """What it showed when it was stilled; empty while it moves."""

    class Meta:
        constraints = [
            one_of(
                "scene",
                [
                    *("join", "current", "top", "prompt"),
                    *("poll", "cloud", "takeaways", "blank"),
                ],
                name="wall_scene",
            ),
            at_most("still", 60_000, name="wall_still_length"),
        ]

    def __str__(self) -> str:
        return f"wall of {self.session_id}"

    @property
    def channel(self) -> str:
        """On which its scene changes."""
        return f"wall-{self.session_id}"


class SessionLink(models.Model):
    """A secret address that lets whoever has it do one thing in one session, for a time.

    The address is signed and names this row; it is asked for at each act, so what is ended here is
    ended everywhere.
    """

    class Kind(models.TextChoices):
        """What it lets one do."""

        MODERATOR = "moderator", _("Moderate the questions")
        PRESENTER = "presenter", _("Present: take up one question after the other")
        PROJECTOR = "projector", _("Show the wall, and nothing else")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=9, choices=Kind)
    name = models.CharField(max_length=60, blank=True, default="")
    """For whom it is."""
    actor = models.ForeignKey(
        Actor,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    """In whose name it acts; none for a wall, which only shows."""
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("kind", ["moderator", "presenter", "projector"], name="session_link_kind"),
            models.CheckConstraint(
                condition=Q(kind="projector") | Q(actor__isnull=False),
                name="session_link_acts_as_somebody",
            ),
            at_most("name", 60, name="session_link_name_length"),
        ]
        indexes = [models.Index(fields=["actor"], name="session_link_of")]

    def __str__(self) -> str:
        return f"{self.kind} link of {self.session_id}"

    @property
    def channel(self) -> str:
        """On which its streams rest, so that they end with it."""
        return f"link-{self.id}"

    def stands(self, at: datetime) -> bool:
        """Whether it opens anything then."""
        return self.revoked_at is None and at < self.expires_at
