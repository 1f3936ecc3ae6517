"""Putting up a decision, and its life from draft to closing."""

from django.db.models import F

from groundswell.activity.log import action, record
from groundswell.actors.models import Actor
from groundswell.conversations.actions._opening import begin_topic
from groundswell.conversations.models import Topic
from groundswell.core.clock import now
from groundswell.decisions.actions._listing import Listed, add_option
from groundswell.decisions.actions._roll import enrol, enrol_space
from groundswell.decisions.actions._rules import Rules, chosen, require_fitting
from groundswell.decisions.activities import DECISION_PROPOSED
from groundswell.decisions.models import Decision
from groundswell.decisions.rules import require_may_open_decision
from groundswell.spaces.models import Space


@action
def open_decision(
    *,
    actor: Actor,
    space: Space,
    title: str,
    text: str,
    rules: Rules,
    options: tuple[Listed, ...] = (),
    begin: bool = True,
) -> Decision:
    """Puts something up for a decision. It is open for votes at once, or at `rules.opens_at`;
    with `begin=False` it is a draft that people can read and talk about."""
    require_may_open_decision(actor, space)
    require_fitting(rules, options)
    topic, opening = begin_topic(
        actor,
        space,
        kind=Topic.Kind.DECISION,
        title=title,
        text=text,
        draft=f"decision-{space.id}",
    )
    decision = Decision(topic=topic, **chosen(rules))
    _begin(decision, begin=begin)
    decision.save(force_insert=True)
    for listed in options:
        add_option(decision, listed, author=actor)
    enrol(decision, sorted({person.id for person in rules.voters}))
    enrol_space(decision, space)
    at = topic.published_at
    Space.objects.filter(id=space.id).update(topic_count=F("topic_count") + 1, last_activity_at=at)
    record(
        DECISION_PROPOSED,
        actor=actor,
        space_id=space.id,
        topic_id=topic.id,
        message_id=opening.id,
    )
    return decision


def _begin(decision: Decision, *, begin: bool) -> None:
    at = now()
    if not begin:
        decision.state = Decision.State.DRAFT
    elif decision.opens_at is not None and decision.opens_at > at:
        decision.state = Decision.State.SCHEDULED
    else:
        decision.state, decision.opened_at = Decision.State.OPEN, at
