"""What a person shows of themself, whom they follow or avoid, and how they want to be told."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from groundswell.actors.models import Actor
from groundswell.core.checks import at_most, not_empty, one_of
from groundswell.core.ids import new_id


class Level(models.TextChoices):
    """How much one wants to hear of what one follows."""

    QUIET = "quiet", _("Quiet")
    NORMAL = "normal", _("Normal")
    ALL = "all", _("All")


class Profile(models.Model):
    """A person's own few words, and where they work."""

    actor = models.OneToOneField(Actor, on_delete=models.CASCADE, primary_key=True)
    pronouns = models.CharField(max_length=40, blank=True, default="")
    source = models.TextField(blank=True, default="")
    html = models.TextField(blank=True, default="")
    organisation = models.CharField(max_length=150, blank=True, default="")
    department = models.CharField(max_length=150, blank=True, default="")
    sector = models.CharField(max_length=80, blank=True, default="")
    languages = models.JSONField(default=list, blank=True)
    time_zone = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            at_most("pronouns", 40, name="profile_pronouns_length"),
            at_most("source", 2_000, name="profile_source_length"),
            at_most("organisation", 150, name="profile_organisation_length"),
            at_most("department", 150, name="profile_department_length"),
            at_most("sector", 80, name="profile_sector_length"),
        ]

    def __str__(self) -> str:
        return f"profile of {self.actor_id}"


class Skill(models.Model):
    """Something a person can help with, in their own word."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="skills")
    name = models.CharField(max_length=60)
    key = models.CharField(max_length=60, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "key"], name="skill_once"),
            at_most("name", 60, name="skill_length"),
            not_empty("name", name="skill_given"),
        ]

    def __str__(self) -> str:
        return self.name


class Presence(models.Model):
    """One of a person's pages elsewhere; verified when that page links back with rel=me."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="presences")
    label = models.CharField(max_length=60)
    url = models.CharField(max_length=500)
    verified_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "url"], name="presence_once"),
            at_most("url", 500, name="presence_url_length"),
            at_most("label", 60, name="presence_label_length"),
        ]

    def __str__(self) -> str:
        return self.url


class PersonFollow(models.Model):
    """One person follows another."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="following")
    followed = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="followers")
    level = models.CharField(max_length=6, choices=Level, default=Level.NORMAL)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "followed"], name="person_follow_once"),
            models.CheckConstraint(
                condition=~Q(actor=models.F("followed")), name="person_follow_other"
            ),
            one_of("level", list(Level.values), name="person_follow_level"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} follows {self.followed_id}"


class BlockQuerySet(models.QuerySet["Block"]):
    """Reads of blocks."""

    def by(self, viewer: Actor | None) -> Self:
        """The blocks and mutes this person has set."""
        return self.filter(actor=viewer) if viewer else self.none()

    def against(self, viewer: Actor) -> Self:
        """The blocks that others have set against this person; mutes stay unnoticed."""
        return self.filter(blocked=viewer, kind=Block.Kind.BLOCK)


class Block(models.Model):
    """A person does not want to meet another: muted (unseen) or blocked (both ways)."""

    class Kind(models.TextChoices):
        """How far it goes."""

        MUTE = "mute", _("Muted")
        BLOCK = "block", _("Blocked")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="blocked_by")
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.MUTE)
    created_at = models.DateTimeField(default=timezone.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~Q(actor=models.F("blocked")), name="block_other"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.kind}s {self.blocked_id}"

    @staticmethod
    def between(person: Actor | int) -> Q:
        """What keeps the person away from others: set by them, or a block set against them."""
        return Q(actor=person) | Q(blocked=person, kind=Block.Kind.BLOCK)


def meets(viewer: Actor | int | None, author: str = "author") -> Q:
    """Rows by people whom the viewer does not keep away from, and who did not block the viewer."""
    if viewer is None:
        return Q()
    avoided = Block.objects.filter(actor=viewer).values("blocked")
    avoiding = Block.objects.filter(blocked=viewer, kind=Block.Kind.BLOCK).values("actor")
    return ~Q(**{f"{author}__in": avoided}) & ~Q(**{f"{author}__in": avoiding})


class AlertPreference(models.Model):
    """How a person wants to be told."""

    class Mail(models.TextChoices):
        """When alerts go out by e-mail."""

        AT_ONCE = "at_once", _("At once")
        DAILY = "daily", _("Once a day")
        WEEKLY = "weekly", _("Once a week")
        NEVER = "never", _("Never")

    actor = models.OneToOneField(Actor, on_delete=models.CASCADE, primary_key=True)
    mail = models.CharField(max_length=8, choices=Mail, default=Mail.DAILY)
    digest_hour = models.PositiveSmallIntegerField(default=8)
    digest_weekday = models.PositiveSmallIntegerField(default=0)
    """Monday is 0."""
    private_words = models.BooleanField(default=True)
    """Whether mail quotes what was said in spaces that only members can read."""
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    push = models.BooleanField(default=False)
    silenced = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="alert_preference_hour"),
            models.CheckConstraint(
                condition=Q(digest_weekday__lte=6), name="alert_preference_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"alerts of {self.actor_id}"


class SignUpRefusal(models.Model):
    """A steward turned a new account away, with the reason that the person was told."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            not_empty("reason", name="sign_up_refusal_reason_given"),
            at_most("reason", 500, name="sign_up_refusal_reason_length"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} refused"


class Waiting(models.Model):
    """A mail that waits to be handed over, and when that is tried next."""

    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class OutgoingMail(Waiting):
    """A mail about an account, whole, until it was sent. It may hold codes: it is not kept."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    address = models.EmailField(max_length=254)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()

    class Meta:
        constraints = [
            at_most("subject", 300, name="outgoing_mail_subject_length"),
            at_most("text", 100_000, name="outgoing_mail_text_length"),
            at_most("html", 200_000, name="outgoing_mail_html_length"),
        ]
        indexes = [models.Index(fields=["next_try_at"], name="outgoing_mail_due")]

    def __str__(self) -> str:
        return f"mail {self.pk}"


class RetiredHandle(models.Model):
    """A handle that nobody may take again: old mentions of it meant somebody who left.

    Only a keyed digest is kept, which tells nobody who that was.
    """

    digest = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return self.digest

    @staticmethod
    def digest_of(handle: str) -> str:
        """The digest of a handle, whose case does not count."""
        key = settings.SECRET_KEY
        return salted_hmac("people.handle", handle.lower(), key, algorithm="sha256").hexdigest()
