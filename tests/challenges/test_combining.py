"""Combining ideas, and taking them apart again: who may, what it does, what it says."""

from collections.abc import Callable

import pytest

from groundswell.activity.models import Activity
from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.challenges.actions import (
    NewIdea,
    combine_ideas,
    support_idea,
    undo_merge,
    withdraw_support,
)
from groundswell.challenges.models import Challenge, Idea, Merge, Stage, Support
from groundswell.conversations.actions import follow_topic, post_reply
from groundswell.conversations.models import Contribution, Link, Message, TopicFollow
from groundswell.core.errors import Conflict, DomainError, Invalid, Refused
from groundswell.notifications.models import Notification
from groundswell.spaces.models import Space
from tests import factories
from tests.challenges.combining import state


@pytest.fixture
def floods(ada: Actor, meadow: Space, cyn: Actor) -> Challenge:
    factories.member(cyn, meadow)
    return factories.challenge(ada, meadow, title="Dry cellars")


@pytest.fixture
def willows(ben: Actor, floods: Challenge) -> Idea:
    return factories.idea(ben, floods, title="Willows")


@pytest.fixture
def ponds(cyn: Actor, floods: Challenge) -> Idea:
    return factories.idea(cyn, floods, title="Ponds")


@pytest.fixture
def roofs(cyn: Actor, floods: Challenge) -> Idea:
    return factories.idea(cyn, floods, title="Roofs")


def fresh(idea: Idea) -> Idea:
    return Idea.objects.select_related("topic__space__actor", "stage", "root__topic").get(
        topic=idea.topic_id
    )


def merge_of(source: Idea) -> Merge:
    return Merge.objects.get(source=source, undone_at=None)


def credited(idea: Idea) -> list[tuple[str, str]]:
    rows = Contribution.objects.filter(topic=idea.topic_id).order_by("actor__handle", "role")
    return list(rows.values_list("actor__handle", "role"))


def test_combining_unites_supporters_followers_and_credit(
    ada: Actor, ben: Actor, cyn: Actor, willows: Idea, ponds: Idea
) -> None:
    for person, idea in ((ada, willows), (ada, ponds), (cyn, ponds), (ben, willows)):
        support_idea(actor=person, idea=idea)
    into = combine_ideas(actor=ada, survivor=willows, sources=[ponds], reason="Both hold water")
    source, stage = fresh(ponds), Stage.objects.get(id=willows.stage_id)

    assert (into.topic_id, into.support_count) == (willows.topic_id, 3)
    assert (source.merged_into_id, source.root_id) == (willows.topic_id, willows.topic_id)
    assert stage.idea_count == 1
    assert credited(willows) == [("ben", "author"), ("cyn", "merged_from")]
    assert credited(ponds) == [("cyn", "author")]
    assert set(willows.topic.follows.values_list("actor__handle", flat=True)) == {"ben", "cyn"}
    assert list(Link.objects.values_list("kind", "origin_id", "target_id")) == [
        ("combined_into", ponds.topic_id, willows.topic_id)
    ]


def test_combining_is_said_in_both_conversations_and_told_to_authors(
    ada: Actor, ben: Actor, cyn: Actor, willows: Idea, ponds: Idea
) -> None:
    combine_ideas(actor=ada, survivor=willows, sources=[ponds], reason="Both hold water")
    project_pending()
    told = Notification.objects.filter(kind="challenges.ideas_combined").order_by("recipient")
    notes = Message.objects.filter(kind=Message.Kind.NOTE).order_by("topic__title")

    away = f"Ada combined this idea into [Willows](/t/{willows.topic_id}/). "
    away += "The conversation goes on there. The reason: Both hold water"
    here = f"Ada combined [Ponds](/t/{ponds.topic_id}/) into this idea. "
    here += "The reason: Both hold water"
    assert dict(notes.values_list("topic__title", "text")) == {"Ponds": away, "Willows": here}
    assert set(told.values_list("recipient__handle", "reason")) == {
        ("ben", "idea"),
        ("cyn", "credit"),
    }


