"""A world in which ideas are supported, followed, combined and taken apart at random, and a plain
account in Python of what there would be if nothing had ever been combined."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from hypothesis import strategies as st

from groundswell.activity.log import AlreadyDone
from groundswell.actors.models import Actor
from groundswell.challenges.actions import (
    NewIdea,
    combine_ideas,
    support_idea,
    undo_merge,
    withdraw_support,
)
from groundswell.challenges.models import Challenge, Idea, Merge, Stage, Support
from groundswell.challenges.rules import AUTHORS
from groundswell.conversations.actions import follow_topic
from groundswell.conversations.models import Contribution, Link, TopicFollow
from groundswell.core.errors import DomainError
from groundswell.spaces.models import Space
from tests import factories

Step = tuple[str, int, int, int]
ACTS = ["support", "support", "support", "withdraw", "follow", "unfollow", "share", "move", "fold"]
MERGING = ["combine", "combine", "combine", "combine_anew", "undo", "undo"]
OWN = (Contribution.Role.AUTHOR, Contribution.Role.CO_AUTHOR)


def histories(acts: list[str], *, most: int = 24) -> st.SearchStrategy[list[Step]]:
    """Steps of these kinds; the numbers say who, which idea, and which other or how."""
    small = st.integers(0, 30)
    step = st.tuples(st.sampled_from(acts), small, small, small)
    return st.lists(step, min_size=4, max_size=most)


@dataclass
class Account:
    """What people did, as if nothing had been combined."""

    supports: set[tuple[int, int]] = field(default_factory=set)
    follows: set[tuple[int, int, str]] = field(default_factory=set)


class World:
    """Five people, a challenge, and a few ideas by some of them."""

    def __init__(self) -> None:
        self.people = [factories.person(name) for name in ("ada", "ben", "cyn", "dee", "eve")]
        self.space: Space = factories.space(self.people[0], "meadow")
        for person in self.people[1:]:
            factories.member(person, self.space)
        self.challenge: Challenge = factories.challenge(self.people[0], self.space)
        self.stages = list(self.challenge.stages.all()[:2])
        self.account = Account()
        for person in self.people[:4]:
            self.share(person, 0, 0)

    def run(self, history: list[Step], *, check: bool = False) -> None:
        for act, who, which, how in history:
            try:
                with transaction.atomic():
                    getattr(self, act)(self.people[who % len(self.people)], which, how)
            except (DomainError, AlreadyDone, LookupError):
                continue
            if check:
                require_sound()

    def idea(self, which: int, **wanted: Any) -> Idea:
        rows = Idea.objects.select_related("topic__space__actor", "topic__author", "stage", "root")
        ideas = list(rows.filter(**wanted).order_by("topic"))
        if not ideas:
            raise LookupError
        return ideas[which % len(ideas)]

    def share(self, who: Actor, which: int, how: int) -> None:
        if Idea.objects.count() < 7:
            idea = factories.idea(who, self.challenge)
            self.account.follows.add((idea.topic_id, who.id, "normal"))

    def support(self, who: Actor, which: int, how: int) -> None:
        idea = self.idea(which)
        support_idea(actor=who, idea=idea)
        self.account.supports.add((idea.topic_id, who.id))

    def withdraw(self, who: Actor, which: int, how: int) -> None:
        given = list(Support.objects.select_related("actor").order_by("id"))
        if not given:
            raise LookupError
        who = given[which % len(given)].actor
        idea = self.idea(0, topic=given[which % len(given)].idea_id)
        family = families()[top_of(idea.topic_id)]
        withdraw_support(actor=who, idea=idea)
        self.account.supports -= {(member, who.id) for member in family}

    def follow(self, who: Actor, which: int, how: int) -> None:
        idea, level = self.idea(which), ["quiet", "normal", "all"][how % 3]
        if TopicFollow.objects.filter(topic=idea.topic_id, actor=who).exists():
            raise LookupError
        follow_topic(actor=who, topic=idea.topic, level=level)
        self.account.follows.add((idea.topic_id, who.id, level))

    def unfollow(self, who: Actor, which: int, how: int) -> None:
        idea = self.idea(which)
        follow_topic(actor=who, topic=idea.topic, level="none")
        mine = {one for one in self.account.follows if one[:2] == (idea.topic_id, who.id)}
        self.account.follows -= mine

    def move(self, who: Actor, which: int, how: int) -> None:
        idea, to = self.idea(which, merged_into=None), self.stages[how % 2]
        Idea.objects.filter(topic=idea.topic_id).update(stage=to)
        Stage.objects.filter(id=idea.stage_id).update(idea_count=F("idea_count") - 1)
        Stage.objects.filter(id=to.id).update(idea_count=F("idea_count") + 1)

    def fold(self, who: Actor, which: int, how: int) -> None:
        head, idea = self.idea(which), self.idea(how)
        alone = not idea.folds.exists() and idea.folded_under_id is None
        shown = head.folded_under_id is None
        standing = head.merged_into_id is None and idea.merged_into_id is None
        if alone and shown and standing and head != idea:
            Idea.objects.filter(topic=idea.topic_id).update(folded_under=head)
            Idea.objects.filter(topic=head.topic_id).update(fold_size=F("fold_size") + 1)

    def combine(self, who: Actor, which: int, how: int) -> None:
        survivor = self.idea(which, merged_into=None)
        sources = [self.idea(how, merged_into=None)]
        if how % 3 == 0:
            sources.append(self.idea(how // 2, merged_into=None))
        combine_ideas(actor=self.people[0], survivor=survivor, sources=sources)

    def combine_anew(self, who: Actor, which: int, how: int) -> None:
        sources = [self.idea(which), self.idea(how)]
        if Idea.objects.count() > 9:
            raise LookupError
        new = NewIdea(title="Both", text="The best of both.")
        idea = combine_ideas(actor=self.people[0], survivor=new, sources=sources)
        self.account.follows.add((idea.topic_id, self.people[0].id, "normal"))

    def undo(self, who: Actor, which: int, how: int) -> None:
        merges = list(Merge.objects.filter(undone_at=None).order_by("id"))
        if not merges:
            raise LookupError
        merge = merges[which % len(merges)]
        undo_merge(actor=self.people[0], merge=merge, reason="They differ")

    def undo_all(self, order: int) -> None:
        while Merge.objects.filter(undone_at=None).exists():
            self.undo(self.people[0], order, 0)
            order = order // 2 + 7


@contextmanager
def a_world() -> Iterator[World]:
    """A world that is gone afterwards."""
    with transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def top_of(topic: int) -> int:
    """What an idea ends in, going from merge to merge."""
    into = dict(Idea.objects.values_list("topic_id", "merged_into_id"))
    while into[topic] is not None:
        topic = into[topic]
    return topic


def families() -> dict[int, set[int]]:
    """Each standing idea with everything that ends in it."""
    found: dict[int, set[int]] = {}
    for topic in Idea.objects.values_list("topic_id", flat=True):
        found.setdefault(top_of(topic), set()).add(topic)
    return found


def require_sound() -> None:
    """What is kept is what counting afresh, the slow way, comes to."""
    kin = families()
    supports = list(Support.objects.values_list("idea_id", "actor_id"))
    people = {
        top: len({actor for idea, actor in supports if idea in family})
        for top, family in kin.items()
    }
    standing = Idea.objects.filter(merged_into=None)
    assert dict(standing.values_list("topic_id", "support_count")) == people
    assert set(Idea.objects.filter(root=None).values_list("topic_id", flat=True)) == set(kin)
    for top, family in kin.items():
        rooted = Idea.objects.filter(root=top).values_list("topic_id", flat=True)
        assert set(rooted) == family - {top}
    for stage in Stage.objects.all():
        assert stage.idea_count == standing.filter(stage=stage).count()
    for idea in Idea.objects.unfolded():
        assert idea.fold_size == 1 + Idea.objects.filter(folded_under=idea).count()
        assert not idea.folds.exclude(merged_into=None).exists()
    merged = Idea.objects.exclude(merged_into=None)
    pairs = set(merged.values_list("topic_id", "merged_into_id"))
    assert set(Link.objects.values_list("origin_id", "target_id")) == pairs
    assert (
        set(Merge.objects.filter(undone_at=None).values_list("source_id", "survivor_id")) == pairs
    )
    require_credited(pairs)


def require_credited(pairs: set[tuple[int, int]]) -> None:
    """Whoever wrote something that ended here is credited for it here, and nobody else."""
    held = list(Contribution.objects.values_list("topic_id", "actor_id", "role"))
    own = {(topic, actor) for topic, actor, role in held if role in OWN}
    due: set[tuple[int, int]] = set()
    while True:
        more = {
            (into, actor) for topic, into in pairs for (by, actor) in own | due if by == topic
        } - due
        if not more:
            break
        due |= more
    kept = [(topic, actor) for topic, actor, role in held if role in AUTHORS and role not in OWN]
    assert sorted(kept) == sorted(due)


def state(*, folds: bool = True) -> dict[str, Any]:
    """Every count, follow, credit, link and stage counter, as rows and not as ids of rows."""
    ideas = Idea.objects.order_by("topic")
    wanted = ["topic_id", "support_count", "stage_id", "merged_into_id", "root_id"]
    if folds:
        wanted += ["folded_under_id", "fold_size"]
    credit = Contribution.objects.values_list("topic_id", "actor_id", "role", "message_id")
    follows = TopicFollow.objects.values_list("topic_id", "actor_id", "level")
    return {
        "ideas": list(ideas.values_list(*wanted)),
        "supports": sorted(Support.objects.values_list("idea_id", "actor_id")),
        "credits": sorted(credit),
        "follows": sorted(follows),
        "links": sorted(Link.objects.values_list("kind", "origin_id", "target_id")),
        "stages": sorted(Stage.objects.values_list("id", "idea_count")),
        "challenges": sorted(Challenge.objects.values_list("topic_id", "idea_count")),
    }
