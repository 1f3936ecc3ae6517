"""New arrivals, one by one, against an index that can be put away."""

import random

import numpy as np
import pytest

from groundswell.challenges.engine import EngineError, Folder, fold
from groundswell.challenges.engine.folder import _MOST_WAITING

FIRST = [
    "More benches in the park",
    "more benches in the park!",
    "Open the library on Sundays",
]


def test_arrival_joins_the_group_of_its_leader():
    folder = Folder.of(FIRST, fold(FIRST))

    assert folder.add("MORE benches in the parks") == 0
    assert folder.add("please open the library on Sundays") == 1
    assert folder.add("A bus to the hospital") == 2
    assert folder.add("a bus to the hospitals") == 2
    assert len(folder) == 3


def test_near_tells_how_near_and_adds_nothing():
    folder = Folder.of(FIRST, fold(FIRST))

    assert folder.near("more benches in the park") == [(0, 1.0)]
    assert folder.near("something else altogether") == []
    assert len(folder) == 2


def test_index_comes_back_from_its_file(tmp_path):
    folder = Folder.of(FIRST, fold(FIRST))
    folder.add("A bus to the hospital")
    folder.save(tmp_path / "index")
    back = Folder.load(tmp_path / "index")

    assert back.add("a bus to the hospital") == 2
    assert back.add("Quite another thing") == 3


def test_broken_index_is_refused(tmp_path):
    path = tmp_path / "index"
    path.write_bytes(b"nothing of the kind")

    with pytest.raises(EngineError, match="is not an index of groups"):
        Folder.load(path)


def test_index_of_another_version_is_refused(tmp_path):
    path = tmp_path / "index.npz"
    none = np.empty(0)
    np.savez(path, about=np.array([0, 0]), pieces=none, ends=none, keys=none)

    with pytest.raises(EngineError, match="another version"):
        Folder.load(path)


def test_many_arrivals_are_found_again():
    folder = Folder()
    rng = random.Random(4)
    letters = "abcdefghijklmnopqrstuvwxyz     "
    texts = ["".join(rng.choices(letters, k=40)) for _ in range(_MOST_WAITING + 9)]
    groups = [folder.add(text) for text in texts]

    assert [folder.add(text.upper()) for text in texts[::50]] == groups[::50]


@pytest.mark.slow
def test_real_arrivals_join_the_group_that_folding_gave_them(responses):
    _truth, texts = responses
    folding = fold(texts)
    folder = Folder.of(texts, folding)

    agreed = np.array([folder.add(text) for text in texts[:500]]) == folding.group[:500]

    assert agreed.mean() >= 0.95
