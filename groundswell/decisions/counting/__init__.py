"""Counting ballots: pure functions of rules, options and ballots; standard library alone.

election = read_blt(text, method="irv")
result = count(election)
result.winners, result.verdict, result.data()
"""

from groundswell.decisions.counting.blt import BltError, read_blt, write_blt
from groundswell.decisions.counting.delegating import Chosen, Followed, chain, follow, gathered
from groundswell.decisions.counting.election import (
    SHAPES,
    STEP_NAMES,
    STEPS,
    Candidate,
    CountingError,
    Election,
    Rules,
    Vote,
    check,
)
from groundswell.decisions.counting.files import FORMAT, digest, pack, unpack
from groundswell.decisions.counting.keeping import facts, keep, tell
from groundswell.decisions.counting.methods import METHODS, RANKED, count, count_as
from groundswell.decisions.counting.tally import Count, Round, Table, Tally, Test

__all__ = [
    "FORMAT",
    "METHODS",
    "RANKED",
    "SHAPES",
    "STEPS",
    "STEP_NAMES",
    "BltError",
    "Candidate",
    "Chosen",
    "Count",
    "CountingError",
    "Election",
    "Followed",
    "Round",
    "Rules",
    "Table",
    "Tally",
    "Test",
    "Vote",
    "chain",
    "check",
    "count",
    "count_as",
    "digest",
    "facts",
    "follow",
    "gathered",
    "keep",
    "pack",
    "read_blt",
    "tell",
    "unpack",
    "write_blt",
]
