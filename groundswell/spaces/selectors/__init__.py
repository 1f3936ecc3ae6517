"""What the pages of a space show, each by one function."""

from groundswell.spaces.selectors.directory import (
    children_of,
    parents_for,
    roles_in,
    spaces_page,
    visible_ids,
    visible_parent,
)
from groundswell.spaces.selectors.door import Door, door_of
from groundswell.spaces.selectors.guidelines import Guidelines, guidelines_for, versions_of
from groundswell.spaces.selectors.members import members_page, removals_of, stewards_of
from groundswell.spaces.selectors.policies import Policy, Setting, policies_of
from groundswell.spaces.selectors.ways_in import (
    invitation_by,
    invitation_to,
    invitations_of,
    invited_to,
    request_of,
    requests_to,
)

__all__ = [
    "Door",
    "Guidelines",
    "Policy",
    "Setting",
    "children_of",
    "door_of",
    "guidelines_for",
    "invitation_by",
    "invitation_to",
    "invitations_of",
    "invited_to",
    "members_page",
    "parents_for",
    "policies_of",
    "removals_of",
    "request_of",
    "requests_to",
    "roles_in",
    "spaces_page",
    "stewards_of",
    "versions_of",
    "visible_ids",
    "visible_parent",
]
