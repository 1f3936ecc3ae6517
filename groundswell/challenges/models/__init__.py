"""Challenges, ideas, and everything that happens to an idea on its way."""

from groundswell.challenges.models.adjacent import AdjacentIdea
from groundswell.challenges.models.challenge import (
    Challenge,
    Criterion,
    Opens,
    Reviewer,
    Stage,
)
from groundswell.challenges.models.ending import Answer, Outcome, Pilot
from groundswell.challenges.models.figures import CountedFigures
from groundswell.challenges.models.flow import (
    ConflictOfInterest,
    Label,
    Labelling,
    MoveRun,
    Review,
    Score,
    StageChange,
    StageMove,
    TriageClaim,
)
from groundswell.challenges.models.growing import (
    WHOLE,
    CreditOffer,
    SharePart,
    ShareProposal,
    Suggestion,
)
from groundswell.challenges.models.idea import Idea, Merge, Support
from groundswell.challenges.models.theme import Theme, ThemeEdit, ThemeRun
from groundswell.challenges.models.wording import Wording

__all__ = [
    "WHOLE",
    "AdjacentIdea",
    "Answer",
    "Challenge",
    "ConflictOfInterest",
    "CountedFigures",
    "CreditOffer",
    "Criterion",
    "Idea",
    "Label",
    "Labelling",
    "Merge",
    "MoveRun",
    "Opens",
    "Outcome",
    "Pilot",
    "Review",
    "Reviewer",
    "Score",
    "SharePart",
    "ShareProposal",
    "Stage",
    "StageChange",
    "StageMove",
    "Suggestion",
    "Support",
    "Theme",
    "ThemeEdit",
    "ThemeRun",
    "TriageClaim",
    "Wording",
]
