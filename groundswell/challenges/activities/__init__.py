"""What can happen with challenges and ideas, and who is told."""

from groundswell.challenges.activities.idea import (
    CHALLENGE_CHANGED,
    CHALLENGE_OPENED,
    IDEA_SHARED,
    SUPPORT_WITHDRAWN,
    SUPPORTED,
)

__all__ = [
    "CHALLENGE_CHANGED",
    "CHALLENGE_OPENED",
    "IDEA_SHARED",
    "SUPPORTED",
    "SUPPORT_WITHDRAWN",
]
