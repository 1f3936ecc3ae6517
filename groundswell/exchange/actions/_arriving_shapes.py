"""Challenges and ideas of an archive on their way to being rows."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model

from groundswell.actors.models import Actor
from groundswell.challenges.models import Challenge, Criterion, Label, Stage, StageMove, Theme


@dataclass
class Joined:
    """An idea that was combined into another."""

    source: int
    survivor: int
    by: Actor
    at: datetime
    reason: str


@dataclass
class Grown:
    """Challenges or ideas ready to be written, with the topics that become what they are."""

    kind: str
    topics: list[int] = field(default_factory=list)
    rows: dict[type[Model], list[Model]] = field(default_factory=lambda: defaultdict(list))
    joined: list[Joined] = field(default_factory=list)
    became: list[tuple[int, int]] = field(default_factory=list)
    """Suggestions (by message) and the ideas that they became."""
    folded: list[tuple[int, int]] = field(default_factory=list)
    """Ideas, each with the one that is shown in its place."""
    counted: dict[int, datetime] = field(default_factory=dict)
    """Decisions whose ballots are to be counted, and when that was published."""


@dataclass
class Flow:
    """What ideas of a challenge name by its place: its stages, and what hangs on it."""

    challenge: Challenge
    fresh: bool
    """Whether it comes with this archive."""
    stages: list[Stage]
    criteria: list[Criterion]
    labels: list[Label]
    moves: list[StageMove] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    ideas: list[int] = field(default_factory=list)
    """Its ideas, in the order of the archive."""


Flows = dict[int, Flow]
"""Of each challenge of the archive, by the id of its topic."""
