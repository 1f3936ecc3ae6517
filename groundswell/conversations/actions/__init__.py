"""Every write to a conversation."""

from groundswell.conversations.actions.arrange import (
    merge_topic,
    move_messages,
    move_topic,
    split_topic,
)
from groundswell.conversations.actions.attachment import Brought, keep_file
from groundswell.conversations.actions.care import (
    close_topic,
    lock_topic,
    pin_topic,
    reopen_topic,
    unlock_topic,
    unpin_topic,
)
from groundswell.conversations.actions.keeping import (
    bookmark,
    choose_reading,
    close_draft,
    follow_tag,
    follow_topic,
    mark_read,
    note_bookmark,
    remove_bookmark,
    save_draft,
)
from groundswell.conversations.actions.message import delete_message, edit_message, post_reply
from groundswell.conversations.actions.question import (
    accept_answer,
    ask_too,
    decline_routing,
    post_holding_reply,
    route_question,
    withdraw_answer,
    withdraw_ask_too,
)
from groundswell.conversations.actions.reaction import react, withdraw_reaction
from groundswell.conversations.actions.report import (
    appeal_decision,
    leave_reports,
    report_as_guest,
    report_message,
    settle_reports,
    take_reports,
)
from groundswell.conversations.actions.reshare import reshare, withdraw_reshare
from groundswell.conversations.actions.topic import open_topic

__all__ = [
    "Brought",
    "accept_answer",
    "appeal_decision",
    "ask_too",
    "bookmark",
    "choose_reading",
    "close_draft",
    "close_topic",
    "decline_routing",
    "delete_message",
    "edit_message",
    "follow_tag",
    "follow_topic",
    "keep_file",
    "leave_reports",
    "lock_topic",
    "mark_read",
    "merge_topic",
    "move_messages",
    "move_topic",
    "note_bookmark",
    "open_topic",
    "pin_topic",
    "post_holding_reply",
    "post_reply",
    "react",
    "remove_bookmark",
    "reopen_topic",
    "report_as_guest",
    "report_message",
    "reshare",
    "route_question",
    "save_draft",
    "settle_reports",
    "split_topic",
    "take_reports",
    "unlock_topic",
    "unpin_topic",
    "withdraw_answer",
    "withdraw_ask_too",
    "withdraw_reaction",
    "withdraw_reshare",
]
