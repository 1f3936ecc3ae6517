"""Writes the challenges and ideas that an archive brings, and counts them."""

from collections import Counter
from collections.abc import Sequence

from groundswell.activity.bulk import bulk_action
from groundswell.actors.models import Actor
from groundswell.challenges.models import (
    Challenge,
    Idea,
    Merge,
    Stage,
    Suggestion,
    Support,
    ThemeEdit,
)
from groundswell.challenges.rules import AUTHORS, family_of
from groundswell.conversations.models import Contribution, Link, Topic
from groundswell.decisions.actions._closing import publish_count
from groundswell.decisions.models import Decision, Result
from groundswell.exchange.actions._arriving_shapes import Grown, Joined
from groundswell.spaces.models import Space

MADE_HERE = Contribution.Role.MERGED_FROM


@bulk_action
def bring_grown(*, actor: Actor, grown: Grown) -> None:
    """Topics become challenges or ideas, with all that makes them so: all of it, or nothing."""
    Topic.objects.filter(id__in=grown.topics).update(kind=grown.kind)
    for idea in grown.rows.get(Idea, []):
        if isinstance(idea, Idea):
            Topic.objects.filter(id=idea.topic_id).update(within=idea.challenge_id)
    for model, rows in grown.rows.items():
        model._default_manager.bulk_create(rows)
    for topic, at in grown.counted.items():
        publish_count(Decision.objects.select_related("topic__space").get(topic=topic))
        Result.objects.filter(decision=topic).update(at=at)


@bulk_action
def bring_merges(
    *,
    actor: Actor,
    space: Space,
    joined: Sequence[Joined],
    became: Sequence[tuple[int, int]],
) -> None:
    """What was combined into what, in order of time; then every count, from what is there."""
    for it in sorted(joined, key=lambda one: one.at):
        source, survivor = (Idea.objects.get(topic=pk) for pk in (it.source, it.survivor))
        if source.merged_into_id is None:
            _join(source, survivor, it)
    for message, idea in became:
        Suggestion.objects.filter(message=message).update(became=idea)
    _count(space)


@bulk_action
def bring_sorting(
    *, actor: Actor, folded: Sequence[tuple[int, int]], edits: Sequence[ThemeEdit]
) -> None:
    """What is shown in whose place, and what stewards did to themes."""
    sizes: Counter[int] = Counter()
    for idea, under in folded:
        if Idea.objects.filter(topic=under).exists():
            Idea.objects.filter(topic=idea).update(folded_under=under)
            sizes[under] += 1
    for leader, size in sizes.items():
        Idea.objects.filter(topic=leader).update(fold_size=1 + size)
    ThemeEdit.objects.bulk_create(edits)


def _join(source: Idea, survivor: Idea, it: Joined) -> None:
    root = survivor.root_id or survivor.topic_id
    Idea.objects.filter(root=source).update(root=root)
    Idea.objects.filter(topic=source.topic_id).update(merged_into=survivor, root=root)
    link = Link.objects.filter(
        origin=source.topic_id, target=survivor.topic_id, kind=Link.Kind.COMBINED_INTO
    ).first()
    taken = Merge.objects.filter(survivor=survivor, undone_at=None)
    others = {row for merge in taken for row in merge.made["credits"]}
    authors = Contribution.objects.filter(topic=source.topic_id, role__in=AUTHORS)
    credit = Contribution.objects.filter(
        topic=survivor.topic_id, role=MADE_HERE, actor__in=authors.values("actor")
    ).exclude(id__in=others)
    Merge(
        source=source,
        survivor=survivor,
        by=it.by,
        reason=it.reason,
        at=it.at,
        made={
            "link": link.id if link else 0,
            "credits": list(credit.values_list("id", flat=True)),
            "follows": {},
            "folds": [],
            "under": None,
            "raised": None,
        },
    ).save(force_insert=True)


def _count(space: Space) -> None:
    for stage in Stage.objects.filter(challenge__topic__space=space):
        standing = Idea.objects.filter(stage=stage).standing().count()
        Stage.objects.filter(id=stage.id).update(idea_count=standing)
    for challenge in Challenge.objects.filter(topic__space=space):
        shared = Idea.objects.filter(challenge=challenge).count()
        Challenge.objects.filter(topic=challenge.topic_id).update(idea_count=shared)
    for idea in Idea.objects.filter(topic__space=space, merged_here__isnull=False).distinct():
        given = Support.objects.filter(idea__in=family_of(idea).values("topic"))
        people = given.values("actor").distinct().count()
        Idea.objects.filter(topic=idea.topic_id).update(support_count=people)
