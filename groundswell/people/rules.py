"""Who may do what among people. Each `require_` raises `Refused` with the reason in plain words."""

from datetime import timedelta
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from groundswell.actors.models import Account, Actor
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Refused
from groundswell.core.prepared import Prepared
from groundswell.people.models import Block

NEW_FOR = timedelta(days=1)


@cache
def known_zones() -> frozenset[str]:
    """Every time zone this machine knows; asking the disk each time would cost 30 ms a page."""
    return frozenset(available_timezones())


def is_organiser(person: Actor | None) -> bool:
    """A steward of the whole organisation."""
    account = getattr(person, "account", None)
    return bool(account and account.is_staff)


def require_organiser(person: Actor) -> None:
    """Only stewards of the organisation decide for all of it."""
    if not is_organiser(person):
        raise Refused(_("Only stewards of the organisation can do this."))


def require_another_organiser(account: Account) -> None:
    """The last steward of the organisation cannot go: nobody could let another one in. Locks them
    all, in one order, so that the last two do not go at once."""
    staff = Account.objects.select_for_update(of=("self",)).filter(is_staff=True, is_active=True)
    if [row.id for row in staff.order_by("id")] == [account.id]:
        raise Refused(
            _(
                "You are the only steward of the organisation. Name another one first, on the page "
                "Organisation."
            )
        )


def is_waiting(person: Actor | None) -> bool:
    """Whether a steward has not approved the account yet: it reads, and does not write."""
    account = getattr(person, "account", None)
    return bool(account and account.approved_at is None)


def is_new(person: Actor) -> bool:
    """In the first day of an account some limits are tighter."""
    account = getattr(person, "account", None)
    return account is not None and account.date_joined > now() - NEW_FOR


def require_approved(person: Actor) -> None:
    """Who waits for approval reads, and neither writes nor joins, whichever way they come."""
    if is_waiting(person):
        raise Refused(
            _("A steward of the organisation has to let you in first. You get a mail when they do.")
        )


def must_add_second_factor(account: Account) -> bool:
    """Stewards of the organisation can do much harm, so a password alone is not enough."""
    return bool(settings.ORGANISERS_NEED_SECOND_FACTOR and account.is_staff)


def are_apart(one_id: int, other_id: int) -> bool:
    """Whether either of the two has blocked the other."""
    return bool(_APART(one=one_id, other=other_id))


def _apart(one: int, other: int) -> QuerySet[Block, Any]:
    either = Q(actor=one, blocked=other) | Q(actor=other, blocked=one)
    return Block.objects.filter(either, kind=Block.Kind.BLOCK).values_list("id")[:1]


_APART = Prepared(_apart)


def apart_from(person_id: int) -> frozenset[int]:
    """The ids of people whom the person has blocked, or who have blocked them."""
    either = Q(actor=person_id) | Q(blocked=person_id)
    blocks = Block.objects.filter(either, kind=Block.Kind.BLOCK)
    pairs = blocks.values_list("actor_id", "blocked_id")
    return frozenset({number for pair in pairs for number in pair} - {person_id})


def require_may_meet(person: Actor, other: Actor) -> None:
    """Nobody reaches a person who has blocked them, or whom they have blocked."""
    if person.id != other.id and are_apart(person.id, other.id):
        raise Refused(_("You and %(name)s do not reach each other here.") % {"name": other.name})


def require_another_person(person: Actor, other: Actor) -> None:
    """Following, muting and blocking are between two different people who are here."""
    if person.id == other.id:
        raise Refused(_("That is yourself."))
    if other.kind != Actor.Kind.PERSON:
        raise Refused(_("This is not a person."))
    if other.left_at is not None:
        raise Conflict(_("This person has left."))
