"""The queue of ideas that nobody has looked at, one at a time."""

from dataclasses import dataclass
from typing import Final

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Substr

from groundswell.actors.models import Actor
from groundswell.challenges.models import Challenge, Idea, Label, Stage
from groundswell.challenges.selectors.listing import labels_of
from groundswell.challenges.selectors.similar import nearest
from groundswell.challenges.tokens import said
from groundswell.conversations.models import Message
from groundswell.core.text.plain import first_words

KEYS: Final = 9
FOLDS: Final = 8
EXCERPT: Final = 180
READ: Final = 600
LEAST_ALIKE: Final = 0.45
"""Less like it than this are ideas that only share some words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """An idea like the one on the desk, with how it begins."""

    idea: Idea
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a steward has before them: an idea, what is like it, and where it can go."""

    idea: Idea | None
    opening: Message | None
    folds: list[Idea]
    alike: list[Alike]
    """Others that may say the same in other words, nearest first."""
    worn: list[Label]
    """The labels that it carries."""
    labels: list[Label]
    places: list[Stage]
    """The stages that it can go to, as many as there are keys."""
    left: int
    """How many nobody has looked at yet."""


def desk_of(
    challenge: Challenge, idea: Idea | None, stages: list[Stage], *, steward: Actor
) -> Desk:
    """The steward's desk with this idea on it, or an empty one."""
    opening, folds, alike, worn = None, [], [], []
    if idea is not None:
        opening = Message.objects.filter(topic=idea.topic_id, number=1).first()
        worn = list(Label.objects.filter(labellings__idea=idea).order_by("key"))
        if idea.fold_size > 1:
            rows = Idea.objects.filter(folded_under=idea).with_topic().order_by("topic")
            folds = list(rows[:FOLDS])
        if opening is not None:
            alike = _alike(challenge, idea, opening, steward)
    return Desk(
        idea=idea,
        opening=opening,
        folds=folds,
        alike=alike,
        worn=worn,
        labels=labels_of(challenge),
        places=stages[:KEYS],
        left=waiting(challenge),
    )


def waiting(challenge: Challenge) -> int:
    """How many ideas nobody has looked at: counted in their own index."""
    return Idea.objects.filter(challenge=challenge, triaged_at=None).unfolded().count()


def _alike(challenge: Challenge, idea: Idea, opening: Message, steward: Actor) -> list[Alike]:
    """The few nearest ideas that stand. What is folded under this one stands with it."""
    words = said(idea.topic.title, opening.text)
    near = nearest(challenge, steward, words, without=idea.topic_id, least=LEAST_ALIKE)
    ids = [id_ for id_ in near if id_ != idea.topic_id]
    if not ids:
        return []
    first = Message.objects.filter(topic=OuterRef("topic"), number=1, tombstoned_at=None)
    rows = Idea.objects.visible_to(steward).standing().filter(topic__in=ids).with_topic()
    words_of = Subquery(first.values(begins=Substr("text", 1, READ))[:1])
    found = {row.topic_id: row for row in rows.annotate(begins=words_of)}
    return [
        Alike(idea=found[id_], excerpt=first_words(vars(found[id_])["begins"] or "", EXCERPT))
        for id_ in ids
        if id_ in found
    ]
