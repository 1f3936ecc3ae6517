"""Labels on ideas, and that somebody has looked at them: how stewards sort many."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from groundswell.activity.declarations import Kind
from groundswell.activity.log import action, moment, record
from groundswell.actors.models import Actor
from groundswell.challenges.activities import (
    IDEAS_LABELLED,
    IDEAS_TRIAGED,
    IDEAS_UNLABELLED,
    IDEAS_UNTRIAGED,
)
from groundswell.challenges.models import Challenge, Idea, Label, Labelling
from groundswell.challenges.rules import require_may_run
from groundswell.core.errors import Conflict, Invalid
from groundswell.core.rows import insert_all
from groundswell.core.text.clean import one_line

MOST_AT_ONCE = 1_000
MOST_LABELS = 200


@action
def label_ideas(*, actor: Actor, challenge: Challenge, ideas: Collection[int], name: str) -> Label:
    """Puts a label on ideas, known by its words in small letters or large."""
    ids = _chosen(actor, challenge, ideas)
    label = _label(challenge, name)
    at = moment()
    rows = [(label.id, idea, actor.id, at) for idea in ids]
    insert_all(Labelling, ("label_id", "idea_id", "by_id", "at"), rows, ignore_conflicts=True)
    data: dict[str, str | int] = {"label": str(label.id), "count": len(ids)}
    _record(IDEAS_LABELLED, actor, challenge, data)
    return label


@action
def unlabel_ideas(
    *, actor: Actor, challenge: Challenge, ideas: Collection[int], name: str
) -> Label:
    """Takes a label off ideas."""
    ids = _chosen(actor, challenge, ideas)
    label = Label.objects.filter(challenge=challenge, key=name.strip().casefold()[:40]).first()
    if label is None:
        raise Conflict(_("No idea of this challenge carries this label."))
    Labelling.objects.filter(label=label, idea__in=ids).delete()
    data: dict[str, str | int] = {"label": str(label.id), "count": len(ids)}
    _record(IDEAS_UNLABELLED, actor, challenge, data)
    return label


@action
def mark_triaged(*, actor: Actor, challenge: Challenge, ideas: Collection[int]) -> int:
    """Says of ideas that somebody has looked at them; gives how many nobody had."""
    ids = _chosen(actor, challenge, ideas)
    rows = Idea.objects.filter(topic__in=ids, triaged_at=None)
    count = rows.update(triaged_at=moment(), triaged_by=actor)
    if not count:
        raise Conflict(_("Somebody has looked at this already, so nothing was changed."))
    _record(IDEAS_TRIAGED, actor, challenge, {"count": count})
    return count


@action
def unmark_triaged(*, actor: Actor, challenge: Challenge, ideas: Collection[int]) -> int:
    """Takes back that the person has looked at them: they are in the queue again."""
    ids = _chosen(actor, challenge, ideas)
    rows = Idea.objects.filter(topic__in=ids, triaged_by=actor)
    count = rows.update(triaged_at=None, triaged_by=None)
    if not count:
        raise Conflict(_("There is nothing to take back: it is not you who marked this."))
    _record(IDEAS_UNTRIAGED, actor, challenge, {"count": count})
    return count


def _chosen(actor: Actor, challenge: Challenge, ideas: Collection[int]) -> list[int]:
    require_may_run(actor, challenge)
    if not ideas:
        raise Invalid(_("Choose at least one idea first."), "idea")
    rows = Idea.objects.filter(challenge=challenge, topic__in=list(ideas)[:MOST_AT_ONCE])
    return list(rows.order_by("topic").values_list("topic", flat=True))


def _label(challenge: Challenge, name: str) -> Label:
    shown = one_line(name, most=40, least=1, field="label")
    if Label.objects.filter(challenge=challenge).count() >= MOST_LABELS:
        raise Invalid(_("Two hundred labels are more than anybody finds. Use one there is."))
    label, _made = Label.objects.get_or_create(
        challenge=challenge, key=shown.casefold()[:40], defaults={"name": shown}
    )
    return label


def _record(kind: Kind, actor: Actor, challenge: Challenge, data: dict[str, str | int]) -> None:
    record(
        kind,
        actor=actor,
        space_id=challenge.topic.space_id,
        topic_id=challenge.topic_id,
        data=data,
    )
