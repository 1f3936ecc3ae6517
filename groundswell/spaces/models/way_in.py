"""The ways into a space that is not open to all: being invited, and asking."""

from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from groundswell.actors.models import Actor
from groundswell.core.checks import at_most, one_of
from groundswell.core.ids import new_id
from groundswell.spaces.models.membership import Membership
from groundswell.spaces.models.space import Space


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reads of invitations."""

    def with_token(self, token: str) -> Self:
        """The invitation that this link carries."""
        return self.filter(token_hash=hash_of(token))

    def standing(self, at: datetime) -> Self:
        """Those that still let somebody in."""
        return self.filter(withdrawn_at=None, expires_at__gt=at, uses_left__gt=0)


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class Invitation(models.Model):
    """A way in: by a link with `uses`, or for one e-mail address.

    Only the token's hash is kept. The token is made from the id and the site's key, so that who
    may invite can be shown the link again, and a copy of the database lets nobody in.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="invitations")
    by = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True, default="", db_index=True)
    role = models.CharField(max_length=8, choices=Membership.Role, default=Membership.Role.MEMBER)
    uses = models.PositiveIntegerField(default=1)
    uses_left = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(uses_left__lte=models.F("uses")), name="invitation_uses"
            ),
            at_most("email", 254, name="invitation_email_length"),
            one_of("role", ["member", "guest"], name="invitation_role"),
        ]

    def __str__(self) -> str:
        return f"invitation to {self.space_id}"

    def get_absolute_url(self) -> str:
        """The page that lets its bearer in."""
        return f"/invitations/{self.token}/"

    @property
    def token(self) -> str:
        """What the link carries."""
        made = salted_hmac("groundswell.spaces.invitation", str(self.id), algorithm="sha256")
        return urlsafe_b64encode(made.digest()).decode().rstrip("=")

    def stands(self, at: datetime) -> bool:
        """Whether it still lets somebody in."""
        return self.withdrawn_at is None and self.expires_at > at and self.uses_left > 0

    @property
    def used(self) -> int:
        """How many came by it."""
        return self.uses - self.uses_left


class HeldPlace(models.Model):
    """A use of an invitation, taken by who opened an account with it and kept until they have
    confirmed their address and come in. Who never does gives it back."""

    actor = models.OneToOneField(
        Actor, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="held_places")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"place of {self.actor_id}"


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    """Reads of requests to join."""

    def waiting(self) -> Self:
        """Those that a steward has not answered."""
        return self.filter(declined_at=None)


class JoinRequest(models.Model):
    """A person asks to become a member. A yes makes the membership and deletes this; a no stays,
    with its sentence, so that the person can read it."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="join_requests")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(max_length=500, blank=True, default="")

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "actor"], name="join_request_once"),
            at_most("note", 500, name="join_request_note_length"),
            at_most("answer", 500, name="join_request_answer_length"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} asks to join {self.space_id}"