def test_undoing_leaves_what_was_there_before(
    ada: Actor, ben: Actor, cyn: Actor, willows: Idea, ponds: Idea
) -> None:
    support_idea(actor=ada, idea=willows)
    support_idea(actor=ada, idea=ponds)
    follow_topic(actor=ada, topic=ponds.topic, level="all")
    before = state()
    combine_ideas(actor=ada, survivor=willows, sources=[ponds])
    undo_merge(actor=ada, merge=merge_of(ponds), reason="They differ")

    assert state() == before
    assert Merge.objects.get().undone_by == ada


def test_alerts_of_a_combining_that_was_undone_go(
    ada: Actor, ben: Actor, cyn: Actor, willows: Idea, ponds: Idea, roofs: Idea
) -> None:
    told = Notification.objects.filter(kind="challenges.ideas_combined")
    combine_ideas(actor=ada, survivor=willows, sources=[ponds])
    project_pending()
    first = set(told.values_list("recipient__handle", flat=True))
    undo_merge(actor=ada, merge=merge_of(ponds), reason="They differ")
    project_pending()
    after_one = told.count()
    combine_ideas(actor=ada, survivor=fresh(willows), sources=[fresh(ponds), fresh(roofs)])
    undo_merge(actor=ada, merge=merge_of(ponds), reason="They differ")
    project_pending()

    assert (first, after_one) == ({"ben", "cyn"}, 0)
    assert told.filter(recipient=cyn).count() == 1


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0], [0, 2, 1]])
def test_nested_merges_are_undone_in_any_order(
    ada: Actor, ben: Actor, willows: Idea, ponds: Idea, roofs: Idea, order: list[int]
) -> None:
    both = factories.idea(ada, willows.challenge, title="Both")
    for person, idea in ((ben, ponds), (ben, roofs), (ada, willows), (ada, roofs)):
        support_idea(actor=person, idea=idea)
    before = state()
    for survivor, source in ((willows, ponds), (both, willows), (both, roofs)):
        combine_ideas(actor=ada, survivor=survivor, sources=[source])
    whole = fresh(both)
    merges = list(Merge.objects.order_by("id"))
    for place in order:
        undo_merge(actor=ada, merge=merges[place], reason="They differ")

    assert whole.support_count == 2
    assert state() == before


def test_inner_merge_is_undone_while_the_outer_stands(
    ada: Actor, cyn: Actor, floods: Challenge, willows: Idea, ponds: Idea
) -> None:
    both = factories.idea(ada, floods, title="Both")
    support_idea(actor=cyn, idea=ponds)
    combine_ideas(actor=ada, survivor=willows, sources=[ponds])
    combine_ideas(actor=ada, survivor=both, sources=[willows])
    undo_merge(actor=ada, merge=merge_of(ponds), reason="They differ")

    assert credited(both) == [("ada", "author"), ("ben", "merged_from")]
    assert credited(willows) == [("ben", "author")]
    assert set(both.topic.follows.values_list("actor__handle", flat=True)) == {"ada", "ben"}
    assert [fresh(idea).support_count for idea in (both, ponds)] == [0, 1]
    assert fresh(ponds).root_id is None


def test_support_while_combined_stays_where_it_was_given(
    ada: Actor, ben: Actor, cyn: Actor, willows: Idea, ponds: Idea
) -> None:
    combine_ideas(actor=ada, survivor=willows, sources=[ponds])
    standing = support_idea(actor=ben, idea=fresh(ponds))
    with pytest.raises(Conflict, match="You support this idea already"):
        support_idea(actor=ben, idea=fresh(willows))
    support_idea(actor=cyn, idea=fresh(willows))
    counted = fresh(willows).support_count
    undo_merge(actor=ada, merge=merge_of(ponds), reason="They differ")

    assert (standing.topic_id, counted) == (willows.topic_id, 2)
    assert [fresh(idea).support_count for idea in (willows, ponds)] == [1, 1]


