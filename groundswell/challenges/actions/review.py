"""Reviews: who is asked for them, what they say, and who does not judge."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.challenges.activities import (
    CONFLICT_DECLARED,
    REVIEW_CHANGED,
    REVIEW_GIVEN,
    REVIEWER_INVITED,
    REVIEWER_REMOVED,
)
from groundswell.challenges.models import (
    Challenge,
    ConflictOfInterest,
    Criterion,
    Idea,
    Review,
    Reviewer,
    Score,
    Stage,
)
from groundswell.challenges.rules import require_may_review, require_may_run
from groundswell.conversations.models import Contribution
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import clean, one_line
from groundswell.spaces.rules import membership_of

LONGEST_COMMENT = 5_000
SCORES = range(1, 6)


@action
def invite_reviewer(*, actor: Actor, challenge: Challenge, person: Actor | None) -> Reviewer:
    """Asks a member of the space to review the challenge's ideas."""
    require_may_run(actor, challenge)
    if person is None or membership_of(person, challenge.topic.space) is None:
        raise Invalid(_("Reviewers are members of the space. Nobody there is called so."), "handle")
    try:
        with transaction.atomic():
            reviewer = Reviewer(challenge=challenge, actor=person, by=actor)
            reviewer.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("%(name)s reviews already.") % {"name": person.name}) from error
    record(
        REVIEWER_INVITED,
        actor=actor,
        space_id=challenge.topic.space_id,
        topic_id=challenge.topic_id,
        target_actor_id=person.id,
    )
    return reviewer


@action
def remove_reviewer(*, actor: Actor, challenge: Challenge, person: Actor) -> None:
    """Asks the person for no more reviews; those that were given stay."""
    require_may_run(actor, challenge)
    gone, _rows = Reviewer.objects.filter(challenge=challenge, actor=person).delete()
    if not gone:
        raise Conflict(_("%(name)s is no reviewer any more.") % {"name": person.name})
    record(
        REVIEWER_REMOVED,
        actor=actor,
        space_id=challenge.topic.space_id,
        topic_id=challenge.topic_id,
        target_actor_id=person.id,
    )


@action
def review_idea(
    *, actor: Actor, idea: Idea, scores: Mapping[int, int], comment: str = ""
) -> Review:
    """Judges the idea by every criterion, from 1 to 5, as long as its stage is open.

    Nobody sees it until then but who wrote it.
    """
    held = _hold(actor, idea)
    if ConflictOfInterest.objects.filter(idea=held, actor=actor).exists():
        raise Conflict(_("You said that you do not judge this idea."))
    criteria = list(Criterion.objects.filter(challenge=held.challenge_id, retired_at=None))
    _require_all(criteria, scores)
    words = clean(comment, most=LONGEST_COMMENT, field="comment")
    review, made = Review.objects.get_or_create(
        idea=held, stage=held.stage, actor=actor, defaults={"comment": words}
    )
    if not made:
        review.comment, review.changed_at = words, moment()
        review.save(update_fields=["comment", "changed_at"])
    for criterion in criteria:
        Score.objects.update_or_create(
            review=review, criterion=criterion, defaults={"value": scores[criterion.id]}
        )
    Contribution.objects.get_or_create(
        topic=held.topic, actor=actor, role=Contribution.Role.REVIEWED
    )
    _record(REVIEW_GIVEN if made else REVIEW_CHANGED, actor, held)
    return review


@action
def declare_conflict(*, actor: Actor, idea: Idea, reason: str) -> ConflictOfInterest:
    """Says why the person does not judge the idea. What they said of it in this stage is gone."""
    held = _hold(actor, idea)
    why = one_line(reason, most=300, least=1, field="reason")
    conflict, made = ConflictOfInterest.objects.get_or_create(
        idea=held, actor=actor, defaults={"reason": why}
    )
    if not made:
        raise Conflict(_("You have said so already."))
    Review.objects.filter(idea=held, stage=held.stage, actor=actor).delete()
    if not Review.objects.filter(idea=held, actor=actor).exists():
        credit = Contribution.objects.filter(topic=held.topic, actor=actor)
        credit.filter(role=Contribution.Role.REVIEWED).delete()
    _record(CONFLICT_DECLARED, actor, held)
    return conflict


def _hold(actor: Actor, idea: Idea) -> Idea:
    """The idea and its stage, locked: the stage is not closed meanwhile, nor the idea moved."""
    rows = Idea.objects.select_for_update(of=("self",))
    held = rows.select_related("topic__space", "challenge__topic").get(topic=idea.topic_id)
    held.stage = Stage.objects.select_for_update(no_key=True).get(id=held.stage_id)
    require_may_review(actor, held)
    return held


def _require_all(criteria: list[Criterion], scores: Mapping[int, int]) -> None:
    if not criteria:
        raise Conflict(_("This challenge has no criteria yet, so there is nothing to judge by."))
    for criterion in criteria:
        if scores.get(criterion.id) not in SCORES:
            sentence = _("Give “%(criterion)s” a number from 1 to 5.")
            raise Invalid(sentence % {"criterion": criterion.name}, f"score-{criterion.id}")


def _record(kind: Kind, actor: Actor, idea: Idea) -> None:
    record(
        kind,
        actor=actor,
        space_id=idea.topic.space_id,
        topic_id=idea.topic_id,
        data={"challenge": str(idea.challenge_id), "stage": str(idea.stage_id)},
    )
