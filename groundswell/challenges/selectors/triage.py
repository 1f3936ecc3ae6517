"""The queue of ideas that nobody has looked at, one at a time."""

from dataclasses import dataclass
from typing import Final

from groundswell.challenges.models import Challenge, Idea, Label, Stage
from groundswell.challenges.selectors.listing import labels_of
from groundswell.conversations.models import Message

KEYS: Final = 9
FOLDS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a steward has before them: an idea, what is like it, and where it can go."""

    idea: Idea | None
    opening: Message | None
    folds: list[Idea]
    worn: list[Label]
    """The labels that it carries."""
    labels: list[Label]
    places: list[Stage]
    """The stages that it can go to, as many as there are keys."""
    left: int
    """How many nobody has looked at yet."""


def desk_of(challenge: Challenge, idea: Idea | None, stages: list[Stage]) -> Desk:
    """The desk with this idea on it, or an empty one."""
    opening, folds, worn = None, [], []
    if idea is not None:
        opening = Message.objects.filter(topic=idea.topic_id, number=1).first()
        worn = list(Label.objects.filter(labellings__idea=idea).order_by("key"))
        if idea.fold_size > 1:
            rows = Idea.objects.filter(folded_under=idea).with_topic().order_by("topic")
            folds = list(rows[:FOLDS])
    return Desk(
        idea=idea,
        opening=opening,
        folds=folds,
        worn=worn,
        labels=labels_of(challenge),
        places=stages[:KEYS],
        left=waiting(challenge),
    )


def waiting(challenge: Challenge) -> int:
    """How many ideas nobody has looked at: counted in their own index."""
    return Idea.objects.filter(challenge=challenge, triaged_at=None).unfolded().count()
