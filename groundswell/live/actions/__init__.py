"""Every write to sessions."""

from groundswell.live.actions._announcing import Plan
from groundswell.live.actions.asking import Asked, ask_question, withdraw_question
from groundswell.live.actions.chatting import write_line
from groundswell.live.actions.claiming import claim_guest
from groundswell.live.actions.desk import look_at_question, place_question
from groundswell.live.actions.entering import enter_as_guest, enter_session, the_anonymous
from groundswell.live.actions.leading import (
    Answered,
    answer_question,
    carry_question,
    dismiss_question,
    open_question,
    put_back_question,
    take_question,
)
from groundswell.live.actions.merging import merge_questions, undo_question
from groundswell.live.actions.prompting import Typed, plan_prompts, put_prompt
from groundswell.live.actions.running import (
    extend_prompts,
    hold_prompts,
    run_prompts,
    skip_prompt,
)
from groundswell.live.actions.series import (
    Rhythm,
    begin_series,
    change_series,
    end_series,
    plan_day,
)
from groundswell.live.actions.session import (
    announce_session,
    begin_session,
    change_session,
    close_session,
    let_week_pass,
    tell_growth,
    wrap_up_session,
)
from groundswell.live.actions.takeaways import (
    add_takeaway,
    grow_takeaway,
    lift_takeaway,
    say_too,
)
from groundswell.live.actions.voting import vote, withdraw_vote

__all__ = [
    "Answered",
    "Asked",
    "Plan",
    "Rhythm",
    "Typed",
    "add_takeaway",
    "announce_session",
    "answer_question",
    "ask_question",
    "begin_series",
    "begin_session",
    "carry_question",
    "change_series",
    "change_session",
    "claim_guest",
    "close_session",
    "dismiss_question",
    "end_series",
    "enter_as_guest",
    "enter_session",
    "extend_prompts",
    "grow_takeaway",
    "hold_prompts",
    "let_week_pass",
    "lift_takeaway",
    "look_at_question",
    "merge_questions",
    "open_question",
    "place_question",
    "plan_day",
    "plan_prompts",
    "put_back_question",
    "put_prompt",
    "run_prompts",
    "say_too",
    "skip_prompt",
    "take_question",
    "tell_growth",
    "the_anonymous",
    "undo_question",
    "vote",
    "withdraw_question",
    "withdraw_vote",
    "wrap_up_session",
    "write_line",
]
