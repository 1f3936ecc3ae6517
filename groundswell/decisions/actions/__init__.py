"""Writes of this app; each is an action."""

from groundswell.decisions.actions._casting import Cast
from groundswell.decisions.actions._listing import Listed
from groundswell.decisions.actions._rules import Rules
from groundswell.decisions.actions.counting import keep_count
from groundswell.decisions.actions.decision import open_decision
from groundswell.decisions.actions.delegation import end_delegation, follow_cap, give_delegation
from groundswell.decisions.actions.ending import (
    Promise,
    ask_for_review,
    end_commitment,
    remind_commitment,
    state_outcome,
)
from groundswell.decisions.actions.guests import cast_as_guest, object_as_guest, settle_as_guest
from groundswell.decisions.actions.life import (
    begin_voting,
    close_voting,
    extend_voting,
    mark_version,
    remind_undecided,
    reopen_voting,
)
from groundswell.decisions.actions.objecting import answer_objection, settle_objection
from groundswell.decisions.actions.roll import (
    follow_membership,
    invite_guest,
    name_voter,
    renew_link,
    withdraw_voter,
)
from groundswell.decisions.actions.ruling import change_rules
from groundswell.decisions.actions.stepping import take_step
from groundswell.decisions.actions.voting import cast_ballot, cast_secret

__all__ = [
    "Cast",
    "Listed",
    "Promise",
    "Rules",
    "answer_objection",
    "ask_for_review",
    "begin_voting",
    "cast_as_guest",
    "cast_ballot",
    "cast_secret",
    "change_rules",
    "close_voting",
    "end_commitment",
    "end_delegation",
    "extend_voting",
    "follow_cap",
    "follow_membership",
    "give_delegation",
    "invite_guest",
    "keep_count",
    "mark_version",
    "name_voter",
    "object_as_guest",
    "open_decision",
    "remind_commitment",
    "remind_undecided",
    "renew_link",
    "reopen_voting",
    "settle_as_guest",
    "settle_objection",
    "state_outcome",
    "take_step",
    "withdraw_voter",
]
