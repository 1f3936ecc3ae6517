"""What a challenge shows at its head, on every page of it."""

from dataclasses import dataclass, replace

from django.db.models import OuterRef, QuerySet

from groundswell.actors.models import Actor
from groundswell.challenges.models import Challenge, Criterion, Idea, Opens, Stage
from groundswell.challenges.rules import entry_of, footing_on, stages_of
from groundswell.challenges.selectors.review import is_reviewer
from groundswell.challenges.selectors.said import count_said, said_of
from groundswell.conversations.models import Topic
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.prepared import PreparedModels

IDEAS_AT_HEAD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengePanel:
    """A challenge for one viewer."""

    challenge: Challenge
    topic: Topic
    stages: list[Stage]
    criteria: list[Criterion]
    ideas: list[Idea]
    """The most supported few where counts are shown, otherwise a few by lot."""
    entry: Stage | None
    """Where new ideas begin; none while the challenge takes none."""
    member: bool
    runs: bool
    """Whether the viewer runs it."""
    said: int = 0
    """How much people said of the challenge itself, where its page has counted."""
    reviewer: bool = False
    """Whether the viewer is asked to review its ideas now."""

    def counts_in(self, stage: str = "") -> bool:
        """Whether the viewer sees how many support each idea of the stage, or of all."""
        sought = [it for it in self.stages if stage in ("", str(it.id))]
        return self.runs or all(it.shows_counts for it in sought)

    @property
    def may_share(self) -> bool:
        """Whether there is a button to share an idea."""
        return self.member and self.entry is not None


def challenge_seen(topic_id: int, viewer: Actor | None) -> Challenge | None:
    """The challenge, or None for those who may not see it."""
    if topic_id > LAST_ID:
        return None
    rows = _SEEN(topic=topic_id, viewer=viewer.id) if viewer else _PUBLIC(topic=topic_id)
    return rows[0] if rows else None


def _seen(topic: int, viewer: int | None) -> QuerySet[Challenge]:
    seen = Challenge.objects.visible_to(Actor(id=viewer) if viewer else None).with_topic()
    return seen.select_related("topic__space__closing").filter(topic=topic)


_SEEN = PreparedModels(_seen)
_PUBLIC = PreparedModels(lambda topic: _seen(topic, None))


def challenge_head(challenge: Challenge, viewer: Actor | None) -> ChallengePanel:
    """The same for pages that show neither criteria nor ideas of its own choice."""
    stages = stages_of(challenge)
    footing = footing_on(challenge, viewer)
    return ChallengePanel(
        challenge=challenge,
        topic=challenge.topic,
        stages=stages,
        criteria=[],
        ideas=[],
        entry=entry_of(stages),
        member=footing.member,
        runs=footing.runs,
    )


def challenge_panel(topic: Topic, viewer: Actor | None) -> ChallengePanel:
    """What the page of the topic shows of its challenge."""
    challenge = Challenge.objects.annotate(said=said_of(OuterRef("topic"))).get(topic=topic)
    challenge.topic = topic
    head = challenge_head(challenge, viewer)
    judged = any(stage.allows(Opens.REVIEW) for stage in head.stages)
    return replace(
        head,
        criteria=list(Criterion.objects.filter(challenge=challenge, retired_at=None)),
        ideas=_few(challenge, head.stages),
        said=vars(challenge)["said"],
        reviewer=judged and is_reviewer(topic.id, viewer),
    )


def _few(challenge: Challenge, stages: list[Stage]) -> list[Idea]:
    rows = Idea.objects.filter(challenge=challenge).unfolded().with_topic()
    shown = all(stage.shows_counts for stage in stages)
    order = ("-support_count", "-topic") if shown else ("draw", "topic")
    few = list(rows.filter(topic__removed_at=None).order_by(*order)[:IDEAS_AT_HEAD])
    count_said(few)
    return few
