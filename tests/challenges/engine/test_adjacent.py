"""Near in what it is about, far in its words, and from elsewhere."""

import random

import pytest

from groundswell.challenges.engine import EngineError, adjacent, similarity, themes

WAITING = ["queues", "waiting", "delays", "hours"]
PLANTS = ["tomatoes", "compost", "seeds", "garden", "beds", "watering"]


def ideas(seed=3):
    """Waiting at the doctor's and at the station, in mostly other words; and gardens."""
    rng = random.Random(seed)

    def said(problem):
        own = ["".join(rng.sample("bcdfghjklmnprstvw", 7)) for _ in range(4)]
        return " ".join(own + rng.sample(problem, 2))

    rows = [(sector, said(WAITING)) for sector in ("health", "trains") for _ in range(30)]
    rows += [("gardens", said(PLANTS)) for _ in range(30)]
    return [sector for sector, _ in rows], [text for _, text in rows]


def test_adjacent_ideas_are_elsewhere_near_and_in_other_words():
    sectors, texts = ideas()
    found = adjacent(texts, sectors, of=[0, 40], found=themes(texts, resolution=0.3))

    assert [len(each) for each in found] == [3, 3]
    for row, near in zip([0, 40], found, strict=True):
        for other in near:
            assert (sectors[row], sectors[other.row]) in {
                ("health", "trains"),
                ("trains", "health"),
            }
            assert other.near >= 0.4
            assert other.shared < 0.25
            assert set(other.words) == set(texts[row].split()) & set(texts[other.row].split())
        assert len({other.row for other in near}) == 3


def test_another_place_is_elsewhere_whatever_its_sector():
    sectors, texts = ideas()
    here = ["meadow"] * 30 + ["burrow"] * 30 + ["meadow"] * 30
    found = adjacent(texts, [""] * len(texts), of=[0], place=here, count=5)
    beside = adjacent(texts, sectors, of=[0], place=["meadow"] * len(texts))

    assert len(found[0]) == 5
    assert {here[other.row] for other in found[0]} == {"burrow"}
    assert {sectors[other.row] for other in beside[0]} == {"trains"}
    with pytest.raises(EngineError):
        adjacent(texts, sectors, of=[0], place=here[:3])


def test_nothing_is_adjacent_where_there_is_no_elsewhere():
    sectors, texts = ideas()

    assert adjacent(texts, ["one"] * len(texts), of=[0, 1]) == [(), ()]
    assert adjacent(texts, [""] * len(texts), of=[0]) == [()]
    assert adjacent([], [], of=[]) == []
    with pytest.raises(EngineError):
        adjacent(texts, sectors[:3], of=[0])


def test_similarity_ranks_candidates():
    typed = "more benches in the pa"
    ranked = sorted(
        ["A bus to the hospital", "More benches in the park", "More bicycles in the park"],
        key=lambda text: -similarity(typed, text),
    )

    assert ranked[0] == "More benches in the park"
    assert ranked[-1] == "A bus to the hospital"
    assert similarity("More benches!", "more  BENCHES") == 1
    assert similarity("", "more benches") == 0
    assert similarity("abc", "xyz") == 0
    assert similarity("a b", "b a") == similarity("b a", "a b")