def test_support_is_taken_back_from_everything_that_was_combined(
    ada: Actor, ben: Actor, willows: Idea, ponds: Idea
) -> None:
    support_idea(actor=ben, idea=willows)
    support_idea(actor=ben, idea=ponds)
    combine_ideas(actor=ada, survivor=willows, sources=[ponds])
    withdraw_support(actor=ben, idea=fresh(willows))

    assert (fresh(willows).support_count, Support.objects.count()) == (0, 0)


def test_follow_that_somebody_made_their_own_stays(
    ada: Actor, ben: Actor, cyn: Actor, willows: Idea, ponds: Idea
) -> None:
    follow_topic(actor=ada, topic=ponds.topic, level="normal")
    combine_ideas(actor=ada, survivor=willows, sources=[ponds])
    follow_topic(actor=ada, topic=willows.topic, level="all")
    post_reply(actor=cyn, topic=fresh(willows).topic, text="And now both.")
    undo_merge(actor=ada, merge=merge_of(ponds), reason="They differ")
    left = TopicFollow.objects.filter(topic=willows.topic_id)

    assert set(left.values_list("actor__handle", "level")) == {
        ("ada", "all"),
        ("ben", "normal"),
        ("cyn", "normal"),
    }


def test_combining_into_a_new_idea(
    ada: Actor, ben: Actor, cyn: Actor, floods: Challenge, willows: Idea, ponds: Idea
) -> None:
    support_idea(actor=cyn, idea=willows)
    new = NewIdea(title="Hold the water", text="Willows around ponds.")
    into = combine_ideas(actor=ada, survivor=new, sources=[willows, ponds])
    floods.refresh_from_db()

    assert into.topic.title == "Hold the water"
    assert (into.support_count, floods.idea_count) == (1, 3)
    assert Stage.objects.get(id=willows.stage_id).idea_count == 1
    assert credited(into) == [("ada", "author"), ("ben", "merged_from"), ("cyn", "merged_from")]
    assert Activity.objects.filter(kind="challenges.ideas_combined").get().data["sources"] == [
        str(willows.topic_id),
        str(ponds.topic_id),
    ]


def test_folds_go_along_and_come_back(
    ada: Actor, floods: Challenge, willows: Idea, ponds: Idea, roofs: Idea
) -> None:
    twin = factories.idea(ada, floods, title="Ponds too")
    Idea.objects.filter(topic=twin.topic_id).update(folded_under=ponds)
    Idea.objects.filter(topic=ponds.topic_id).update(fold_size=2)
    before = state()
    combine_ideas(actor=ada, survivor=willows, sources=[ponds])
    together = (fresh(twin).folded_under_id, fresh(willows).fold_size, fresh(ponds).fold_size)
    undo_merge(actor=ada, merge=merge_of(ponds), reason="They differ")

    assert together == (willows.topic_id, 2, 1)
    assert state() == before


def test_idea_that_was_combined_already_is_refused_with_where_it_is(
    ada: Actor, willows: Idea, ponds: Idea, roofs: Idea
) -> None:
    combine_ideas(actor=ada, survivor=willows, sources=[ponds])
    sentence = "“Ponds” was combined into “Willows” already. Open that one instead."

    for survivor, source in ((roofs, ponds), (ponds, roofs)):
        with pytest.raises(Conflict) as refused:
            combine_ideas(actor=ada, survivor=fresh(survivor), sources=[fresh(source)])
        assert str(refused.value) == sentence


@pytest.mark.parametrize("sources", [[], ["willows"], ["ponds", "willows"]])
def test_two_different_ideas_are_needed(
    ada: Actor, willows: Idea, ponds: Idea, sources: list[str]
) -> None:
    named = {"willows": willows, "ponds": ponds}
    with pytest.raises(Invalid, match="at least two different ideas"):
        combine_ideas(actor=ada, survivor=willows, sources=[named[name] for name in sources])


