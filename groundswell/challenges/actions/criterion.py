"""What reviewers judge by. A criterion that was used stays readable; it is retired, not deleted."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.challenges.actions._arranging import (
    arranged,
    hold_challenge,
    number,
    require_unchanged,
)
from groundswell.challenges.activities import (
    CRITERIA_ARRANGED,
    CRITERION_ADDED,
    CRITERION_CHANGED,
    CRITERION_RESTORED,
    CRITERION_RETIRED,
)
from groundswell.challenges.models import Challenge, Criterion
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.text.clean import one_line

MOST_CRITERIA = 12


@action
def add_criterion(
    *, actor: Actor, challenge: Challenge, name: str, says: str = "", least: str = ""
) -> Criterion:
    """Adds a criterion at the end; `says` is what a 5 means, `least` what a 1 does."""
    held = hold_challenge(actor, challenge)
    present = list(Criterion.objects.filter(challenge=held, retired_at=None))
    if len(present) >= MOST_CRITERIA:
        raise Invalid(_("Twelve criteria are more than a reviewer weighs. Retire one first."))
    criterion = Criterion(challenge=held, position=len(present))
    _say(criterion, name, says, least)
    criterion.save(force_insert=True)
    number([*present, criterion])
    _record(CRITERION_ADDED, actor, criterion)
    return criterion


@action
def change_criterion(
    *, actor: Actor, criterion: Criterion, name: str, says: str, least: str, sight: str
) -> Criterion:
    """Says it better; scores that were given stay."""
    hold_challenge(actor, criterion.challenge)
    criterion.refresh_from_db()
    require_unchanged(criterion, sight)
    _say(criterion, name, says, least)
    criterion.save(update_fields=["name", "says", "least"])
    _record(CRITERION_CHANGED, actor, criterion)
    return criterion


@action
def arrange_criteria(
    *, actor: Actor, challenge: Challenge, order: Sequence[int], seen: Sequence[int]
) -> None:
    """Puts the criteria into this order; `seen` is the one before the person's eyes."""
    held = hold_challenge(actor, challenge)
    arranged(list(Criterion.objects.filter(challenge=held, retired_at=None)), order, seen)
    record(
        CRITERIA_ARRANGED,
        actor=actor,
        space_id=held.topic.space_id,
        topic_id=held.topic_id,
        data={"order": [str(id_) for id_ in order]},
    )


@action
def retire_criterion(*, actor: Actor, criterion: Criterion) -> Criterion:
    """Asks for it no longer. Scores that were given by it stay with their reviews."""
    hold_challenge(actor, criterion.challenge)
    criterion.refresh_from_db()
    if criterion.retired_at is not None:
        raise Conflict(_("This criterion was taken out already."))
    criterion.retired_at = moment()
    criterion.save(update_fields=["retired_at"])
    _record(CRITERION_RETIRED, actor, criterion)
    return criterion


@action
def restore_criterion(*, actor: Actor, criterion: Criterion) -> Criterion:
    """Asks for it again."""
    held = hold_challenge(actor, criterion.challenge)
    criterion.refresh_from_db()
    if criterion.retired_at is None:
        raise Conflict(_("This criterion is asked for already."))
    present = list(Criterion.objects.filter(challenge=held, retired_at=None))
    criterion.retired_at = None
    criterion.save(update_fields=["retired_at"])
    number([*present, criterion])
    _record(CRITERION_RESTORED, actor, criterion)
    return criterion


def _say(criterion: Criterion, name: str, says: str, least: str) -> None:
    criterion.name = one_line(name, most=80, least=1, field="name")
    criterion.says = one_line(says, most=300, field="says")
    criterion.least = one_line(least, most=300, field="least")


def _record(kind: Kind, actor: Actor, criterion: Criterion) -> None:
    topic = criterion.challenge.topic
    record(
        kind,
        actor=actor,
        space_id=topic.space_id,
        topic_id=topic.id,
        data={"criterion": str(criterion.id)},
    )
