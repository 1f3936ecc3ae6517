"""What can happen in sessions, and who is told."""

from groundswell.live.activities.session import (
    SESSION_ANNOUNCED,
    SESSION_BEGAN,
    SESSION_CHANGED,
    SESSION_CLOSED,
    SESSION_WRAPPED,
)

__all__ = [
    "SESSION_ANNOUNCED",
    "SESSION_BEGAN",
    "SESSION_CHANGED",
    "SESSION_CLOSED",
    "SESSION_WRAPPED",
]
