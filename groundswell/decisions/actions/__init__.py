"""Writes of this app; each is an action."""

from groundswell.decisions.actions._casting import Cast
from groundswell.decisions.actions._listing import Listed
from groundswell.decisions.actions._rules import Rules
from groundswell.decisions.actions.decision import open_decision
from groundswell.decisions.actions.life import (
    begin_voting,
    close_voting,
    extend_voting,
    reopen_voting,
)
from groundswell.decisions.actions.voting import cast_as_guest, cast_ballot, cast_secret

__all__ = [
    "Cast",
    "Listed",
    "Rules",
    "begin_voting",
    "cast_as_guest",
    "cast_ballot",
    "cast_secret",
    "close_voting",
    "extend_voting",
    "open_decision",
    "reopen_voting",
]
