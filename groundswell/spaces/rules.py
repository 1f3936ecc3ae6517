"""Who may do what in a space. Each `require_` raises `Refused` with the reason in plain words."""

from django.utils.translation import gettext as _

from groundswell.actors.models import Actor
from groundswell.core.errors import Refused
from groundswell.spaces.models import Membership, Space


def membership_of(person: Actor | None, space: Space) -> Membership | None:
    """The person's membership in this space."""
    if person is None:
        return None
    return Membership.objects.filter(space=space, actor=person).first()


def is_organiser(person: Actor | None) -> bool:
    """A steward of the whole organisation."""
    account = getattr(person, "account", None)
    return bool(account and account.is_staff)


def is_steward(person: Actor | None, space: Space) -> bool:
    """A steward of this space, or of the whole organisation where they can see it."""
    membership = membership_of(person, space)
    if membership is not None and membership.role == Membership.Role.STEWARD:
        return True
    return is_organiser(person) and Space.objects.visible_to(person).filter(id=space.id).exists()


def require_member(person: Actor, space: Space) -> None:
    """Only members write in a space."""
    if membership_of(person, space) is None:
        raise Refused(_("Join %(space)s first; then you can write here.") % {"space": space.name})


def require_steward(person: Actor, space: Space) -> None:
    """Only stewards look after a space."""
    if not is_steward(person, space):
        raise Refused(_("Only stewards of %(space)s can do this.") % {"space": space.name})
