"""What can happen with challenges and ideas, and who is told."""

from groundswell.challenges.activities.combining import IDEAS_COMBINED, MERGE_UNDONE
from groundswell.challenges.activities.ending import (
    ANSWER_CHANGED,
    IDEA_ANSWERED,
    OUTCOME_TOLD,
)
from groundswell.challenges.activities.idea import (
    CHALLENGE_CHANGED,
    CHALLENGE_OPENED,
    IDEA_SHARED,
    SUPPORT_WITHDRAWN,
    SUPPORTED,
)

__all__ = [
    "ANSWER_CHANGED",
    "CHALLENGE_CHANGED",
    "CHALLENGE_OPENED",
    "IDEAS_COMBINED",
    "IDEA_ANSWERED",
    "IDEA_SHARED",
    "MERGE_UNDONE",
    "OUTCOME_TOLD",
    "SUPPORTED",
    "SUPPORT_WITHDRAWN",
]
