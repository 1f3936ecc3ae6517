"""Support and merges at the same instant, each on a connection of its own: every count is exact."""

from collections.abc import Callable

import pytest

from groundswell.actors.models import Actor
from groundswell.challenges.actions import combine_ideas, support_idea, undo_merge, withdraw_support
from groundswell.challenges.models import Idea, Merge, Stage, Support
from groundswell.core.errors import Conflict
from groundswell.spaces.models import Membership
from tests import factories
from tests.challenges.combining import require_sound
from tests.racing import together

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("real_database"),
]
CROWD = 20
MANY = 200


@pytest.fixture
def ada(real_database: None) -> Actor:
    return factories.person("ada")


@pytest.fixture
def ideas(ada: Actor) -> list[Idea]:
    challenge = factories.challenge(ada, factories.space(ada, "meadow"))
    return [factories.idea(ada, challenge, title=name) for name in ("One", "Two", "Three")]


def people(idea: Idea, many: int) -> list[Actor]:
    found = [factories.person() for _ in range(many)]
    Membership.objects.bulk_create(
        Membership(space=idea.topic.space, actor=person) for person in found
    )
    return found


def own(idea: Idea) -> Idea:
    """A copy, as each request reads its own."""
    related = ("topic__space__actor", "topic__author", "stage", "challenge__topic", "root__topic")
    return Idea.objects.select_related(*related).get(topic=idea.topic_id)


def supporting(person: Actor, idea: Idea) -> Callable[[], Idea]:
    return lambda: support_idea(actor=person, idea=own(idea))


def combining(person: Actor, survivor: Idea, source: Idea) -> Callable[[], Idea]:
    return lambda: combine_ideas(actor=person, survivor=own(survivor), sources=[own(source)])


def test_two_hundred_people_support_at_once_and_two_hundred_are_counted(ideas: list[Idea]) -> None:
    crowd = people(ideas[0], MANY)

    done = []
    for start in range(0, MANY, 50):
        done += together([supporting(person, ideas[0]) for person in crowd[start : start + 50]])

    assert {type(one) for one in done} == {Idea}
    assert (own(ideas[0]).support_count, Support.objects.count()) == (MANY, MANY)


def test_twenty_clicks_of_one_person_support_once(ideas: list[Idea]) -> None:
    [ben] = people(ideas[0], 1)

    done = together([supporting(ben, ideas[0]) for _ in range(CROWD)])

    assert sorted(type(one).__name__ for one in done) == ["Conflict"] * (CROWD - 1) + ["Idea"]
    assert own(ideas[0]).support_count == 1


def test_support_during_a_merge_is_neither_lost_nor_doubled(ada: Actor, ideas: list[Idea]) -> None:
    crowd = people(ideas[0], CROWD)
    both = [supporting(person, idea) for person in crowd for idea in ideas[:2]]

    done = together([*both[:CROWD], combining(ada, ideas[0], ideas[1]), *both[CROWD:]])
    together_count = own(ideas[0]).support_count
    undo_merge(actor=ada, merge=Merge.objects.get(), reason="They differ")

    assert {type(one) for one in done} <= {Idea, Conflict}
    assert together_count == CROWD
    given = Support.objects.all()
    assert [own(idea).support_count for idea in ideas[:2]] == [
        given.filter(idea=idea).count() for idea in ideas[:2]
    ]


def test_support_taken_back_during_a_merge_is_gone(ada: Actor, ideas: list[Idea]) -> None:
    crowd = people(ideas[0], CROWD // 2)
    for person in crowd:
        support_idea(actor=person, idea=own(ideas[1]))
    taking = [lambda p=p: withdraw_support(actor=p, idea=own(ideas[1])) for p in crowd]

    done = together([*taking[:5], combining(ada, ideas[0], ideas[1]), *taking[5:]])

    assert {type(one) for one in done} == {Idea}
    assert (own(ideas[0]).support_count, Support.objects.count()) == (0, 0)


def test_two_stewards_combine_the_same_idea_and_one_is_told(ada: Actor, ideas: list[Idea]) -> None:
    [bea] = people(ideas[0], 1)
    Membership.objects.filter(actor=bea).update(role=Membership.Role.STEWARD)

    done = together([combining(ada, ideas[0], ideas[1]), combining(bea, ideas[2], ideas[1])])
    [refusal] = [one for one in done if isinstance(one, Exception)]
    into = own(ideas[1]).root

    assert into is not None
    assert str(refusal) == (
        f"“Two” was combined into “{into.topic.title}” already. Open that one instead."
    )
    assert Merge.objects.count() == 1


def test_two_ideas_are_not_combined_into_each_other(ada: Actor, ideas: list[Idea]) -> None:
    one, two, three = ideas

    together([combining(ada, one, two), combining(ada, two, three), combining(ada, three, one)])
    merged = Idea.objects.exclude(merged_into=None).count()

    assert merged == Merge.objects.count()
    assert Stage.objects.get(id=one.stage_id).idea_count == 3 - merged > 0
    require_sound()


def test_undoing_twice_at_once_undoes_once(ada: Actor, ideas: list[Idea]) -> None:
    combine_ideas(actor=ada, survivor=ideas[0], sources=[ideas[1]])
    merge = Merge.objects.get()

    done = together([lambda: undo_merge(actor=ada, merge=merge, reason="No")] * 2)

    assert sorted(type(one).__name__ for one in done) == ["Conflict", "Idea"]
    assert Stage.objects.get(id=ideas[0].stage_id).idea_count == 3
    require_sound()
