"""Opinion maps as pure functions of votes. No database, no framework."""

from groundswell.decisions.opinion.mapping import (
    Before,
    OpinionMap,
    carried_on,
    mapped,
    on_groups,
)
from groundswell.decisions.opinion.shapes import AGREE, DISAGREE, PASS, OpinionError
from groundswell.decisions.opinion.votes import Tally, Vote, Votes

__all__ = [
    "AGREE",
    "DISAGREE",
    "PASS",
    "Before",
    "OpinionError",
    "OpinionMap",
    "Tally",
    "Vote",
    "Votes",
    "carried_on",
    "mapped",
    "on_groups",
]
