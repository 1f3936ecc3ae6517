"""Every write to sessions."""

from groundswell.live.actions._announcing import Plan
from groundswell.live.actions.session import (
    announce_session,
    begin_session,
    change_session,
    close_session,
    wrap_up_session,
)

__all__ = [
    "Plan",
    "announce_session",
    "begin_session",
    "change_session",
    "close_session",
    "wrap_up_session",
]
