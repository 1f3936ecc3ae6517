"""What the pages show on which a challenge's flow is changed, and its moves."""

from collections.abc import Iterable
from dataclasses import dataclass

from groundswell.challenges.models import Challenge, Criterion, Idea, Stage, StageChange, StageMove
from groundswell.core.pagination import Page, keyset

MOVES_PER_PAGE = 30
MOST_NAMED = 3
"""So many ideas of a move are named where moves are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Stages and criteria, in use and not any more."""

    stages: list[Stage]
    retired: list[Stage]
    criteria: list[Criterion]
    retired_criteria: list[Criterion]

    @property
    def stage_order(self) -> list[int]:
        """The stages as they stand before somebody's eyes."""
        return [stage.id for stage in self.stages]

    @property
    def criteria_order(self) -> list[int]:
        """The same of the criteria."""
        return [criterion.id for criterion in self.criteria]


def flow_of(challenge: Challenge) -> Flow:
    """Everything of the flow: two queries."""
    stages = list(Stage.objects.filter(challenge=challenge).select_related("closed_by"))
    criteria = list(Criterion.objects.filter(challenge=challenge))
    return Flow(
        stages=[stage for stage in stages if stage.retired_at is None],
        retired=[stage for stage in stages if stage.retired_at is not None],
        criteria=[it for it in criteria if it.retired_at is None],
        retired_criteria=[it for it in criteria if it.retired_at is not None],
    )


def swapped(order: list[int], at: int) -> list[int]:
    """The order after the two at this place and the next have changed places."""
    return [*order[:at], order[at + 1], order[at], *order[at + 2 :]]


def stage_of(challenge: Challenge, stage_id: int) -> Stage | None:
    """A stage of this challenge, in use or not."""
    found = Stage.objects.filter(challenge=challenge, id=stage_id).first()
    if found is not None:
        found.challenge = challenge
    return found


def criterion_of(challenge: Challenge, criterion_id: int) -> Criterion | None:
    """A criterion of this challenge, in use or not."""
    found = Criterion.objects.filter(challenge=challenge, id=criterion_id).first()
    if found is not None:
        found.challenge = challenge
    return found


def move_of(challenge: Challenge, move_id: int) -> StageMove | None:
    """A move of this challenge's ideas."""
    found = StageMove.objects.filter(challenge=challenge, id=move_id).first()
    if found is not None:
        found.challenge = challenge
    return found


def moves_page(challenge: Challenge, *, after: str | None, before: str | None) -> Page[StageMove]:
    """The moves that moved something, latest first, with how far those under way are."""
    rows = StageMove.objects.filter(challenge=challenge, count__gt=0)
    shown = rows.select_related("by", "to", "undone_by", "run")
    return keyset(shown, after=after, before=before, limit=MOVES_PER_PAGE)


def ideas_named(moves: Iterable[StageMove]) -> dict[int, list[Idea]]:
    """The ideas of those moves that moved a few, by the ids of the moves."""
    few = [move.id for move in moves if move.count <= MOST_NAMED]
    rows = StageChange.objects.filter(move__in=few, idea__topic__removed_at=None)
    found: dict[int, list[Idea]] = {}
    for change in rows.select_related("idea__topic").order_by("id"):
        found.setdefault(change.move_id, []).append(change.idea)
    return found


def way_of(idea: Idea) -> list[StageChange]:
    """The stages that an idea has left, oldest first, without moves that were taken back."""
    rows = StageChange.objects.filter(idea=idea, undone_at=None)
    return list(rows.select_related("left", "move__by").order_by("id"))
