"""What can happen with challenges and ideas, and who is told."""

from groundswell.challenges.activities.combining import IDEAS_COMBINED, MERGE_UNDONE
from groundswell.challenges.activities.ending import (
    ANSWER_CHANGED,
    IDEA_ANSWERED,
    OUTCOME_TOLD,
    PILOT_ENDED,
    PILOT_STARTED,
)
from groundswell.challenges.activities.idea import (
    CHALLENGE_CHANGED,
    CHALLENGE_OPENED,
    IDEA_SHARED,
    SUPPORT_WITHDRAWN,
    SUPPORTED,
)
from groundswell.challenges.activities.theme import (
    IDEA_PINNED,
    IDEA_UNFOLDED,
    THEME_EDIT_UNDONE,
    THEME_RENAMED,
    THEME_SPLIT,
    THEMES_ASKED,
    THEMES_JOINED,
)

__all__ = [
    "ANSWER_CHANGED",
    "CHALLENGE_CHANGED",
    "CHALLENGE_OPENED",
    "IDEAS_COMBINED",
    "IDEA_ANSWERED",
    "IDEA_PINNED",
    "IDEA_SHARED",
    "IDEA_UNFOLDED",
    "MERGE_UNDONE",
    "OUTCOME_TOLD",
    "PILOT_ENDED",
    "PILOT_STARTED",
    "SUPPORTED",
    "SUPPORT_WITHDRAWN",
    "THEMES_ASKED",
    "THEMES_JOINED",
    "THEME_EDIT_UNDONE",
    "THEME_RENAMED",
    "THEME_SPLIT",
]
