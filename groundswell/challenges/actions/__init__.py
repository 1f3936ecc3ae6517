"""Every write to challenges and ideas."""

from groundswell.challenges.actions.answer import (
    Says,
    answer_idea,
    change_answer,
    tell_outcome,
)
from groundswell.challenges.actions.challenge import Asks, change_challenge, open_challenge
from groundswell.challenges.actions.idea import share_idea, support_idea, withdraw_support

__all__ = [
    "Asks",
    "Says",
    "answer_idea",
    "change_answer",
    "change_challenge",
    "open_challenge",
    "share_idea",
    "support_idea",
    "tell_outcome",
    "withdraw_support",
]
