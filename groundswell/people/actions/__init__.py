"""Every write about people."""

from groundswell.people.actions.account import (
    approve_account,
    change_password,
    erase_account,
    open_account,
    refuse_account,
    withdraw_account,
)
from groundswell.people.actions.follow import (
    block_person,
    follow_person,
    mute_person,
    release_person,
    unfollow_person,
)
from groundswell.people.actions.organiser import name_organiser, step_down
from groundswell.people.actions.preference import change_organisation, change_preferences
from groundswell.people.actions.presence import add_presence, remove_presence
from groundswell.people.actions.profile import (
    ProfileWords,
    change_picture,
    change_profile,
    remove_picture,
)

__all__ = [
    "ProfileWords",
    "add_presence",
    "approve_account",
    "block_person",
    "change_organisation",
    "change_password",
    "change_picture",
    "change_preferences",
    "change_profile",
    "erase_account",
    "follow_person",
    "mute_person",
    "name_organiser",
    "open_account",
    "refuse_account",
    "release_person",
    "remove_picture",
    "remove_presence",
    "step_down",
    "unfollow_person",
    "withdraw_account",
]
