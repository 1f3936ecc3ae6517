"""Who acts: Actor, the Account a local person signs in with, and the Organisation around them."""

from collections.abc import Iterable
from copy import copy
from time import monotonic
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import connection, models, transaction
from django.db.models.functions import Lower
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groundswell.core.checks import at_most, not_empty, one_of
from groundswell.core.ids import new_id
from groundswell.core.prepared import PreparedModels
from groundswell.core.text.handles import bare_handle

REMEMBERED_SECONDS = 5.0

GUESTS = "guest"
"""The host of guests of a session: anybody can be as many of them as they like."""


class ActorQuerySet(models.QuerySet["Actor"]):
    """Reads of actors."""

    def people(self) -> Self:
        """Persons only, without those who left."""
        return self.filter(kind=Actor.Kind.PERSON, left_at=None)

    def local(self) -> Self:
        """Actors of this site."""
        return self.filter(host="")

    def called(self, handle: str) -> Self:
        """Those with the handle, however it was typed."""
        bare = bare_handle(handle)
        # A database that stores no NUL is not asked for one.
        return self.filter(handle=bare) if bare.isprintable() else self.none()

    def person_called(self, handle: str) -> "Actor | None":
        """The person of this site with the handle, however it was typed."""
        return self.people().local().called(handle).first()

    def people_called(self, handles: Iterable[str]) -> dict[str, "Actor"]:
        """The people of this site with these handles, which are bare, by handle."""
        asked = [handle for handle in handles if handle.isprintable()]
        if not asked:  # most messages name nobody
            return {}
        return {one.handle: one for one in self.people().local().filter(handle__in=asked)}

    def known_to(self, viewer: "Actor | None") -> Self:
        """Without those whose account waits for approval, or whose address nobody has confirmed:
        they are seen by themself and by who runs the organisation alone."""
        account = getattr(viewer, "account", None)
        if account is not None and account.is_staff:
            return self
        own = Account.objects.filter(actor=models.OuterRef("pk"))
        known = own.filter(approved_at__isnull=False, emailaddress__verified=True)
        told = models.Q(models.Exists(known)) | ~models.Q(models.Exists(own))
        return self.filter(told | models.Q(pk=viewer.pk) if viewer else told)


class Actor(models.Model):
    """Somebody or something that acts: a person, a space's group, a bot; here or elsewhere."""

    class Kind(models.TextChoices):
        """The ActivityStreams actor types we use."""

        PERSON = "person", _("Person")
        GROUP = "group", _("Group")
        SERVICE = "service", _("Service")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    handle = models.CharField(max_length=64)
    host = models.CharField(max_length=255, blank=True, default="")
    name = models.CharField(max_length=150)
    uri = models.CharField(max_length=2048, null=True, blank=True, unique=True)
    picture = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = ActorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("handle"), "host", name="actor_handle_host_unique"),
            at_most("handle", 64, name="actor_handle_length"),
            not_empty("handle", name="actor_handle_given"),
            at_most("name", 150, name="actor_name_length"),
            not_empty("name", name="actor_name_given"),
            one_of("kind", ["person", "group", "service"], name="actor_kind_known"),
        ]

    def __str__(self) -> str:
        return f"@{self.address}"

    def get_absolute_url(self) -> str:
        """The page of this person or space."""
        return f"/s/{self.handle}/" if self.kind == self.Kind.GROUP else f"/@{self.address}/"

    @property
    def address(self) -> str:
        """The handle as others write it: bare here, with the host elsewhere."""
        return f"{self.handle}@{self.host}" if self.host else self.handle

    @property
    def avatar_url(self) -> str:
        """The address of the picture, empty when there is none (pages draw initials then)."""
        if not self.picture:
            return ""
        return f"/media/{self.picture}" if "/" in self.picture else static(self.picture)


