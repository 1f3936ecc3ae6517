"""Sharing an idea, and supporting one."""

from django.db.models import F
from django.utils.translation import gettext as _

from groundswell.activity.log import action, record
from groundswell.actors.models import Actor
from groundswell.challenges.actions._holding import hold_standing
from groundswell.challenges.activities import IDEA_SHARED, SUPPORT_WITHDRAWN, SUPPORTED
from groundswell.challenges.models import Challenge, Idea, Stage, Support
from groundswell.challenges.rules import require_may_share, require_may_support, support_of
from groundswell.conversations.actions._opening import begin_topic
from groundswell.conversations.models import Topic
from groundswell.core.errors import Conflict
from groundswell.core.text.clean import one_line
from groundswell.spaces.models import Space


@action
def share_idea(
    *,
    actor: Actor,
    challenge: Challenge,
    title: str,
    text: str,
    discipline: str = "",
    sector: str = "",
) -> Idea:
    """Adds an idea to the first stage that takes new ones."""
    stage = require_may_share(actor, challenge)
    topic, opening = begin_topic(
        actor,
        challenge.topic.space,
        kind=Topic.Kind.IDEA,
        title=title,
        text=text,
        within=challenge.topic,
        draft=f"idea-{challenge.topic_id}",
    )
    idea = Idea(
        topic=topic,
        challenge=challenge,
        stage=stage,
        discipline=one_line(discipline, most=80, field="discipline"),
        sector=one_line(sector, most=80, field="sector"),
    )
    idea.save(force_insert=True)
    Challenge.objects.filter(topic=challenge.topic_id).update(idea_count=F("idea_count") + 1)
    Stage.objects.filter(id=stage.id).update(idea_count=F("idea_count") + 1)
    Space.objects.filter(id=topic.space_id).update(last_activity_at=topic.published_at)
    record(
        IDEA_SHARED,
        actor=actor,
        space_id=topic.space_id,
        topic_id=topic.id,
        message_id=opening.id,
        target_actor_id=challenge.topic.author_id,
        data={"challenge": str(challenge.topic_id)},
    )
    return idea


@action
def support_idea(*, actor: Actor, idea: Idea) -> Idea:
    """Counts the person once for the idea, or for the one that it was combined into."""
    standing = hold_standing(idea)
    require_may_support(actor, standing)
    if support_of(actor, standing).exists():
        raise Conflict(_("You support this idea already."))
    Support(idea=standing, actor=actor).save(force_insert=True)
    Idea.objects.filter(topic=standing.topic_id).update(support_count=F("support_count") + 1)
    record(
        SUPPORTED,
        actor=actor,
        space_id=standing.topic.space_id,
        topic_id=standing.topic_id,
        target_actor_id=standing.topic.author_id,
    )
    return standing


@action
def withdraw_support(*, actor: Actor, idea: Idea) -> Idea:
    """Takes the person's support back, from whatever the idea combines as well."""
    standing = hold_standing(idea)
    found = support_of(actor, standing)
    if not found.exists():
        raise Conflict(_("You do not support this idea, so there is nothing to take back."))
    found.delete()
    Idea.objects.filter(topic=standing.topic_id).update(support_count=F("support_count") - 1)
    record(
        SUPPORT_WITHDRAWN,
        actor=actor,
        space_id=standing.topic.space_id,
        topic_id=standing.topic_id,
        target_actor_id=standing.topic.author_id,
    )
    return standing
