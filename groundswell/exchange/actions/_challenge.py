"""The challenge that a source lands in. Called by actions, inside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from groundswell.actors.models import Actor
from groundswell.challenges.actions import Asks
from groundswell.challenges.actions.bulk import Brought
from groundswell.challenges.actions.bulk_challenge import Opened, bring_challenge, refit_idea
from groundswell.challenges.models import Challenge, Idea, Stage
from groundswell.conversations.actions.bulk import Conversation
from groundswell.core.clock import now
from groundswell.exchange.importers.plan import Addition, Plan, ledger
from groundswell.exchange.importers.shapes import IdeaFacts, Landing, SourceError, Thread
from groundswell.exchange.models import Imported
from groundswell.spaces.models import Space

KIND, KEY = "challenge", "challenge"


@dataclass(frozen=True, slots=True)
class Flow:
    """The challenge with its stages by their kind."""

    challenge: Challenge
    stages: dict[str, Stage]
    first: Stage

    def stage(self, facts: IdeaFacts | None) -> Stage:
        """Where an idea stands; the first stage for what the flow no longer has."""
        kind = facts.stage if facts else Stage.Kind.EARLY
        return self.stages.get(kind, self.first)

    def ideas(
        self, additions: Sequence[Addition], conversations: Sequence[Conversation]
    ) -> list[Brought]:
        """The conversations as ideas."""
        facts = [addition.thread.idea for addition in additions]
        return [
            Brought(
                conversation=conversation,
                stage=self.stage(it),
                category=it.category if it else "",
                origin=it.origin if it else "",
            )
            for it, conversation in zip(facts, conversations, strict=True)
        ]

    def refit(self, actor: Actor, threads: Sequence[Thread], made: Plan) -> None:
        """Ideas whose row changed at the source stand where it says now."""
        changed = {message.key: row for row, message in made.changes if message.title}
        for thread in threads:
            row = changed.get(thread.opening.key)
            idea = Idea.objects.filter(topic=row.topic_id).first() if row else None
            if idea is not None and thread.idea is not None:
                refit_idea(
                    actor=actor,
                    idea=idea,
                    stage=self.stage(thread.idea),
                    category=thread.idea.category,
                    origin=thread.idea.origin,
                )


def flow_of(actor: Actor, *, space: Space, source: str, landing: Landing, begun: datetime) -> Flow:
    """The challenge of this source in the space, opened when it is not there; `begun` is when its
    first idea was shared."""
    row = ledger(source, space.id, [(KIND, KEY)]).get((KIND, KEY))
    if row is not None and (row.topic is None or row.topic.removed_at is not None):
        raise SourceError("The challenge that this was brought into was removed here.")
    if row is None:
        challenge = _open(actor, space, source, landing, begun)
    else:
        challenge = Challenge.objects.select_related("topic__space").get(topic=row.topic_id)
    standing = [it for it in Stage.objects.filter(challenge=challenge) if it.retired_at is None]
    # Of several of one kind the first counts.
    return Flow(challenge, {stage.kind: stage for stage in reversed(standing)}, standing[0])


def _open(actor: Actor, space: Space, source: str, landing: Landing, begun: datetime) -> Challenge:
    opened = Opened(
        author=actor,
        at=begun,
        title=landing.title,
        text=landing.text,
        asks=Asks(purpose=landing.purpose[:300]),
        steps=landing.steps,
    )
    challenge = bring_challenge(actor=actor, space=space, source=source, opened=opened)
    challenge.topic.space = space
    Imported(
        source=source,
        scope=space.id,
        kind=KIND,
        key=KEY,
        digest="",
        actor=actor,
        topic=challenge.topic,
        at=now(),
    ).save(force_insert=True)
    return challenge
