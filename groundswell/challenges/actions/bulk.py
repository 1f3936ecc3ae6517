"""The bulk door of challenges: ideas that an import brings, with their true dates, told to nobody.

It leaves the rows that `share_idea` would leave under `importing(...)`. Rights are not asked, and
no stage has to be open: who runs an import has all rights.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import F

from groundswell.activity.bulk import bulk_action
from groundswell.actors.models import Actor
from groundswell.challenges.activities import IDEA_SHARED
from groundswell.challenges.models import Challenge, Idea, Stage
from groundswell.challenges.models.idea import drawn
from groundswell.conversations.actions.bulk import Conversation, bring_conversations
from groundswell.conversations.models import Message, Topic
from groundswell.core.rows import insert_all

COLUMNS = (
    "topic_id",
    "challenge_id",
    "stage_id",
    "draw",
    "support_count",
    "fold_size",
    "discipline",
    "sector",
    "category",
    "origin",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Brought:
    """One idea to write with its conversation, or replies to one that we have; then only the
    `conversation` counts."""

    conversation: Conversation
    stage: Stage
    discipline: str = ""
    sector: str = ""
    category: str = ""
    origin: str = ""


@bulk_action
def bring_ideas(
    *, actor: Actor, challenge: Challenge, source: str, ideas: Sequence[Brought]
) -> list[list[Message]]:
    """Writes the ideas; gives the messages of each in the order they were given."""
    told = [_within(idea.conversation, challenge) for idea in ideas]
    rows = bring_conversations(
        actor=actor,
        space=challenge.topic.space,
        source=source,
        conversations=told,
        opened=IDEA_SHARED,
    )
    fresh = [
        (idea, made[0].topic)
        for idea, made in zip(ideas, rows, strict=True)
        if idea.conversation.topic is None
    ]
    insert_all(Idea, COLUMNS, [_row(idea, topic, challenge) for idea, topic in fresh])
    for stage_id, count in Counter(idea.stage.id for idea, _topic in fresh).items():
        Stage.objects.filter(id=stage_id).update(idea_count=F("idea_count") + count)
    here = Challenge.objects.filter(topic=challenge.topic_id)
    here.update(idea_count=F("idea_count") + len(fresh))
    return rows


def _within(conversation: Conversation, challenge: Challenge) -> Conversation:
    if conversation.topic is not None:
        return conversation
    return replace(conversation, kind=Topic.Kind.IDEA, within=challenge.topic)


def _row(idea: Brought, topic: Topic, challenge: Challenge) -> tuple[int | str, ...]:
    said = (idea.discipline, idea.sector, idea.category, idea.origin)
    return (topic.id, challenge.topic_id, idea.stage.id, drawn(), 0, 1, *said)
