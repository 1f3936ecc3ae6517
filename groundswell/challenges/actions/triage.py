"""Who looks at which idea now, so that no two stewards do the same work."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from groundswell.activity.log import unlogged
from groundswell.actors.models import Actor
from groundswell.challenges.models import Challenge, Idea, TriageClaim
from groundswell.challenges.rules import require_may_run
from groundswell.core.clock import now

CLAIMED_FOR = timedelta(minutes=5)
CANDIDATES = 10
STATE = "Who looks at an idea now is state, as who is here is."


@unlogged(because=STATE)
def claim_next(
    *, actor: Actor, challenge: Challenge, at: int = 0, backwards: bool = False
) -> Idea | None:
    """The next idea that nobody has looked at, which is the person's for five minutes.

    The oldest one from `at` on, or the one before it; none that somebody else looks at now.
    """
    require_may_run(actor, challenge)
    TriageClaim.objects.filter(actor=actor, idea__challenge=challenge).delete()
    waiting = Idea.objects.filter(challenge=challenge, triaged_at=None).unfolded()
    free = waiting.exclude(claim__until__gt=now()).filter(topic__removed_at=None)
    if backwards:
        rows = free.filter(topic__lt=at).order_by("-topic")
    else:
        rows = free.filter(topic__gte=at).order_by("topic")
    for idea in rows.select_related("stage", "topic__author")[:CANDIDATES]:
        if _claimed(actor, idea):
            return idea
    return None


@unlogged(because=STATE)
def keep_claim(*, actor: Actor, challenge: Challenge, idea_id: int) -> bool:
    """Five more minutes for who still looks at it; no, if it is on somebody else's desk now."""
    require_may_run(actor, challenge)
    idea = Idea.objects.filter(challenge=challenge, topic=idea_id).first()
    return idea is not None and _claimed(actor, idea)


@unlogged(because=STATE)
def release_claim(*, actor: Actor, challenge: Challenge, idea_id: int) -> None:
    """What the person looked at is free for others."""
    own = TriageClaim.objects.filter(actor=actor, idea=idea_id, idea__challenge=challenge)
    own.delete()


def _claimed(actor: Actor, idea: Idea) -> bool:
    until = now() + CLAIMED_FOR
    mine_or_over = Q(actor=actor) | Q(until__lte=now())
    if TriageClaim.objects.filter(mine_or_over, idea=idea).update(actor=actor, until=until):
        return True
    try:
        with transaction.atomic():
            TriageClaim(idea=idea, actor=actor, until=until).save(force_insert=True)
    except IntegrityError:
        return False
    return True
