"""A challenge on one page of paper."""

from dataclasses import dataclass
from typing import Final

from groundswell.actors.models import Actor
from groundswell.challenges.counting import counted_ideas
from groundswell.challenges.models import Answer, Challenge, Idea, Outcome, Stage
from groundswell.challenges.rules import may_run, stages_of
from groundswell.conversations.models import Message

TOP: Final = 10
ANSWERS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What is printed of a challenge, for one viewer."""

    challenge: Challenge
    opening: Message | None
    stages: list[Stage]
    ideas: int
    top: list[Idea]
    by_support: bool
    """Whether `top` are the most supported; otherwise a few by lot, since counts are hidden."""
    answers: list[Answer]
    more_answers: int
    outcomes: list[Outcome]


def printed(challenge: Challenge, viewer: Actor | None) -> Printed:
    """The page."""
    stages = stages_of(challenge)
    shown = all(it.shows_counts for it in stages) or may_run(viewer, challenge)
    ideas = counted_ideas(challenge)
    order = ("-support_count", "-topic") if shown else ("draw", "topic")
    answers = Answer.objects.filter(idea__challenge=challenge, idea__topic__removed_at=None)
    told = Outcome.objects.filter(
        idea__challenge=challenge, idea__topic__removed_at=None, message__tombstoned_at=None
    )
    return Printed(
        challenge=challenge,
        opening=Message.objects.filter(topic=challenge.topic, number=1).first(),
        stages=stages,
        ideas=ideas.count(),
        top=list(ideas.unfolded().with_topic().order_by(*order)[:TOP]),
        by_support=shown,
        answers=list(
            answers.select_related("idea__topic__author", "message", "owner").order_by("-at")[
                :ANSWERS
            ]
        ),
        more_answers=max(answers.count() - ANSWERS, 0),
        outcomes=list(told.select_related("idea__topic", "message").order_by("-id")[:ANSWERS]),
    )
