"""Requests to join, and invitations."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from groundswell.actors.models import Actor
from groundswell.core.clock import now
from groundswell.spaces.models import Invitation, JoinRequest, Space
from groundswell.spaces.rules import lets_in, may_invite

MOST_LOOKED_AT = 10


def requests_to(space: Space) -> list[JoinRequest]:
    """Those that wait for an answer, the oldest first."""
    waiting = JoinRequest.objects.waiting().filter(space=space)
    return list(waiting.select_related("actor__profile").order_by("created_at", "id")[:100])


def request_of(person: Actor | None, space: Space) -> JoinRequest | None:
    """The person's request to join, waiting or declined."""
    if person is None:
        return None
    return JoinRequest.objects.filter(space=space, actor=person).first()


def invitation_by(token: str) -> Invitation | None:
    """The invitation of this link, whether it still stands or not."""
    rows = Invitation.objects.with_token(token).select_related("space__actor", "by")
    return rows.first()


def invitation_to(person: Actor | None, space: Space) -> Invitation | None:
    """An invitation that stands for one of the person's confirmed addresses."""
    if person is None:
        return None
    mine = Invitation.objects.standing(now()).filter(space=space, email__in=_addresses_of(person))
    rows = mine.select_related("space__actor", "by").order_by("-id")[:MOST_LOOKED_AT]
    return next((row for row in rows if lets_in(row)), None)


def invitations_of(space: Space, by: Actor | None = None) -> list[Invitation]:
    """The invitations that still let somebody in, latest first; or only one's own."""
    standing = Invitation.objects.standing(now()).filter(space=space)
    if by is not None:
        standing = standing.filter(by=by)
    rows = standing.select_related("space__actor", "by").order_by("-id")[:100]
    inviting = {person: may_invite(person, space) for person in {row.by for row in rows}}
    return [row for row in rows if inviting[row.by]]


def invited_to(person: Actor | None) -> list[Invitation]:
    """The invitations that stand for the person's confirmed addresses."""
    if person is None:
        return []
    mine = Invitation.objects.standing(now()).filter(email__in=_addresses_of(person))
    strange = mine.exclude(space__memberships__actor=person)
    rows = strange.select_related("space__actor", "by").order_by("-id")[:MOST_LOOKED_AT]
    return [row for row in rows if lets_in(row)]


def _addresses_of(person: Actor) -> QuerySet[Any, str]:
    found: QuerySet[Any, str] = EmailAddress.objects.filter(
        user__actor=person, verified=True
    ).values_list("email", flat=True)
    return found
