"""What can happen with decisions, and who is told."""

from groundswell.decisions.activities.decision import (
    DECISION_PROPOSED,
    VOTE_CHANGED,
    VOTED,
    VOTING_CLOSED,
    VOTING_EXTENDED,
    VOTING_OPENED,
    VOTING_REOPENED,
)

__all__ = [
    "DECISION_PROPOSED",
    "VOTED",
    "VOTE_CHANGED",
    "VOTING_CLOSED",
    "VOTING_EXTENDED",
    "VOTING_OPENED",
    "VOTING_REOPENED",
]
