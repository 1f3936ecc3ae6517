"""Every write to sessions."""

from groundswell.live.actions._announcing import Plan
from groundswell.live.actions.answering import answer_poll, answer_together
from groundswell.live.actions.asking import Asked, ask_question, withdraw_question
from groundswell.live.actions.chatting import drop_line, hold_line, show_line, write_line
from groundswell.live.actions.claiming import claim_guest
from groundswell.live.actions.desk import (
    look_at_question,
    order_unheard,
    pin_question,
    place_question,
)
from groundswell.live.actions.ending import carry_from_called_off, tell_end
from groundswell.live.actions.entering import enter_as_guest, enter_session, the_anonymous
from groundswell.live.actions.following import follow_answer
from groundswell.live.actions.growing import grow_said, grow_takeaway
from groundswell.live.actions.leading import (
    Answered,
    answer_question,
    carry_question,
    dismiss_question,
    open_question,
    put_back_question,
    take_question,
)
from groundswell.live.actions.leaving import Why, ask_to_leave, let_back_in, say_why
from groundswell.live.actions.linking import end_link, make_link
from groundswell.live.actions.merging import merge_questions, undo_question
from groundswell.live.actions.pausing import (
    delay_chat,
    go_on_with_room,
    pause_room,
    take_out_line,
)
from groundswell.live.actions.polling import (
    Asks,
    change_poll,
    close_poll,
    drop_poll,
    hold_word,
    open_poll,
    prepare_poll,
    put_away_poll,
)
from groundswell.live.actions.prompting import Typed, plan_prompts, put_prompt
from groundswell.live.actions.reacting import give_sign
from groundswell.live.actions.resuming import take_up_question
from groundswell.live.actions.running import (
    await_leader,
    extend_prompts,
    hold_prompts,
    run_prompts,
    skip_prompt,
)
from groundswell.live.actions.series import (
    Rhythm,
    SeenDay,
    begin_series,
    change_series,
    end_series,
    pass_turn,
    plan_day,
    plan_day_as_seen,
    tell_turn,
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
    lift_takeaway,
    say_too,
)
from groundswell.live.actions.voting import vote, vote_together, withdraw_vote
from groundswell.live.actions.walling import show_scene, still_wall

__all__ = [
    "Answered",
    "Asked",
    "Asks",
    "Plan",
    "Rhythm",
    "SeenDay",
    "Typed",
    "Why",
    "add_takeaway",
    "announce_session",
    "answer_poll",
    "answer_question",
    "answer_together",
    "ask_question",
    "ask_to_leave",
    "await_leader",
    "begin_series",
    "begin_session",
    "carry_from_called_off",
    "carry_question",
    "change_poll",
    "change_series",
    "change_session",
    "claim_guest",
    "close_poll",
    "close_session",
    "delay_chat",
    "dismiss_question",
    "drop_line",
    "drop_poll",
    "end_link",
    "end_series",
    "enter_as_guest",
    "enter_session",
    "extend_prompts",
    "follow_answer",
    "give_sign",
    "go_on_with_room",
    "grow_said",
    "grow_takeaway",
    "hold_line",
    "hold_prompts",
    "hold_word",
    "let_back_in",
    "let_week_pass",
    "lift_takeaway",
    "look_at_question",
    "make_link",
    "merge_questions",
    "open_poll",
    "open_question",
    "order_unheard",
    "pass_turn",
    "pause_room",
    "pin_question",
    "place_question",
    "plan_day",
    "plan_day_as_seen",
    "plan_prompts",
    "prepare_poll",
    "put_away_poll",
    "put_back_question",
    "put_prompt",
    "run_prompts",
    "say_too",
    "say_why",
    "show_line",
    "show_scene",
    "skip_prompt",
    "still_wall",
    "take_out_line",
    "take_question",
    "take_up_question",
    "tell_end",
    "tell_growth",
    "tell_turn",
    "the_anonymous",
    "undo_question",
    "vote",
    "vote_together",
    "withdraw_question",
    "withdraw_vote",
    "wrap_up_session",
    "write_line",
]
