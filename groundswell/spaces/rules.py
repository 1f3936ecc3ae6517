"""Who may do what in a space. Each `require_` raises with the reason in plain words."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groundswell.activity.log import Origin, origin
from groundswell.actors.models import Actor, Organisation
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Invalid, Refused
from groundswell.core.prepared import Prepared, PreparedModels
from groundswell.people.rules import is_new, require_approved
from groundswell.spaces.models import (
    Acceptance,
    Guideline,
    Invitation,
    JoinRequest,
    Membership,
    Removal,
    Space,
    SpaceClosing,
)

ASK_AGAIN_AFTER = timedelta(days=7)
INVITATIONS_A_DAY = 10
INVITATIONS_OF_ORGANISERS = 50


def membership_of(person: Actor | None, space: Space) -> Membership | None:
    """The person's membership in this space."""
    if person is None:
        return None
    rows = _MEMBERSHIP(space=space.id, person=person.id)
    return rows[0] if rows else None


def _membership(space: int, person: int) -> QuerySet[Membership]:
    return Membership.objects.filter(space=space, actor=person)


_MEMBERSHIP = PreparedModels(_membership)


def is_organiser(person: Actor | None) -> bool:
    """A steward of the whole organisation."""
    account = getattr(person, "account", None)
    return bool(account and account.is_staff)


def is_steward(person: Actor | None, space: Space) -> bool:
    """A steward of this space, or of the whole organisation where they can see it."""
    return stewards_as(person, space, membership_of(person, space))


def stewards_as(person: Actor | None, space: Space, membership: Membership | None) -> bool:
    """The same for a membership that was already read."""
    if membership is not None and membership.role == Membership.Role.STEWARD:
        return True
    return is_organiser(person) and (membership is not None or space.is_public)


def require_open(space: Space) -> None:
    """A closed space is read; nothing is written in it."""
    rows = _CLOSING(space=space.id)
    if rows:
        raise Conflict(
            _("%(space)s is closed and can only be read. The reason: %(reason)s")
            % {"space": space.name, "reason": rows[0][0]}
        )


def _closing(space: int) -> QuerySet[SpaceClosing, Any]:
    return SpaceClosing.objects.filter(space=space).values_list("reason")


_CLOSING = Prepared(_closing)


def require_member(person: Actor, space: Space) -> None:
    """Only members write in a space, while it is open."""
    require_approved(person)
    if membership_of(person, space) is None:
        called = {"space": space.name}
        door = (space.get_absolute_url(), _("To %(space)s") % called)
        raise Refused(_("Join %(space)s first; then you can write here.") % called, way=door)
    require_open(space)


def require_steward(person: Actor, space: Space) -> None:
    """Only stewards look after a space."""
    if not is_steward(person, space):
        raise Refused(_("Only stewards of %(space)s can do this.") % {"space": space.name})


def may_open_space(person: Actor) -> bool:
    """As the organisation decided: everyone with an account, or its stewards."""
    everyone = Organisation.current().space_opening == Organisation.Opening.MEMBERS
    return everyone or is_organiser(person)


def require_may_open_space(person: Actor) -> None:
    """Opening a space is everybody's right unless the organisation keeps it.

    What is brought in from elsewhere is brought by an operator, for whoever said it there.
    """
    if origin() == Origin() and not may_open_space(person):
        raise Refused(
            _("In this organisation its stewards open spaces. Ask one of them to open yours.")
        )


def may_start(space: Space, membership: Membership | None, *, steward: bool) -> bool:
    """Who opens topics in an open space: members, or stewards where the space says so."""
    if membership is None or membership.role == Membership.Role.GUEST:
        return False
    return steward or space.writing == Space.Writing.MEMBERS


def require_may_start(person: Actor, space: Space) -> None:
    """The same, with the reason."""
    require_member(person, space)
    membership = membership_of(person, space)
    if membership is not None and membership.role == Membership.Role.GUEST:
        raise Refused(_("Guests of %(space)s reply, and open no topics.") % {"space": space.name})
    if not may_start(space, membership, steward=is_steward(person, space)):
        raise Refused(_("Only stewards of %(space)s can open this.") % {"space": space.name})


def removal_of(person: Actor | None, space: Space) -> Removal | None:
    """What keeps this person out of the space."""
    if person is None:
        return None
    return Removal.objects.standing().filter(space=space, actor=person).first()


def require_not_removed(person: Actor, space: Space) -> None:
    """Somebody who was removed comes back when a steward lifts the removal."""
    removal = removal_of(person, space)
    if removal is not None:
        raise Refused(
            _(
                "You were removed from %(space)s and cannot come back until a steward lifts this. "
                "The reason you were given: %(reason)s"
            )
            % {"space": space.name, "reason": removal.reason}
        )


def require_no_membership(person: Actor, space: Space) -> None:
    """One belongs to a space once."""
    if membership_of(person, space) is not None:
        raise Conflict(_("You already belong to %(space)s.") % {"space": space.name})


def require_may_join(person: Actor, space: Space) -> None:
    """Joining at once, where anyone may."""
    require_approved(person)
    require_no_membership(person, space)
    require_not_removed(person, space)
    require_open(space)
    if space.joining == Space.Joining.APPROVAL:
        raise Refused(
            _("A steward of %(space)s lets people in. Ask to join.") % {"space": space.name}
        )
    if space.joining == Space.Joining.INVITATION:
        raise Refused(
            _("People come to %(space)s by invitation. Ask somebody who is in it for one.")
            % {"space": space.name}
        )


