"""Reviews: what a reviewer has still to do, and what all of them came to once one may see it."""

from collections import defaultdict
from dataclasses import dataclass
from statistics import fmean

from django.db.models import Exists, F, OuterRef, Q

from groundswell.actors.models import Actor
from groundswell.challenges.models import (
    Challenge,
    ConflictOfInterest,
    Criterion,
    Idea,
    Opens,
    Review,
    Reviewer,
    Score,
    Stage,
)
from groundswell.challenges.rules import AUTHORS, stages_of
from groundswell.conversations.models import Contribution
from groundswell.core.pagination import Page, keyset


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What reviewers gave for one criterion."""

    criterion: Criterion
    mean: float
    least: int
    most: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the reviews of one stage came to."""

    stage: Stage
    marks: list[Mark]
    reviews: list[Review]


def reviewers_of(challenge: Challenge) -> list[Reviewer]:
    """Who is asked to review, with how many ideas each has reviewed."""
    rows = Reviewer.objects.filter(challenge=challenge).select_related("actor", "by")
    return list(rows.order_by("id"))


def is_reviewer(challenge_id: int, person: Actor | None) -> bool:
    """Whether the person is asked to review its ideas."""
    if person is None:
        return False
    return Reviewer.objects.filter(challenge=challenge_id, actor=person).exists()


def to_review(
    challenge: Challenge, person: Actor, *, done: bool, after: str | None, before: str | None
) -> Page[Idea]:
    """Ideas of others in the stages that ask for reviews: by lot, which is fair to all."""
    open_ = [stage.id for stage in stages_of(challenge) if stage.allows(Opens.REVIEW)]
    mine = Review.objects.filter(idea=OuterRef("pk"), stage=OuterRef("stage"), actor=person)
    apart = ConflictOfInterest.objects.filter(idea=OuterRef("pk"), actor=person)
    own = Contribution.objects.filter(topic=OuterRef("pk"), actor=person, role__in=AUTHORS)
    rows = Idea.objects.filter(stage__in=open_, topic__removed_at=None).unfolded()
    settled = Exists(mine) | Exists(apart)
    of_others = rows.exclude(Exists(own)).exclude(topic__author=person)
    chosen = of_others.filter(settled) if done else of_others.exclude(settled)
    return keyset(chosen.with_topic(), ("draw", "topic_id"), after=after, before=before)


def own_review(idea: Idea, person: Actor) -> tuple[Review | None, dict[int, int]]:
    """What the person said of the idea in the stage it is in, with the scores by criterion."""
    review = Review.objects.filter(idea=idea, stage=idea.stage_id, actor=person).first()
    if review is None:
        return None, {}
    return review, dict(Score.objects.filter(review=review).values_list("criterion", "value"))


def own_conflict(idea: Idea, person: Actor) -> ConflictOfInterest | None:
    """Why the person does not judge the idea."""
    return ConflictOfInterest.objects.filter(idea=idea, actor=person).first()


def results_of(idea: Idea) -> list[Result]:
    """The reviews that may be seen: of stages that are closed, or that the idea has left."""
    over = ~Q(stage=F("idea__stage")) | Q(stage__closed_at__isnull=False)
    rows = Review.objects.filter(over, idea=idea).select_related("actor", "stage")
    reviews = list(rows.order_by("stage__position", "id"))
    scores = Score.objects.filter(review__in=reviews).select_related("criterion", "review")
    by_stage: dict[int, dict[int, list[Score]]] = defaultdict(lambda: defaultdict(list))
    for score in scores.order_by("criterion__position", "criterion", "id"):
        by_stage[score.review.stage_id][score.criterion_id].append(score)
    stages = {review.stage_id: review.stage for review in reviews}
    return [
        Result(
            stage=stage,
            marks=[_mark(given) for given in by_stage[stage.id].values()],
            reviews=[review for review in reviews if review.stage_id == stage.id],
        )
        for stage in stages.values()
    ]


def _mark(given: list[Score]) -> Mark:
    values = [score.value for score in given]
    return Mark(
        criterion=given[0].criterion,
        mean=round(fmean(values), 1),
        least=min(values),
        most=max(values),
        count=len(values),
    )
