"""Sharing an idea, and supporting one."""

from django.db.models import F
from django.utils.translation import gettext as _

from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.challenges.actions._beginning import NewIdea, begin_idea
from groundswell.challenges.actions._holding import hold_standing
from groundswell.challenges.activities import IDEA_SHARED, SUPPORT_WITHDRAWN, SUPPORTED
from groundswell.challenges.models import Challenge, Idea, Support
from groundswell.challenges.rules import require_may_share, require_may_support, support_of
from groundswell.core.errors import Conflict


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
    new = NewIdea(title=title, text=text, discipline=discipline, sector=sector)
    idea, opening = begin_idea(actor, challenge, stage=stage, new=new)
    record(
        IDEA_SHARED,
        actor=actor,
        space_id=idea.topic.space_id,
        topic_id=idea.topic_id,
        message_id=opening.id,
        target_actor_id=challenge.topic.author_id,
        data={"challenge": str(challenge.topic_id)},
    )
    return idea


@action
def support_idea(*, actor: Actor, idea: Idea) -> Idea:
    """Counts the person once for the idea, and for the one that it was combined into.

    The support stays with the idea it was given to; gives the one that stands for it.
    """
    standing = hold_standing(idea)
    require_may_support(actor, standing)
    if support_of(actor, standing).exists():
        raise Conflict(_("You support this idea already."))
    Support(idea=idea, actor=actor, at=moment()).save(force_insert=True)
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
