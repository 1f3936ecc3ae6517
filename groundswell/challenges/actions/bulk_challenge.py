"""The bulk door for a challenge itself, and for what an import changes of its ideas later.

It leaves the rows that `open_challenge` would leave under `importing(...)`. Rights are not asked:
who runs an import has all rights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from groundswell.activity.bulk import bulk_action
from groundswell.actors.models import Actor
from groundswell.challenges.actions.challenge import Asks
from groundswell.challenges.activities import CHALLENGE_OPENED
from groundswell.challenges.models import Challenge, Idea, Stage
from groundswell.conversations.actions.bulk import Conversation, Said, bring_conversations
from groundswell.conversations.models import Topic
from groundswell.core.rows import insert_objects
from groundswell.core.text.clean import one_line
from groundswell.spaces.models import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stage to write; `opens` are codes of `Opens`, separated by spaces."""

    kind: str
    name: str
    says: str = ""
    opens: str = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A challenge to write: as it is opened by its author, at its true date."""

    author: Actor
    at: datetime
    title: str
    text: str
    asks: Asks
    steps: Sequence[Step]


@bulk_action
def bring_challenge(*, actor: Actor, space: Space, source: str, opened: Opened) -> Challenge:
    """Writes the challenge with its flow."""
    said = Said(author=opened.author, text=opened.text, at=opened.at)
    it = Conversation(kind=Topic.Kind.CHALLENGE, title=opened.title, messages=[said])
    [[opening]] = bring_conversations(
        actor=actor, space=space, source=source, conversations=[it], opened=CHALLENGE_OPENED
    )
    challenge = Challenge(
        topic=opening.topic,
        purpose=one_line(opened.asks.purpose, most=300, least=1, field="purpose"),
        asked_by=one_line(opened.asks.asked_by, most=200, field="asked_by"),
        promise=one_line(opened.asks.promise, most=1000, field="promise"),
        source=source,
    )
    insert_objects(Challenge, [challenge])
    stages = [
        Stage(
            challenge=challenge,
            position=position,
            name=step.name,
            kind=step.kind,
            says=step.says,
            opens=step.opens,
        )
        for position, step in enumerate(opened.steps)
    ]
    insert_objects(Stage, stages)
    return challenge


@bulk_action
def refit_idea(*, actor: Actor, idea: Idea, stage: Stage, category: str, origin: str) -> Idea:
    """What the source says of an idea now: where it stands, where it belongs and comes from."""
    held = Idea.objects.select_for_update(of=("self",)).get(topic=idea.topic_id)
    if held.merged_into_id is None and held.stage_id != stage.id:
        Stage.objects.filter(id=held.stage_id).update(idea_count=F("idea_count") - 1)
        Stage.objects.filter(id=stage.id).update(idea_count=F("idea_count") + 1)
        held.stage = stage
    held.category, held.origin = category, origin
    held.save(update_fields=["stage", "category", "origin"])
    return held
