"""Where people gather: Space, who belongs to it, and the rules it sets itself."""

from groundswell.spaces.models.guideline import LONGEST_GUIDELINES, Acceptance, Guideline
from groundswell.spaces.models.membership import Affiliation, Membership, Removal
from groundswell.spaces.models.space import Space, SpaceClosing, SpaceFollow, SpaceQuerySet, seen_by
from groundswell.spaces.models.way_in import HeldPlace, Invitation, JoinRequest

__all__ = [
    "LONGEST_GUIDELINES",
    "Acceptance",
    "Affiliation",
    "Guideline",
    "HeldPlace",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Removal",
    "Space",
    "SpaceClosing",
    "SpaceFollow",
    "SpaceQuerySet",
    "seen_by",
]