def test_authors_of_all_combine_and_others_do_not(
    ben: Actor, cyn: Actor, willows: Idea, ponds: Idea, roofs: Idea
) -> None:
    with pytest.raises(Refused, match="whoever runs their challenge, or by an author of all"):
        combine_ideas(actor=cyn, survivor=willows, sources=[ponds])
    into = combine_ideas(actor=cyn, survivor=ponds, sources=[roofs])

    assert into.topic_id == ponds.topic_id


def test_authors_combine_only_while_ideas_are_still_changed(
    cyn: Actor, ponds: Idea, roofs: Idea
) -> None:
    Stage.objects.filter(id=ponds.stage_id).update(opens="comment")
    with pytest.raises(Conflict, match="No changes are suggested"):
        combine_ideas(actor=cyn, survivor=ponds, sources=[roofs])


def test_author_takes_their_idea_out_again_and_strangers_do_not(
    ada: Actor, ben: Actor, cyn: Actor, willows: Idea, ponds: Idea
) -> None:
    combine_ideas(actor=ada, survivor=willows, sources=[ponds])
    with pytest.raises(Refused, match="undone by who combined it"):
        undo_merge(actor=ben, merge=merge_of(ponds), reason="Mine alone")
    with pytest.raises(Invalid):
        undo_merge(actor=cyn, merge=merge_of(ponds), reason=" ")
    merge = merge_of(ponds)
    undo_merge(actor=cyn, merge=merge, reason="Ponds are no willows")
    with pytest.raises(Conflict, match="“Ponds” was taken out again already"):
        undo_merge(actor=cyn, merge=merge, reason="Once more")


def elsewhere(ada: Actor, **fields: str) -> Idea:
    space = factories.space(ada, "heath", name="The Heath", **fields)
    return factories.idea(ada, factories.challenge(ada, space), title="Heather")


def test_ideas_of_two_challenges_are_combined_where_the_terms_are_the_same(
    ada: Actor, willows: Idea
) -> None:
    heather = elsewhere(ada)
    before = state()
    combine_ideas(actor=ada, survivor=willows, sources=[heather])
    left = Stage.objects.get(id=heather.stage_id).idea_count
    undo_merge(actor=ada, merge=merge_of(heather), reason="Other soil")

    assert left == 0
    assert state() == before


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"licence": "CC-BY-4.0"}, "under different licences"),
        ({"visibility": "members"}, "not read by the same people"),
    ],
)
def test_spaces_with_other_terms_keep_their_ideas(
    ada: Actor, willows: Idea, fields: dict[str, str], sentence: str
) -> None:
    with pytest.raises(DomainError, match=sentence):
        combine_ideas(actor=ada, survivor=willows, sources=[elsewhere(ada, **fields)])


def test_idea_comes_back_to_a_stage_that_is_still_there(
    ada: Actor, floods: Challenge, willows: Idea, ponds: Idea
) -> None:
    combine_ideas(actor=ada, survivor=willows, sources=[ponds])
    later = floods.stages.get(position=1)
    Idea.objects.filter(topic=willows.topic_id).update(stage=later)
    Stage.objects.filter(id=later.id).update(idea_count=1)
    Stage.objects.filter(id=ponds.stage_id).update(idea_count=0, retired_at=ada.created_at)
    undo_merge(actor=ada, merge=merge_of(ponds), reason="They differ")

    assert fresh(ponds).stage_id == later.id
    assert Stage.objects.get(id=later.id).idea_count == 2


def test_merge_of_closed_spaces_is_not_seen_by_strangers(
    burrow: Space, ada: Actor, cyn: Actor, as_: Callable
) -> None:
    challenge = factories.challenge(ada, burrow)
    one, two = factories.idea(ada, challenge), factories.idea(ada, challenge)
    combine_ideas(actor=ada, survivor=one, sources=[two])

    assert as_(cyn).get(f"/t/{two.topic_id}/").status_code == 404
