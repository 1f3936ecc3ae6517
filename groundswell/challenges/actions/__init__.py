"""Every write to challenges and ideas."""

from groundswell.challenges.actions._beginning import NewIdea
from groundswell.challenges.actions.answer import (
    Says,
    answer_idea,
    change_answer,
    tell_outcome,
)
from groundswell.challenges.actions.challenge import Asks, change_challenge, open_challenge
from groundswell.challenges.actions.combining import combine_ideas, undo_merge
from groundswell.challenges.actions.idea import share_idea, support_idea, withdraw_support

__all__ = [
    "Asks",
    "NewIdea",
    "Says",
    "answer_idea",
    "change_answer",
    "change_challenge",
    "combine_ideas",
    "open_challenge",
    "share_idea",
    "support_idea",
    "tell_outcome",
    "undo_merge",
    "withdraw_support",
]
