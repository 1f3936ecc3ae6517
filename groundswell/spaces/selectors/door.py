"""Why somebody cannot write in a space, and what would let them."""

from dataclasses import dataclass
from enum import StrEnum, auto

from groundswell.actors.models import Actor
from groundswell.people.rules import is_waiting
from groundswell.spaces.models import Invitation, Membership, Space, SpaceClosing
from groundswell.spaces.rules import removal_of
from groundswell.spaces.selectors.guidelines import Guidelines, guidelines_for
from groundswell.spaces.selectors.ways_in import invitation_to, request_of


class Why(StrEnum):
    """What stands between somebody and writing; the pages know a sentence for each."""

    CLOSED = auto()
    STRANGER = auto()
    WAITING = auto()
    REMOVED = auto()
    INVITED = auto()
    ASKED = auto()
    JOIN = auto()
    ASK = auto()
    INVITATION = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What keeps the viewer out. `reason`: in the words of whoever closed it."""

    why: str
    reason: str = ""
    invitation: Invitation | None = None
    guidelines: Guidelines | None = None


def door_of(
    space: Space,
    viewer: Actor | None,
    *,
    membership: Membership | None,
    closing: SpaceClosing | None,
) -> Door | None:
    """None where the viewer may write; asks nothing for members of an open space."""
    if closing is not None:
        return Door(why=Why.CLOSED, reason=closing.reason)
    if viewer is None:
        return Door(why=Why.STRANGER)
    if is_waiting(viewer):
        return Door(why=Why.WAITING)
    return None if membership is not None else _outside(space, viewer)


def _outside(space: Space, viewer: Actor) -> Door:
    removal = removal_of(viewer, space)
    if removal is not None:
        return Door(why=Why.REMOVED, reason=removal.reason)
    invitation = invitation_to(viewer, space)
    if invitation is not None:
        return Door(why=Why.INVITED, invitation=invitation)
    if space.joining == Space.Joining.OPEN:
        return Door(why=Why.JOIN, guidelines=guidelines_for(viewer, space))
    if space.joining == Space.Joining.INVITATION:
        return Door(why=Why.INVITATION)
    asked = request_of(viewer, space)
    return Door(why=Why.ASKED if asked and asked.declined_at is None else Why.ASK)
