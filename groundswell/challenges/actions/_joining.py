"""What combining makes, and how exactly that is taken back. Called by actions, inside them.

A merge remembers the rows it made (`Merge.made`). Undoing takes back those and no others: a row
that another merge into the same idea would have made as well goes over to that merge, and what a
row made further up in turn goes with it. So merges are undone in any order, and what is left is
what would have been without them.
"""

from collections.abc import Iterable

from django.db.models import F

from groundswell.activity.log import moment
from groundswell.actors.models import Actor
from groundswell.challenges.actions._folds import carry_folds, return_folds
from groundswell.challenges.models import Idea, Merge, Stage, Support
from groundswell.challenges.rules import AUTHORS, family_of
from groundswell.conversations.models import Contribution, Link, Message, TopicFollow

MADE_HERE = Contribution.Role.MERGED_FROM


def join(source: Idea, survivor: Idea, *, by: Actor, reason: str) -> Merge:
    """Puts a standing idea, with all that was combined into it, into another."""
    link = Link(kind=Link.Kind.COMBINED_INTO, origin=source.topic, target=survivor.topic, by=by)
    link.at = moment()
    link.save(force_insert=True)
    made = {
        "link": link.id,
        "credits": _credit(source, survivor),
        "follows": _follow(source, survivor),
        **carry_folds(source, survivor),
    }
    merge = Merge(source=source, survivor=survivor, by=by, reason=reason, at=moment(), made=made)
    merge.save(force_insert=True)
    Idea.objects.filter(root=source).update(root=survivor)
    Idea.objects.filter(topic=source.topic_id).update(merged_into=survivor, root=survivor)
    count_in_stage(source.stage_id, -1)
    return merge


def part(merge: Merge, source: Idea, below: Iterable[int]) -> None:
    """Takes a combined idea out again, with what had been combined into it (`below`)."""
    Idea.objects.filter(topic=source.topic_id).update(merged_into=None, root=None)
    Idea.objects.filter(topic__in=list(below)).update(root=source)
    Link.objects.filter(id=merge.made["link"]).delete()
    _release_credits(merge, merge.made["credits"])
    _release_follows(merge, merge.made["follows"])
    return_folds(merge, source)
    count_in_stage(source.stage_id, 1)


def count_support(idea: Idea) -> None:
    """People who support it or anything combined into it, each once."""
    given = Support.objects.filter(idea__in=family_of(idea).values("topic"))
    people = given.values("actor").distinct().count()
    Idea.objects.filter(topic=idea.topic_id).update(support_count=people)


def count_in_stage(stage_id: int, more: int) -> None:
    """Counts an idea in or out of its stage."""
    Stage.objects.filter(id=stage_id).update(idea_count=F("idea_count") + more)


def _credit(source: Idea, survivor: Idea) -> list[int]:
    """Credits the authors of the one with a part in the other; gives the rows it made."""
    has = Contribution.objects.filter(topic=survivor.topic_id, role=MADE_HERE)
    known = set(has.values_list("actor_id", flat=True))
    rows = [
        Contribution(
            topic=survivor.topic, actor_id=actor, role=MADE_HERE, message_id=by, at=moment()
        )
        for actor, by in _authors([source.topic_id]).items()
        if actor not in known
    ]
    Contribution.objects.bulk_create(rows)
    return [row.id for row in rows]


def _authors(
    topics: list[int], among: Iterable[int] | None = None, *, before: int | None = None
) -> dict[int, int | None]:
    """Who wrote one of these topics, each with the message that shows it. Ids order by time: who
    became one after a merge (`before`) was not credited by it."""
    rows = Contribution.objects.filter(topic__in=topics, role__in=AUTHORS)
    if among is not None:
        rows = rows.filter(actor__in=list(among))
    if before is not None:
        rows = rows.filter(id__lt=before)
    found: dict[int, int | None] = {}
    for actor, message in rows.order_by("id").values_list("actor_id", "message_id"):
        found.setdefault(actor, message)
    return found


def _follow(source: Idea, survivor: Idea) -> dict[str, str]:
    """Whoever follows the one follows the other, as they did; gives the rows it made."""
    known = set(survivor.topic.follows.values_list("actor_id", flat=True))
    rows = [
        TopicFollow(topic=survivor.topic, actor_id=actor, level=level, created_at=moment())
        for actor, level in source.topic.follows.order_by("id").values_list("actor_id", "level")
        if actor not in known
    ]
    TopicFollow.objects.bulk_create(rows)
    return {str(row.id): row.level for row in rows}


def _others(merge: Merge) -> list[Merge]:
    """What else is combined into the same idea, in order of time."""
    standing = Merge.objects.filter(survivor=merge.survivor_id, undone_at=None)
    return list(standing.exclude(id=merge.id).order_by("id"))


def _above(merge: Merge) -> Merge | None:
    """The merge by which the survivor itself went into another idea."""
    return Merge.objects.filter(source=merge.survivor_id, undone_at=None).first()


def _keep(merge: Merge) -> None:
    merge.save(update_fields=["made"])


def _release_credits(merge: Merge, ids: list[int]) -> None:
    rows = list(Contribution.objects.filter(id__in=ids))
    if not rows:
        return
    left = {row.actor_id: row for row in rows}
    for other in _others(merge):
        heirs = _authors([other.source_id], left, before=other.id)
        for actor, message in heirs.items():
            row = left.pop(actor)
            other.made["credits"].append(row.id)
            Contribution.objects.filter(id=row.id).update(message=message)
        if heirs:
            _keep(other)
    Contribution.objects.filter(id__in=[row.id for row in left.values()]).delete()
    above = _above(merge)
    if above is not None and left:
        gone = set(left) - set(_authors([merge.survivor_id], left))
        mine = Contribution.objects.filter(id__in=above.made["credits"], actor__in=gone)
        onward = list(mine.values_list("id", flat=True))
        above.made["credits"] = [at for at in above.made["credits"] if at not in onward]
        _keep(above)
        _release_credits(above, onward)


def _release_follows(merge: Merge, made: dict[str, str]) -> None:
    """A follow that its owner changed or wrote for since is theirs and stays."""
    rows = TopicFollow.objects.filter(id__in=[int(at) for at in made])
    left = {row.actor_id: row for row in rows if row.level == made[str(row.id)]}
    for actor in _wrote(merge.survivor_id, left):
        del left[actor]
    for other in _others(merge):
        heirs = TopicFollow.objects.filter(
            topic=other.source_id, actor__in=list(left), id__lt=other.id
        )
        found = list(heirs.values_list("actor_id", "level"))
        for actor, level in found:
            row = left.pop(actor)
            other.made["follows"][str(row.id)] = level
            TopicFollow.objects.filter(id=row.id).update(level=level)
        if found:
            _keep(other)
    TopicFollow.objects.filter(id__in=[row.id for row in left.values()]).delete()
    above = _above(merge)
    if above is not None and left:
        made_above = above.made["follows"]
        mine = TopicFollow.objects.filter(id__in=[int(at) for at in made_above], actor__in=left)
        onward = {str(at): made_above.pop(str(at)) for at in mine.values_list("id", flat=True)}
        _keep(above)
        _release_follows(above, onward)


def _wrote(topic_id: int, follows: dict[int, TopicFollow]) -> set[int]:
    """Who of these people said something in the topic after the follow was made for them."""
    said = Message.objects.filter(topic=topic_id, author__in=list(follows))
    times = said.exclude(kind=Message.Kind.NOTE).values_list("author_id", "published_at")
    return {author for author, at in times if at >= follows[author].created_at}
