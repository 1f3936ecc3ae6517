"""What is counted: rules, options and ballots."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

POSITION, CHOOSE, SCORE, POINTS, RANK = "position", "choose", "score", "points", "rank"

SHAPES: Final = {
    "sense_check": POSITION,
    "consent": POSITION,
    "consensus": POSITION,
    "gradients": POSITION,
    "plurality": CHOOSE,
    "approval": CHOOSE,
    "pick": CHOOSE,
    "score": SCORE,
    "majority_judgement": SCORE,
    "dots": POINTS,
    "knapsack": POINTS,
    "equal_shares": POINTS,
    "irv": RANK,
    "stv": RANK,
    "ranked_pairs": RANK,
}
"""Every method, and the ballot it counts."""

STEPS: Final = {
    "sense_check": ("agree", "unsure", "disagree"),
    "consent": ("consent", "concern", "objection"),
    "consensus": ("agree", "abstain", "disagree", "block"),
    "gradients": (
        "wholehearted",
        "good_enough",
        "reservations",
        "abstain",
        "discuss",
        "dislike_support",
        "disagree",
        "block",
    ),
}
"""The positions one can take, from most in favour to most against."""

STEP_NAMES: Final = {
    "agree": "Agree",
    "unsure": "Unsure",
    "disagree": "Disagree",
    "consent": "Consent",
    "concern": "Concern",
    "objection": "Objection",
    "abstain": "Abstain",
    "block": "Block",
    "wholehearted": "Wholehearted support",
    "good_enough": "Good enough",
    "reservations": "Support with reservations",
    "discuss": "More talk needed",
    "dislike_support": "I do not like it, but I will support it",
}


class CountingError(ValueError):
    """What is to be counted does not hold together; the message is a sentence for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One option. Its place in the list is the prior order."""

    key: str
    name: str
    cost: int = 0
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One ballot: marks by option (1, a score, points, or a rank from 1), or a position.

    `weight` is how many people it speaks for; `group` the stakeholders its voter belongs to.
    """

    marks: Mapping[str, int] = field(default_factory=dict)
    position: str = ""
    weight: int = 1
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How it is counted. Parts are in percent; `share_of` is "ballots" or "electorate"."""

    method: str
    seats: int = 1
    most: int = 1
    budget: int = 0
    quorum: int | None = None
    floor: int | None = None
    ceiling: int | None = None
    share_of: str = "ballots"
    ties: str = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """Everything that a count is a function of."""

    rules: Rules
    candidates: tuple[Candidate, ...] = ()
    votes: tuple[Vote, ...] = ()
    electorate: int | None = None
    """How many may vote, where that is known."""
    title: str = ""

    @property
    def names(self) -> dict[str, str]:
        """What each option is called."""
        return {one.key: one.name for one in self.candidates}

    @property
    def standing(self) -> tuple[str, ...]:
        """Options that were not withdrawn, in prior order."""
        return tuple(one.key for one in self.candidates if not one.withdrawn)

    @property
    def cast(self) -> int:
        """How many voted, by themselves or by a delegate."""
        return sum(vote.weight for vote in self.votes)


def check(rules: Rules, candidates: tuple[Candidate, ...], vote: Vote) -> None:
    """Raises with the reason where the ballot is none of this election's."""
    shape = SHAPES.get(rules.method)
    if shape is None:
        raise CountingError(f"There is no method called {rules.method}.")
    if shape == POSITION:
        if vote.marks or vote.position not in STEPS[rules.method]:
            raise CountingError("Choose one of the positions.")
        return
    if vote.position:
        raise CountingError("This ballot is about options.")
    known = {one.key for one in candidates}
    if not set(vote.marks) <= known:
        raise CountingError("This ballot names an option that is not in this decision.")
    _CHECKS[shape](rules, vote.marks)


def _check_chosen(rules: Rules, marks: Mapping[str, int]) -> None:
    if any(value != 1 for value in marks.values()):
        raise CountingError("An option is chosen or not.")
    if rules.method == "plurality" and len(marks) != 1:
        raise CountingError("Choose one option.")
    if rules.method == "pick" and len(marks) > rules.most:
        raise CountingError(f"Choose at most {rules.most}.")


def _check_scores(rules: Rules, marks: Mapping[str, int]) -> None:
    if any(not 0 <= value <= rules.most for value in marks.values()):
        raise CountingError(f"Give each option from 0 to {rules.most}.")


def _check_points(rules: Rules, marks: Mapping[str, int]) -> None:
    if any(value < 0 for value in marks.values()):
        raise CountingError("Points cannot be less than nothing.")
    if sum(marks.values()) > rules.most:
        raise CountingError(f"You have {rules.most} points to share out.")


def _check_ranks(_rules: Rules, marks: Mapping[str, int]) -> None:
    if any(value < 1 for value in marks.values()):
        raise CountingError("Ranks begin with 1.")


_CHECKS: Final = {
    CHOOSE: _check_chosen,
    SCORE: _check_scores,
    POINTS: _check_points,
    RANK: _check_ranks,
}
