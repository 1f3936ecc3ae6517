"""How words are folded and asked for, how hits are ranked, and which words are marked."""

from groundswell.core.text.folding import folded
from groundswell.search.rules.mark import marked
from groundswell.search.rules.question import (
    Question,
    Term,
    for_postgresql,
    for_sqlite,
    parsed,
)
from groundswell.search.rules.rank import score

__all__ = [
    "Question",
    "Term",
    "folded",
    "for_postgresql",
    "for_sqlite",
    "marked",
    "parsed",
    "score",
]
