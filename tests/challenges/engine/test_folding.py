"""Near-duplicates: what is folded, what is not, and that the order of rows is nothing."""

import random
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.challenges.engine import fold
from groundswell.challenges.engine.accuracy import bcubed
from groundswell.challenges.engine.wording import negations, normalise
from tests.laws.source import ROOT

LETTER = (
    "Dear council, please keep the library on Mill Street open, because my children and many of "
    "our neighbours read and learn there every week"
)


def parts(texts, folding):
    """The groups as sets of texts."""
    return {
        frozenset(texts[row] for row in group.members if texts[row]) for group in folding.groups()
    }


def test_same_words_are_folded_and_others_are_not():
    texts = [
        "More benches in the park",
        "more benches in the park!!!",
        "MORE BENCHES IN THE PARKS",
        "Open the library on Sundays",
        "I think we need: open the library on Sundays",
        "A bus to the hospital",
    ]

    folding = fold(texts)

    assert [group.members for group in folding.groups()] == [(0, 1, 2), (3, 4), (5,)]
    assert folding.group.tolist() == [0, 0, 0, 1, 1, 2]
    assert folding.size.tolist() == [3, 2, 1]


def test_most_central_member_stands_for_its_group():
    texts = [
        "please open the library on every Sunday of the year",
        "open the library on every Sunday",
        "open the library on every Sunday afternoon and evening",
    ]

    folding = fold(texts)

    assert folding.representative.tolist() == [1]
    assert folding.likeness[1] == 1
    assert folding.likeness.min() >= 0.5


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        ("Ban cars in the city centre", "Don't ban cars in the city centre"),
        ("Prohibir los coches en el centro", "No prohibir los coches en el centro"),
        ("Volem cotxes al centre de la ciutat", "Mai volem cotxes al centre de la ciutat"),
        ("Autos aus der Innenstadt verbannen", "Autos nicht aus der Innenstadt verbannen"),
        ("Proibir os carros no centro da cidade", "Não proibir os carros no centro da cidade"),
        ("Vietare le auto nel centro storico", "Non vietare le auto nel centro storico"),
        ("Weer auto's uit de binnenstad van Gent", "Weer geen auto's uit de binnenstad van Gent"),
        ("Il faut interdire les voitures ici", "Il ne faut pas interdire les voitures ici"),
        ("禁止汽车进入市中心的街道", "不要禁止汽车进入市中心的街道"),
    ],
)
def test_opposites_are_flagged(said, denied):
    assert [group.opposites for group in fold([said, denied]).groups()] == [True]
    assert [group.opposites for group in fold([denied, denied + "!"]).groups()] == [False]
    assert [group.opposites for group in fold([said, said.upper()]).groups()] == [False]


def test_normal_form_keeps_signs_of_every_script():
    assert normalise("  L’Eixample: més BANCS!  ") == "leixample mes bancs"
    assert normalise("हिंदी में") == "हिंदी में"
    assert normalise("👍👍") == "👍👍"
    assert normalise(" \n ") == ""
    assert negations(normalise("I don’t, and never will")) == 2
    assert negations(normalise("A note")) == 0


@pytest.mark.parametrize("texts", [[], [""], ["", " "], ["!", "?"], ["a"], ["\ud800", "\x00"]])
def test_odd_input_is_folded(texts):
    assert len(fold(texts).group) == len(texts)


def test_campaign_letters_are_one_group_and_want_a_look():
    rng = random.Random(7)
    words = LETTER.split()
    letters = []
    for _ in range(400):
        changed = [word.upper() if rng.random() < 0.3 else word for word in words]
        changed[rng.randrange(len(words))] = f"really{rng.randrange(90)}"
        letters.append(" ".join(changed))
    noise = ["".join(rng.choice("abcdefghij klm") for _ in range(40)) for _ in range(600)]

    folding = fold(letters + noise)

    assert folding.size[0] == 400
    assert folding.large.tolist() == [True] + [False] * (len(folding) - 1)


def test_chain_of_small_changes_is_not_one_group():
    words = "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo".split()  # noqa: SIM905
    chain = [" ".join(words[place : place + 5]) for place in range(len(words) - 4)]

    assert len(fold(chain)) > 1


WORDS = ["more", "benches", "in", "our", "park", "and", "no", "cars", "please"]
SAID = st.lists(st.lists(st.sampled_from(WORDS), max_size=6), max_size=12)


@settings(max_examples=60, deadline=None)
@given(said=SAID, order=st.randoms(use_true_random=False))
def test_order_of_rows_is_nothing(said, order):
    texts = [" ".join(words) for words in said]
    rows = list(range(len(texts)))
    order.shuffle(rows)
    mixed = [texts[row] for row in rows]

    first, second = fold(texts), fold(mixed)

    assert first.group[rows].tolist() == second.group.tolist()
    assert [texts[row] for row in first.representative] == [
        mixed[row] for row in second.representative
    ]


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(st.text(max_size=30), max_size=12))
def test_every_text_is_in_exactly_one_group(texts):
    folding = fold(texts)
    rows = sorted(row for group in folding.groups() for row in group.members)

    assert rows == list(range(len(texts)))
    for number, group in enumerate(folding.groups()):
        assert group.representative in group.members
        assert folding.group[list(group.members)].tolist() == [number] * len(group.members)
    assert folding.size.tolist() == sorted(folding.size.tolist(), reverse=True)


def test_same_seed_gives_the_same_whatever_else_draws():
    texts = [f"{LETTER} {number % 7} and {number % 11}" for number in range(50)]
    first = fold(texts, seed=3).group.tolist()
    random.seed(99)
    np.random.default_rng(99).random(3)

    assert fold(texts, seed=3).group.tolist() == first


def test_progress_rises_to_one():
    seen = []
    fold(["a b c", "d e f"], progress=seen.append)

    assert seen == sorted(seen)
    assert seen[-1] == 1


@pytest.mark.slow
def test_real_responses_fold_as_they_should(responses):
    truth, texts = responses

    folding = fold(texts)
    mixed = np.random.default_rng(5).permutation(len(texts))
    again = fold([texts[row] for row in mixed])

    precision, recall, f1 = bcubed(folding.group, truth)
    assert f1 >= 0.93
    assert min(precision, recall) >= 0.92
    assert folding.size[0] <= 0.01 * len(texts)
    assert folding.group[mixed].tolist() == again.group.tolist()


def test_engine_needs_no_framework():
    code = "import sys, groundswell.challenges.engine; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
