"""Every write to a space and its memberships."""

from groundswell.spaces.actions.membership import join_space, leave_space
from groundswell.spaces.actions.space import open_space

__all__ = ["join_space", "leave_space", "open_space"]
