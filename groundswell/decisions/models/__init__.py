"""Decisions: the question and its rules, who may vote, ballots and stances, and what followed."""

from groundswell.decisions.models.ballot import (
    Ballot,
    Delegation,
    EarlierBallot,
    Stance,
    random_id,
)
from groundswell.decisions.models.decision import Decision, Method, Option, Shape
from groundswell.decisions.models.ending import Commitment, Objection, Outcome, Result, ShownCount
from groundswell.decisions.models.opinion import OpinionSnapshot
from groundswell.decisions.models.roll import Group, RollEntry

__all__ = [
    "Ballot",
    "Commitment",
    "Decision",
    "Delegation",
    "EarlierBallot",
    "Group",
    "Method",
    "Objection",
    "OpinionSnapshot",
    "Option",
    "Outcome",
    "Result",
    "RollEntry",
    "Shape",
    "ShownCount",
    "Stance",
    "random_id",
]