def require_may_ask(person: Actor, space: Space) -> None:
    """Asking, where a steward lets people in; and not the same question every day."""
    require_approved(person)
    require_no_membership(person, space)
    require_not_removed(person, space)
    require_open(space)
    if space.joining != Space.Joining.APPROVAL:
        raise Refused(_("%(space)s does not take requests to join.") % {"space": space.name})
    earlier = JoinRequest.objects.filter(space=space, actor=person).first()
    if earlier is None:
        return
    if earlier.declined_at is None:
        raise Conflict(_("You have asked already. A steward will answer you."))
    if now() < earlier.declined_at + ASK_AGAIN_AFTER:
        raise Refused(_("A steward answered you a few days ago. You can ask again after a week."))


def may_invite(person: Actor | None, space: Space) -> bool:
    """Stewards invite; where anyone can join, members do too."""
    membership = membership_of(person, space)
    if stewards_as(person, space, membership):
        return True
    full = membership is not None and membership.role == Membership.Role.MEMBER
    return full and space.joining == Space.Joining.OPEN


def lets_in(invitation: Invitation) -> bool:
    """Whether the invitation still stands, and whoever made it may still invite."""
    return invitation.stands(now()) and may_invite(invitation.by, invitation.space)


def require_may_invite(person: Actor, space: Space) -> None:
    """The same, with the reason."""
    require_open(space)
    if not may_invite(person, space):
        raise Refused(_("Only stewards of %(space)s invite people.") % {"space": space.name})


def require_invitations_left(person: Actor, *, by_mail: bool) -> None:
    """So that nobody uses our name to write to strangers: a few invitations a day, and no mail
    from an account of today, but for those who run the organisation."""
    organiser = is_organiser(person)
    if by_mail and is_new(person) and not organiser:
        raise Refused(
            _("Your account is new: you can send invitations from tomorrow on. Share a link today.")
        )
    since = now() - timedelta(days=1)
    made = Invitation.objects.filter(by=person, created_at__gt=since).count()
    if made >= (INVITATIONS_OF_ORGANISERS if organiser else INVITATIONS_A_DAY):
        raise Refused(
            _("You have made %(count)d invitations in a day. Go on tomorrow.") % {"count": made}
        )


def require_may_be_under(person: Actor, parent: Space) -> None:
    """A space is put under another by who stewards that one."""
    if not is_steward(person, parent):
        raise Refused(
            _("Only stewards of %(space)s put other spaces under it.") % {"space": parent.name}
        )


def require_visibility_allowed(visibility: str) -> None:
    """The organisation may keep everything among members."""
    if visibility == Space.Visibility.PUBLIC and not Organisation.current().public_spaces_allowed:
        raise Invalid(
            _("The organisation keeps its spaces among members. Choose one of the other two."),
            "visibility",
        )


def guidelines_of(space: Space) -> Guideline | None:
    """The guidelines in force, if the space has any."""
    rows = _GUIDELINES(space=space.id)
    return rows[0] if rows and rows[0].source else None


def _guidelines(space: int) -> QuerySet[Guideline]:
    return Guideline.objects.filter(space=space).latest_first()[:1]


_GUIDELINES = PreparedModels(_guidelines)


def accepted_number(person: Actor, space: Space) -> int:
    """The highest version of the space's guidelines that the person accepted; 0 for none."""
    rows = _ACCEPTED(person=person.id, space=space.id)
    return rows[0][0] if rows else 0


def _accepted(person: int, space: int) -> QuerySet[Acceptance, Any]:
    accepted = Acceptance.objects.filter(actor=person, guideline__space=space)
    return accepted.order_by("-guideline__number").values_list("guideline__number")[:1]


_ACCEPTED = Prepared(_accepted)


def who_accepted(people: Iterable[Actor], space: Space) -> set[int]:
    """The ids of those of these people whom the space's guidelines do not keep from writing."""
    ids = {person.id for person in people}
    if guidelines_of(space) is None:
        return ids
    rows = Acceptance.objects.filter(actor__in=ids, guideline__space=space)
    return set(rows.values_list("actor", flat=True))


def require_accepted(person: Actor, space: Space) -> None:
    """Before the first words in a space that has guidelines, one has accepted a version of them.

    What is brought in from elsewhere was said under other guidelines.
    """
    if origin() != Origin() or accepted_number(person, space):
        return
    if guidelines_of(space) is not None:
        raise Invalid(
            _(
                "%(space)s has guidelines. Read them and tick that you accept them; "
                "your words are kept here meanwhile."
            )
            % {"space": space.name},
            "accept_guidelines",
        )


def require_may_remove(person: Actor, membership: Membership) -> None:
    """Stewards remove members and guests; a steward is removed by the organisation's only."""
    require_steward(person, membership.space)
    if membership.actor_id == person.id:
        raise Conflict(_("To go yourself, leave the space."))
    if membership.role == Membership.Role.STEWARD and not is_organiser(person):
        raise Refused(_("A steward steps down, or is removed by a steward of the organisation."))


def require_may_change_role(person: Actor, membership: Membership, role: str) -> None:
    """Stewards decide who is what; a steward's role is given up, or taken by the organisation."""
    require_steward(person, membership.space)
    own = membership.actor_id == person.id
    steps_down = membership.role == Membership.Role.STEWARD and role != Membership.Role.STEWARD
    if steps_down and not own and not is_organiser(person):
        raise Refused(_("A steward steps down, or is removed by a steward of the organisation."))


def require_own_membership(person: Actor, membership: Membership) -> None:
    """On whose behalf somebody speaks, they say themself."""
    if membership.actor_id != person.id:
        raise Refused(_("Everyone says for themself on whose behalf they speak."))


def require_may_withdraw(person: Actor, invitation: Invitation) -> None:
    """Who invited takes it back, or a steward does."""
    if invitation.by_id != person.id:
        require_steward(person, invitation.space)
