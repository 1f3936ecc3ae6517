"""Writes of this app; each is an action."""

from groundswell.decisions.actions._listing import Listed
from groundswell.decisions.actions._rules import Rules
from groundswell.decisions.actions.decision import open_decision

__all__ = ["Listed", "Rules", "open_decision"]
