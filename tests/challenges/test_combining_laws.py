"""Whatever is combined and taken apart, in any order: counts are right, and nothing is left."""

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from hypothesis import strategies as st

from groundswell.challenges.models import Idea, Stage, Support
from groundswell.conversations.models import Contribution, Link, TopicFollow
from tests.challenges.combining import ACTS, MERGING, Step, a_world, histories

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

random_steps = how(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@random_steps
@given(histories(ACTS + MERGING))
def test_counts_credits_and_links_are_right_after_every_step(history: list[Step]) -> None:
    with a_world() as world:
        world.run(history, check=True)


@random_steps
@given(histories(ACTS + MERGING), st.integers(0, 50))
def test_after_undoing_every_merge_it_is_as_if_there_had_been_none(
    history: list[Step], order: int
) -> None:
    with a_world() as world:
        world.run(history)
        world.undo_all(order)
        kept = world.account

        assert set(Support.objects.values_list("idea_id", "actor_id")) == kept.supports
        assert dict(Idea.objects.values_list("topic_id", "support_count")) == {
            idea: sum(given == idea for given, _actor in kept.supports)
            for idea in Idea.objects.values_list("topic_id", flat=True)
        }
        topics = Idea.objects.values("topic")
        follows = TopicFollow.objects.filter(topic__in=topics)
        assert set(follows.values_list("topic_id", "actor_id", "level")) == kept.follows
        assert Link.objects.count() == 0
        assert set(Contribution.objects.values_list("role", flat=True)) == {"author"}
        assert sum(stage.idea_count for stage in Stage.objects.all()) == Idea.objects.count()
