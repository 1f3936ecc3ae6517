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
from groundswell.challenges.actions.pilot import Lesson, Trial, end_pilot, start_pilot
from groundswell.challenges.actions.theme_edits import (
    join_themes,
    pin_idea,
    rename_theme,
    split_theme,
)
from groundswell.challenges.actions.theme_undoing import undo_theme_edit
from groundswell.challenges.actions.theming import ask_for_themes, unfold_idea

__all__ = [
    "Asks",
    "Lesson",
    "NewIdea",
    "Says",
    "Trial",
    "answer_idea",
    "ask_for_themes",
    "change_answer",
    "change_challenge",
    "combine_ideas",
    "end_pilot",
    "join_themes",
    "open_challenge",
    "pin_idea",
    "rename_theme",
    "share_idea",
    "split_theme",
    "start_pilot",
    "support_idea",
    "tell_outcome",
    "undo_merge",
    "undo_theme_edit",
    "unfold_idea",
    "withdraw_support",
]
