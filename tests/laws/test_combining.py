"""Merge, then unmerge: every count is restored, however merges were nested and undone."""

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from hypothesis import strategies as st

from groundswell.challenges.models import Merge
from tests.challenges.combining import ACTS, Step, a_world, histories, state

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@how(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    histories([act for act in ACTS if act != "fold"]),
    histories(["combine"], most=8),
    st.integers(0, 50),
)
def test_merge_then_unmerge_restores_every_count(
    before: list[Step], merging: list[Step], order: int
) -> None:
    with a_world() as world:
        world.run(before)
        once = state()
        world.run(merging)
        world.undo_all(order)

        assert state() == once
        assert not Merge.objects.filter(undone_at=None).exists()
