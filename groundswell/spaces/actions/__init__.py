"""Every write to a space and its memberships."""

from groundswell.spaces.actions.follow import follow_space, unfollow_space
from groundswell.spaces.actions.guideline import accept_guidelines, edit_guidelines
from groundswell.spaces.actions.invitation import (
    accept_invitation,
    invite_by_email,
    make_invitation_link,
    withdraw_invitation,
)
from groundswell.spaces.actions.membership import (
    change_role,
    inherit_space,
    join_space,
    leave_space,
    lift_removal,
    remove_member,
    set_affiliation,
)
from groundswell.spaces.actions.request import (
    approve_request,
    ask_to_join,
    decline_request,
    withdraw_request,
)
from groundswell.spaces.actions.space import change_space, close_space, open_space, reopen_space

__all__ = [
    "accept_guidelines",
    "accept_invitation",
    "approve_request",
    "ask_to_join",
    "change_role",
    "change_space",
    "close_space",
    "decline_request",
    "edit_guidelines",
    "follow_space",
    "inherit_space",
    "invite_by_email",
    "join_space",
    "leave_space",
    "lift_removal",
    "make_invitation_link",
    "open_space",
    "remove_member",
    "reopen_space",
    "set_affiliation",
    "unfollow_space",
    "withdraw_invitation",
    "withdraw_request",
]