class AccountManager(BaseUserManager["Account"]):
    """Reads accounts with their actor, since every page shows whose it is."""

    def get_queryset(self) -> models.QuerySet["Account"]:
        """Joins the actor: one query a request."""
        return super().get_queryset().select_related("actor")

    def get(self, *args: Any, **kwargs: Any) -> "Account":
        """By its key, as every request of somebody signed in asks, by a query put together once."""
        if args or kwargs.keys() != {"pk"}:
            return super().get(*args, **kwargs)
        rows = _WITH_KEY(key=int(kwargs["pk"]))
        if not rows:
            raise self.model.DoesNotExist
        return rows[0]

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Addresses are compared without regard to case."""
        return self.get(email__iexact=username)


class Account(AbstractBaseUser, PermissionsMixin):
    """How a local person signs in."""

    class Theme(models.TextChoices):
        """Which colours the pages take."""

        AUTO = "", _("As my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="account")
    email = models.EmailField(max_length=254)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    approved_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    date_joined = models.DateTimeField(default=timezone.now)
    language = models.CharField(max_length=12, blank=True, default="")
    time_zone = models.CharField(max_length=64, blank=True, default="")
    theme = models.CharField(max_length=5, choices=Theme, blank=True, default=Theme.AUTO)
    nested = models.BooleanField(default=False)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="account_email_unique"),
            at_most("email", 254, name="account_email_length"),
        ]

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        """The name others see."""
        return self.actor.name

    def get_short_name(self) -> str:
        """The name others see."""
        return self.actor.name


def _with_key(key: int) -> models.QuerySet[Account]:
    return Account.objects.get_queryset().filter(pk=key)


_WITH_KEY = PreparedModels(_with_key)


class Organisation(models.Model):
    """What the organisation fixes for the whole site; one row."""

    _remembered: ClassVar[tuple[float, "Organisation | None"]] = (0.0, None)

    class SignUp(models.TextChoices):
        """Who may open an account."""

        OPEN = "open", _("Anyone")
        INVITATION = "invitation", _("People with an invitation")
        APPROVAL = "approval", _("Anyone, once a steward approves")
        CLOSED = "closed", _("Nobody for now")

    class Opening(models.TextChoices):
        """Who may open a space."""

        MEMBERS = "members", _("Everyone with an account")
        STEWARDS = "stewards", _("Stewards of the organisation")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=150, default="Groundswell")
    purpose = models.CharField(max_length=300, blank=True, default="")
    sign_up = models.CharField(max_length=12, choices=SignUp, default=SignUp.OPEN)
    space_opening = models.CharField(max_length=10, choices=Opening, default=Opening.MEMBERS)
    licence = models.CharField(max_length=40, default="CC-BY-SA-4.0")
    licence_fixed = models.BooleanField(default=False)
    public_spaces_allowed = models.BooleanField(default=True)
    reactions = models.CharField(max_length=120, blank=True, default="")
    guidelines = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="organisation_is_one"),
            at_most("name", 150, name="organisation_name_length"),
            at_most("purpose", 300, name="organisation_purpose_length"),
            at_most("guidelines", 10_000, name="organisation_guidelines_length"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        """Keeps to the one row."""
        self.id = 1
        super().save(**kwargs)
        Organisation.forget()
        transaction.on_commit(Organisation.forget)

    @property
    def takes_newcomers(self) -> bool:
        """Whether somebody whom nobody invited may open an account, at once or once approved."""
        return self.sign_up in {self.SignUp.OPEN, self.SignUp.APPROVAL}

    @classmethod
    def current(cls) -> "Organisation":
        """The site's organisation, with the defaults until a steward changes them.

        Every page shows it, so each process remembers it for a few seconds. Inside a transaction
        it is read as it stands: rules that decide over a write never go by what is remembered.
        """
        if connection.in_atomic_block:
            return cls._read()
        until, remembered = cls._remembered
        if remembered is None or until < monotonic():
            remembered = cls._read()
            cls._remembered = (monotonic() + REMEMBERED_SECONDS, remembered)
        return copy(remembered)

    @classmethod
    def forget(cls) -> None:
        """The next reader in this process asks the database."""
        cls._remembered = (0.0, None)

    @classmethod
    def _read(cls) -> "Organisation":
        found = _THE_ONE()
        return found[0] if found else cls()


def _the_one() -> models.QuerySet[Organisation]:
    return Organisation.objects.filter(id=1)


_THE_ONE = PreparedModels(_the_one)
