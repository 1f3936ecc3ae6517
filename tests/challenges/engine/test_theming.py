"""Themes: what belongs together, how it is called, and that people's decisions stay."""

import csv
import gzip
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.challenges.engine import (
    NOWHERE,
    EngineError,
    Steered,
    join,
    pin,
    rename,
    split,
    themes,
    unpin,
)
from groundswell.challenges.engine.accuracy import adjusted_rand, mutual_information
from groundswell.challenges.engine.stopwords import STOP
from groundswell.challenges.engine.wording import normalise

TOPICS = {
    "cycling": ["bicycle", "cycling", "helmets", "lanes", "pedals", "cyclists", "bicycles"],
    "library": ["library", "books", "reading", "librarian", "novels", "shelves", "libraries"],
    "energy": ["solar", "panels", "electricity", "rooftop", "heating", "insulation", "turbines"],
}
COMMON = ["more", "please", "we", "need", "for", "the", "and", "better", "new", "our"]


def written(count, seed=1, topics=TOPICS):
    """Made-up texts on each topic, with the topic of each."""
    rng = random.Random(seed)
    rows = []
    for topic, words in topics.items():
        for _ in range(count):
            said = rng.sample(words, 4) + rng.sample(COMMON, 3)
            rng.shuffle(said)
            rows.append((topic, " ".join(said)))
    rng.shuffle(rows)
    return [topic for topic, _ in rows], [text for _, text in rows]


TRUTH, TEXTS = written(30)
FIRST = themes(TEXTS)


def key_of(steered, topic, truth=TRUTH):
    """The key under which most of a topic is."""
    keys = [steered.theme[row] for row, own in enumerate(truth) if own == topic]
    return max(set(keys), key=keys.count)


def rows_of(steered, key):
    return {row for row, own in steered.theme.items() if own == key}


def test_topics_become_themes():
    assert len(FIRST) == 3
    assert adjusted_rand(FIRST.theme, np.unique(TRUTH, return_inverse=True)[1]) >= 0.95
    for theme in FIRST:
        topic = TRUTH[theme.representatives[0]]
        assert set(theme.words) <= set(TOPICS[topic])
        assert len(theme.representatives) == 3
        assert set(theme.representatives) <= set(theme.members)
        assert theme.coverage == len(theme.members) / len(TEXTS)


def test_names_are_words_as_people_write_them():
    topics = {
        "aigua": ["Música", "concerts", "músics", "instruments", "cançons"],
        "escola": ["l’Educació", "mestres", "alumnes", "aules", "d'educació"],
    }
    _, texts = written(20, topics=topics)

    found = themes(texts)

    assert sorted(theme.label.split(", ")[0] for theme in found) != []
    said = {word for theme in found for word in theme.label.split(", ")}
    assert said <= {"Música", "concerts", "músics", "instruments", "cançons", "educació"} | {
        "Educació",
        "mestres",
        "alumnes",
        "aules",
    }
    assert not {normalise(word) for word in said} & STOP


def test_what_is_about_nothing_is_in_no_theme():
    found = themes([*TEXTS, "zyx qwv", "", "jjj kkk"])

    assert found.unthemed.tolist() == [90, 91, 92]
    assert len(found) == 3


def test_more_resolution_gives_more_themes():
    assert len(themes(TEXTS, resolution=0.1)) <= len(FIRST) < len(themes(TEXTS, resolution=6))


@pytest.mark.parametrize("texts", [[], [""], ["a"], ["a b", "a b"], ["\ud800 x", "y"]])
def test_odd_input_has_themes_or_none(texts):
    found = themes(texts)

    assert len(found.theme) == len(texts)


def test_operators_vectors_are_used():
    vectors = np.eye(3)[[list(TOPICS).index(topic) for topic in TRUTH]]
    found = themes(TEXTS, vectors=vectors.astype(np.float32))

    assert adjusted_rand(found.theme, np.unique(TRUTH, return_inverse=True)[1]) == 1
    with pytest.raises(EngineError, match="one row of numbers for each text"):
        themes(TEXTS, vectors=vectors[:5].astype(np.float32))


def test_ids_have_to_differ():
    with pytest.raises(EngineError, match="an id of its own"):
        themes(["a", "b"], ids=[1, 1])


def test_same_texts_keep_keys_and_names():
    again = themes(TEXTS, previous=FIRST.steered)

    assert again.steered.theme == FIRST.steered.theme
    assert [theme.label for theme in again] == [theme.label for theme in FIRST]


MORE = st.integers(min_value=0, max_value=25)
SEEDS = st.integers(min_value=0, max_value=50)
law = settings(max_examples=25, deadline=None)


