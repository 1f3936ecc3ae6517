"""Who speaks about what, and who shares a theme without having met."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.challenges.engine import EngineError, Unmet, breakdown, unmet

THEME = np.array([0, 0, 0, 1, 1, 1, 1, -1])
SECTOR = ["health", "health", "schools", "schools", "schools", "schools", "", "health"]


def test_counts_stand_beside_what_is_expected():
    table = breakdown(THEME, SECTOR, themes=2)

    assert table.sectors == ("health", "schools")
    assert table.count.tolist() == [[2, 1], [0, 3]]
    assert table.expected.tolist() == [[1, 2], [1, 2]]
    assert table.ratio.tolist() == [[2, 0.5], [0, 1.5]]
    assert table.residual[0, 0] == pytest.approx(1 / (1 * 0.5 * (2 / 3)) ** 0.5)
    assert table.telling() == []


def test_telling_sectors_come_clearest_first():
    theme = np.repeat([0, 1], 100)
    sector = ["a"] * 80 + ["b"] * 20 + ["a"] * 30 + ["b"] * 70

    assert breakdown(theme, sector, themes=2).telling() == [(0, "a"), (1, "b")]


def test_texts_without_theme_or_sector_are_nothing():
    assert breakdown(np.array([], np.int64), [], themes=0).count.shape == (0, 0)
    assert breakdown(np.array([-1, 0]), ["a", ""], themes=1).count.tolist() == [[0]]
    with pytest.raises(EngineError):
        breakdown(THEME, ["a"], themes=2)


PEOPLE = ["health"] * 3 + ["schools"] * 4 + [""]
AUTHOR = np.array([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 6, 7])
SPOKEN = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0])


def pairs(*met):
    both = np.array(met, np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def test_sectors_that_share_a_theme_and_never_met_are_found():
    # 2 and 6 met: both speak of theme 1. 0 and 1 are of one sector.
    found = unmet(SPOKEN, AUTHOR, sector=PEOPLE, pairs=pairs((6, 2), (2, 6), (0, 1)))

    assert found == [
        Unmet(
            theme=0,
            sectors=("health", "schools"),
            people=(3, 3),
            share=(1.0, 0.75),
            possible=9,
            usual=1 / 12,
        )
    ]


def test_few_people_are_not_their_sector():
    assert unmet(SPOKEN, AUTHOR, sector=PEOPLE, pairs=pairs(), least=4) == []
    assert [each.theme for each in unmet(SPOKEN, AUTHOR, sector=PEOPLE, pairs=pairs())] == [1, 0]
    assert unmet(np.array([], int), np.array([], int), sector=[], pairs=pairs()) == []


def test_author_without_a_place_is_refused():
    with pytest.raises(EngineError):
        unmet(SPOKEN, AUTHOR, sector=["a"], pairs=pairs())


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_unmet_equals_counting_by_hand(data):
    people = data.draw(st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=1, max_size=9))
    person = st.integers(0, len(people) - 1)
    rows = data.draw(st.lists(st.tuples(st.integers(-1, 2), person), max_size=25))
    met = data.draw(st.lists(st.tuples(person, person), max_size=10))
    theme = np.array([row[0] for row in rows], np.int64)
    author = np.array([row[1] for row in rows], np.int64)

    found = unmet(theme, author, sector=people, pairs=pairs(*met), least=1)

    expected = set()
    for number in {number for number in theme.tolist() if number >= 0}:
        inside = {who for spoken, who in rows if spoken == number}
        for one, other in (("a", "b"), ("a", "c"), ("b", "c")):
            left = {who for who in inside if people[who] == one}
            right = {who for who in inside if people[who] == other}
            crossed = any({*pair} & left and {*pair} & right for pair in met)
            if left and right and not crossed:
                expected.add((number, one, other, len(left), len(right)))
    assert {(each.theme, *each.sectors, *each.people) for each in found} == expected
