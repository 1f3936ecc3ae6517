"""What a decision shows at its head."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from groundswell.actors.models import Actor
from groundswell.conversations.models import Topic
from groundswell.conversations.selectors.topic import LAST_ID
from groundswell.core.clock import now, today
from groundswell.core.prepared import PreparedModels
from groundswell.decisions.models import (
    Ballot,
    Commitment,
    Decision,
    Method,
    Option,
    Outcome,
    Result,
    RollEntry,
    Shape,
)
from groundswell.decisions.purposes import COUNTED, VOTERS, Words
from groundswell.decisions.rules import entry_of, has_ballot, may_run
from groundswell.decisions.selectors.delegation import StandIn, carries, stand_in
from groundswell.decisions.selectors.ending import open_objections, outcomes_of
from groundswell.decisions.selectors.promises import promises_at_head
from groundswell.decisions.selectors.result import may_see_results, participation
from groundswell.decisions.stepping import STAGES, Stage
from groundswell.decisions.terms import terms_of

OPTIONS_AT_HEAD = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPanel:
    """A decision for one viewer."""

    decision: Decision
    topic: Topic
    options: list[Option]
    runs: bool
    voters_do: Words
    counted: Words
    terms: list[str]
    """By which rules, beyond the way of counting."""
    votes: bool = False
    """Whether the viewer may vote now."""
    voted: bool = False
    sees_results: bool = False
    took_part: int | None = None
    counted_now: dict[str, Any] | None = None
    """The published count, where there is one."""
    outcome: Outcome | None = None
    promises: list[Commitment] = field(default_factory=list)
    today: date | None = None
    objections: int | None = None
    """How many stand; of consent alone."""
    stand_in: StandIn | None = None
    steps: tuple[Stage, ...] = ()
    """Of consent that is sought step by step."""
    carries: int = 0
    """For how many others the viewer votes."""
    before_version: bool = False
    """Whether the viewer's ballot is on an earlier version of the proposal."""


def decision_seen(topic_id: int, viewer: Actor | None) -> Decision | None:
    """The decision, or None for those who may not see it."""
    if topic_id > LAST_ID:
        return None
    rows = _SEEN(topic=topic_id, viewer=viewer.id) if viewer else _PUBLIC(topic=topic_id)
    return rows[0] if rows else None


def _public(topic: int) -> QuerySet[Decision]:
    return Decision.objects.visible_to(None).with_topic().filter(topic_id=topic)


def _seen(topic: int, viewer: int) -> QuerySet[Decision]:
    return Decision.objects.visible_to(Actor(id=viewer)).with_topic().filter(topic_id=topic)


_SEEN, _PUBLIC = PreparedModels(_seen), PreparedModels(_public)


def decision_panel(topic: Topic, viewer: Actor | None) -> DecisionPanel | None:
    """What the page of the topic shows of its decision; None where a file brought only words."""
    decision = Decision.objects.filter(topic=topic).first()
    if decision is None:
        return None
    decision.topic = topic
    shown: list[Option] = []
    if decision.shape not in {Shape.POSITION, Shape.STANCE}:
        shown = list(Option.objects.filter(decision=decision).shown()[:OPTIONS_AT_HEAD])
    entry = entry_of(viewer, decision)
    voted = entry is not None and entry.voted == 1
    return DecisionPanel(
        decision=decision,
        topic=topic,
        options=shown,
        runs=may_run(viewer, decision),
        voters_do=VOTERS[decision.method],
        counted=COUNTED[decision.method],
        terms=terms_of(decision),
        votes=_may_vote(viewer, decision),
        voted=voted,
        stand_in=stand_in(viewer, decision, voted=voted),
        carries=carries(viewer, decision),
        steps=STAGES if decision.step else (),
        sees_results=may_see_results(viewer, decision),
        took_part=participation(decision),
        counted_now=published_count(decision),
        outcome=current_outcome(decision),
        promises=promises_at_head(decision),
        today=today(),
        objections=open_objections(decision) if decision.method == Method.CONSENT else None,
        before_version=on_earlier_version(decision, entry),
    )


def _may_vote(viewer: Actor | None, decision: Decision) -> bool:
    if not decision.takes_ballots(now()) or decision.shape == Shape.STANCE:
        return False
    return has_ballot(viewer, decision)


def published_count(decision: Decision) -> dict[str, Any] | None:
    """The count as it was published, once voting has ended."""
    if not decision.is_over:
        return None
    counts = Result.objects.filter(decision=decision, method=decision.method)
    return counts.order_by("at", "id").values_list("counted", flat=True).last()


def current_outcome(decision: Decision) -> Outcome | None:
    """What people say was decided, the newest of it."""
    if decision.state != Decision.State.DECIDED:
        return None
    return next(iter(outcomes_of(decision)), None)


def on_earlier_version(decision: Decision, entry: RollEntry | None) -> bool:
    """Whether their ballot is on the proposal as it read before."""
    if decision.version == 1 or decision.is_over or entry is None or not entry.voted:
        return False
    return Ballot.objects.filter(entry=entry, version__lt=decision.version).exists()
