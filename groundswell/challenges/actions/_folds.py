"""What becomes of folds of near-duplicates when ideas are combined. Called by actions."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from groundswell.challenges.models import Idea, Merge


def carry_folds(source: Idea, survivor: Idea) -> dict[str, Any]:
    """What was folded under the one is folded under the other; neither hides in a fold.

    Gives what was changed, for `return_folds`.
    """
    raised, under = survivor.folded_under_id, source.folded_under_id
    Idea.objects.filter(topic__in=[survivor.topic_id, source.topic_id]).update(folded_under=None)
    survivor.folded_under_id = source.folded_under_id = None
    folded = Idea.objects.filter(folded_under=source)
    moved = list(folded.values_list("topic_id", flat=True))
    folded.update(folded_under=survivor)
    count_folds([survivor.topic_id, source.topic_id, raised, under])
    return {"folds": moved, "under": under, "raised": raised}


def return_folds(merge: Merge, source: Idea) -> None:
    """Folds as they were before the merge, as far as no later run folded otherwise."""
    survivor = Idea.objects.get(topic=merge.survivor_id)
    heads = [survivor.topic_id, survivor.root_id or survivor.topic_id]
    back = Idea.objects.filter(topic__in=merge.made["folds"], folded_under__in=heads)
    back.update(folded_under=source)
    under, raised = merge.made["under"], merge.made["raised"]
    _fold(source.topic_id, under)
    others = Merge.objects.filter(survivor=survivor, undone_at=None).exclude(id=merge.id)
    heir = others.order_by("id").first() if raised else None
    if heir is not None:
        heir.made["raised"] = raised
        heir.save(update_fields=["made"])
    else:
        _fold(survivor.topic_id, raised)
    count_folds([*heads, source.topic_id, under, raised])


def _fold(topic_id: int, under: int | None) -> None:
    """Back under a near-duplicate, if that one still stands for itself and this one may."""
    head = Idea.objects.unfolded().filter(topic=under or 0)
    alone = Idea.objects.unfolded().filter(topic=topic_id, kept_apart_at=None, folds=None)
    if head.exists() and not Idea.objects.filter(merged_into=topic_id).exists():
        for idea in alone:
            Idea.objects.filter(topic=idea.topic_id).update(folded_under=under)


def count_folds(ids: Iterable[int | None]) -> None:
    """How many there are with each of these, itself included."""
    folds = Idea.objects.filter(folded_under=OuterRef("topic")).order_by().values("folded_under")
    counted = Subquery(folds.annotate(n=Count("topic")).values("n"), output_field=IntegerField())
    wanted = Idea.objects.filter(topic__in=[at for at in ids if at is not None])
    wanted.update(fold_size=Coalesce(counted, Value(0)) + 1)