def rerun(steered, more, seed):
    """The same texts and new ones."""
    return themes(TEXTS + written(more, seed=seed + 100)[1], seed=seed, previous=steered).steered


@law
@given(more=MORE, seed=SEEDS, topic=st.sampled_from(sorted(TOPICS)))
def test_renamed_theme_keeps_its_name(more, seed, topic):
    key = key_of(FIRST.steered, topic)

    after = rerun(rename(FIRST.steered, key, "  As we   call it "), more, seed)

    assert after.label[key] == "As we call it"
    assert key_of(after, topic) == key


@law
@given(more=MORE, seed=SEEDS, pair=st.permutations(sorted(TOPICS)))
def test_joined_themes_stay_joined(more, seed, pair):
    into, other = (key_of(FIRST.steered, topic) for topic in pair[:2])
    joined = join(FIRST.steered, into, [other])

    after = rerun(joined, more, seed)

    assert rows_of(after, into) >= rows_of(FIRST.steered, into) | rows_of(FIRST.steered, other)
    assert other not in after.theme.values()
    assert key_of(after, pair[2]) == key_of(FIRST.steered, pair[2])


@law
@given(more=MORE, seed=SEEDS, data=st.data())
def test_split_theme_stays_split(more, seed, data):
    topic = data.draw(st.sampled_from(sorted(TOPICS)))
    key = key_of(FIRST.steered, topic)
    inside = sorted(rows_of(FIRST.steered, key))
    apart = data.draw(st.sets(st.sampled_from(inside), min_size=1, max_size=len(inside) - 1))
    parted = split(FIRST.steered, key, apart, label="The other half")
    new = FIRST.steered.unused()

    after = rerun(parted, more, seed)

    assert rows_of(after, new) >= apart
    assert rows_of(after, key) >= set(inside) - apart
    assert after.label[new] == "The other half"


@law
@given(more=MORE, seed=SEEDS, row=st.integers(0, len(TEXTS) - 1), data=st.data())
def test_pinned_text_stays(more, seed, row, data):
    key = data.draw(st.sampled_from([NOWHERE, *FIRST.steered.label]))

    after = rerun(pin(FIRST.steered, row, key), more, seed)

    assert after.theme[row] == key
    assert after.pinned == {row: key}
    assert unpin(after, row).pinned == {}


@law
@given(texts=st.lists(st.text(alphabet="abc de", max_size=20), max_size=30), seed=SEEDS)
def test_every_text_is_in_one_theme_or_the_pile(texts, seed):
    found = themes(texts, seed=seed)
    rows = sorted([row for theme in found for row in theme.members] + found.unthemed.tolist())

    assert rows == list(range(len(texts)))
    assert len({theme.label for theme in found}) == len(found)
    assert themes(texts, seed=seed).theme.tolist() == found.theme.tolist()


@law
@given(order=st.randoms(use_true_random=False))
def test_order_of_rows_is_nothing_to_themes(order):
    rows = list(range(len(TEXTS)))
    order.shuffle(rows)

    mixed = themes([TEXTS[row] for row in rows])

    assert adjusted_rand(mixed.theme, FIRST.theme[rows]) == 1


def test_impossible_decisions_are_refused():
    key = key_of(FIRST.steered, "energy")
    with pytest.raises(EngineError, match="There is no theme 99"):
        rename(FIRST.steered, 99, "x")
    with pytest.raises(EngineError, match="needs a name"):
        rename(FIRST.steered, key, " ")
    with pytest.raises(EngineError, match="choose some of its texts, and not all"):
        split(FIRST.steered, key, rows_of(FIRST.steered, key), label="All")
    assert Steered().unused() == 0


@pytest.mark.slow
def test_titles_find_their_labels(data):
    with gzip.open(
        data / "short_texts" / "stackoverflow20k.tsv.gz", "rt", encoding="utf-8"
    ) as all_:
        rows = [line.rstrip("\n").split("\t", 1) for line in all_]

    found = themes([text for _, text in rows])

    assert adjusted_rand(found.theme, [int(label) for label, _ in rows]) >= 0.55


@pytest.mark.slow
def test_proposals_find_their_categories(data):
    packed = data / "decidim_barcelona" / "proposals.csv.gz"
    with gzip.open(packed, "rt", encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    truth = np.unique([row["subcategory__name"].strip() for row in rows], return_inverse=True)[1]

    found = themes([f"{row['title']}. {row['summary']}" for row in rows])

    assert mutual_information(found.theme, truth) >= 0.29
