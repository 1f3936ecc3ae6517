"""Every write to challenges and ideas."""

from groundswell.challenges.actions._beginning import NewIdea
from groundswell.challenges.actions._moving import Moved
from groundswell.challenges.actions.answer import (
    Says,
    answer_idea,
    change_answer,
    tell_outcome,
)
from groundswell.challenges.actions.challenge import Asks, change_challenge, open_challenge
from groundswell.challenges.actions.combining import combine_ideas, undo_merge
from groundswell.challenges.actions.crediting import decline_credit, offer_credit, take_credit
from groundswell.challenges.actions.criterion import (
    add_criterion,
    arrange_criteria,
    change_criterion,
    restore_criterion,
    retire_criterion,
)
from groundswell.challenges.actions.deriving import build_on_idea, split_idea
from groundswell.challenges.actions.flow import (
    StageWords,
    add_stage,
    arrange_stages,
    change_stage,
    close_stage,
    reopen_stage,
    restore_stage,
    retire_stage,
)
from groundswell.challenges.actions.idea import share_idea, support_idea, withdraw_support
from groundswell.challenges.actions.moving import go_on, move_ideas, move_matching, undo_move
from groundswell.challenges.actions.pilot import Lesson, Trial, end_pilot, start_pilot
from groundswell.challenges.actions.review import (
    declare_conflict,
    invite_reviewer,
    remove_reviewer,
    review_idea,
)
from groundswell.challenges.actions.sharing import agree_shares, propose_shares, refuse_shares
from groundswell.challenges.actions.sorting import (
    label_ideas,
    mark_triaged,
    unlabel_ideas,
    unmark_triaged,
)
from groundswell.challenges.actions.suggesting import (
    Words,
    accept_suggestion,
    decline_suggestion,
    share_suggestion,
    suggest_change,
    withdraw_suggestion,
)
from groundswell.challenges.actions.theme_edits import (
    join_themes,
    pin_idea,
    rename_theme,
    split_theme,
)
from groundswell.challenges.actions.theme_undoing import undo_theme_edit
from groundswell.challenges.actions.theming import ask_for_themes, unfold_idea
from groundswell.challenges.actions.triage import claim_next, keep_claim, release_claim

__all__ = [
    "Asks",
    "Lesson",
    "Moved",
    "NewIdea",
    "Says",
    "StageWords",
    "Trial",
    "Words",
    "accept_suggestion",
    "add_criterion",
    "add_stage",
    "agree_shares",
    "answer_idea",
    "arrange_criteria",
    "arrange_stages",
    "ask_for_themes",
    "build_on_idea",
    "change_answer",
    "change_challenge",
    "change_criterion",
    "change_stage",
    "claim_next",
    "close_stage",
    "combine_ideas",
    "declare_conflict",
    "decline_credit",
    "decline_suggestion",
    "end_pilot",
    "go_on",
    "invite_reviewer",
    "join_themes",
    "keep_claim",
    "label_ideas",
    "mark_triaged",
    "move_ideas",
    "move_matching",
    "offer_credit",
    "open_challenge",
    "pin_idea",
    "propose_shares",
    "refuse_shares",
    "release_claim",
    "remove_reviewer",
    "rename_theme",
    "reopen_stage",
    "restore_criterion",
    "restore_stage",
    "retire_criterion",
    "retire_stage",
    "review_idea",
    "share_idea",
    "share_suggestion",
    "split_idea",
    "split_theme",
    "start_pilot",
    "suggest_change",
    "support_idea",
    "take_credit",
    "tell_outcome",
    "undo_merge",
    "undo_move",
    "undo_theme_edit",
    "unfold_idea",
    "unlabel_ideas",
    "unmark_triaged",
    "withdraw_suggestion",
    "withdraw_support",
]
