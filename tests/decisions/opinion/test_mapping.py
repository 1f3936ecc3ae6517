"""Groups that are there are found, groups that are not are not, and order never matters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.decisions.opinion import (
    Before,
    OpinionError,
    Vote,
    Votes,
    carried_on,
    mapped,
    on_groups,
)
from groundswell.decisions.opinion.clusters import adjusted_rand
from groundswell.decisions.opinion.describing import described
from groundswell.decisions.opinion.folder import read_folder
from tests.decisions.opinion.conftest import real
from tests.decisions.opinion.crowds import group_of, noise, planted, votes_of


def listed(votes):
    """As single votes, with names."""
    rows = zip(votes.person.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True)
    return [Vote(votes.people[one], votes.statements[what], value) for one, what, value in rows]


@pytest.mark.parametrize(
    ("groups", "shape"),
    [
        (2, {"people": 120, "statements": 30}),
        (3, {"people": 200, "statements": 40, "unseen": 0.5}),
        (4, {"people": 240, "statements": 60}),
        (5, {"people": 300, "statements": 80}),
    ],
)
def test_planted_groups_are_found(groups, shape):
    votes, truth = planted(groups=groups, **shape)

    made = mapped(votes)

    assert made.distinct
    assert len(made.groups) == groups
    assert adjusted_rand(group_of(made)[made.people], truth[made.people]) >= 0.95


@pytest.mark.parametrize(
    "shape",
    [
        {},
        {"people": 25, "statements": 10},
        {"people": 40, "statements": 60, "unseen": 0.6},
        {"people": 200, "statements": 20, "unseen": 0.0},
    ],
)
def test_noise_has_no_distinct_groups(shape):
    said = [mapped(noise(seed=seed, **shape)).distinct for seed in range(2)]

    assert said == [False] * 2


def test_noise_of_a_handful_is_called_so():
    # Of a hundred of these draws twelve came out as groups, these among them.
    seeds = (16, 20, 30, 35, 48, 55, 65, 76, 84, 85, 1, 2)
    said = [mapped(noise(people=24, statements=9, seed=seed)).distinct for seed in seeds]

    assert said == [False] * len(seeds)


def test_plain_groups_of_a_handful_are_found():
    made = mapped(planted(people=14, statements=20, groups=2, unseen=0.1, noise=0.05)[0])

    assert made.distinct
    assert [len(group.members) for group in made.groups] == [7, 7]


def test_all_of_one_mind_are_no_groups():
    made = mapped(votes_of(np.ones((30, 10))))

    assert not made.distinct
    assert made.group_informed[0].tolist() == pytest.approx([31 / 32] * 10)


@settings(max_examples=5, deadline=None)
@given(order=st.randoms(use_true_random=False), seed=st.integers(0, 3))
def test_map_is_the_same_under_any_order_of_votes(order, seed):
    votes, _ = planted(people=40, statements=12, groups=2, seed=seed)
    rows = listed(votes)
    shuffled = rows.copy()
    order.shuffle(shuffled)

    assert described(mapped(Votes.of(shuffled))) == described(mapped(Votes.of(rows)))


def test_only_the_newest_vote_counts():
    rows = [Vote("a", "1", 1), Vote("b", "1", 1), Vote("a", "1", -1)]

    tally = Votes.of(rows).tally()

    assert (tally.agree.tolist(), tally.disagree.tolist(), tally.seen.tolist()) == ([1], [1], [2])


def test_vote_of_another_value_is_refused():
    with pytest.raises(OpinionError, match="A vote is 1"):
        Votes.of([Vote("a", "1", 2)])


def test_map_carried_on_equals_the_map_made_afresh():
    votes, _ = planted(people=150, statements=30, groups=3)
    last = mapped(votes)
    new = [Vote("3", "7", 0), Vote("0x", "2", 1), Vote("9", "newest", -1), Vote("151", "0", 1)]
    grown = votes.joined(new)

    carried = carried_on(last, grown, changed=[vote.person for vote in new])
    afresh = mapped(grown, before=Before.of(last))

    assert carried.moments.product.tolist() == afresh.moments.product.tolist()
    assert carried.points.tolist() == afresh.points.tolist()
    assert carried.letters() == afresh.letters()
    assert listed(grown) == listed(Votes.of([*listed(votes), *new]))


def test_letters_stay_with_their_people():
    votes, _ = planted(people=100, statements=30, groups=2)
    last = mapped(votes)
    swapped = {"A": last.letters()["B"], "B": last.letters()["A"]}

    made = mapped(votes, before=Before(letters=swapped))

    assert made.letters() == swapped


def test_map_is_not_mirrored_between_runs():
    votes, _ = planted()
    last = mapped(votes)
    mirrored = Before(axes={name: [-x for x in row] for name, row in Before.of(last).axes.items()})

    assert mapped(votes, before=mirrored).points.tolist() == (-last.points).tolist()


def test_bloc_is_shown_as_what_it_is():
    votes, _ = planted(people=80, statements=20, groups=2, unseen=0.2, noise=0.3)
    bloc = [Vote(f"bot{n}", str(what), 1) for n in range(20) for what in range(20)]

    made = mapped(Votes.of([*listed(votes), *bloc]))

    [note] = made.blocs
    assert [made.votes.people[one] for one in note.bloc.people] == sorted(
        (f"bot{n}" for n in range(20)), key=lambda name: name
    )
    assert note.bloc.share == 0.2


def test_noise_with_a_bloc_has_no_groups_without_it():
    votes = noise(people=120, statements=30)
    bloc = [Vote(f"bot{n}", str(what), (-1) ** what) for n in range(30) for what in range(30)]

    made = mapped(Votes.of([*listed(votes), *bloc]))

    assert [(len(note.bloc.people), note.distinct_without) for note in made.blocs] == [(30, False)]


def test_ordinary_crowd_has_no_bloc():
    assert mapped(planted(people=120, statements=30)[0]).blocs == []


def test_given_groups_may_name_people_who_did_not_vote():
    votes, _ = planted(people=20, statements=10)

    made = on_groups(votes, {"x": ["0", "2", "nobody"], "y": ["1"], "z": ["nobody else"]})

    assert made.letters() == {"x": ["0", "2"], "y": ["1"]}


def test_facts_of_vtaiwan_are_reproduced():
    conversation = read_folder(real("polis_open/vtaiwan.uberx"))
    votes = conversation.votes

    tally = votes.tally()
    share = tally.agree / np.maximum(tally.seen, 1)
    strong = np.flatnonzero(votes.kept & (tally.seen >= 100) & (share >= 0.8))
    moderated = {one.name: one.moderated for one in conversation.statements}

    assert (len(votes.people), len(votes.statements), len(votes)) == (1921, 197, 49443)
    assert len(strong) == 17
    assert {moderated[votes.statements[one]] for one in strong} == {1}
    # Drivers are examined; taxis are better supervised; passengers are insured.
    best = strong[np.argsort(-share[strong])][:3]
    assert [round(100 * share[one]) for one in best] == [92, 91, 89]
    made = mapped(votes)
    assert made.distinct
    assert len(made.groups) == 2


def test_facts_of_biodiversity_are_reproduced():
    conversation = read_folder(real("polis_open/scoop-hivemind.biodiversity"))

    made = mapped(conversation.votes)

    assert len(made.votes.people) == 536
    assert sum(map(len, conversation.groups.values())) == 443
    # Two of these voted when there were few statements, and on no more than three.
    missing = {one for some in conversation.groups.values() for one in some} - {
        made.votes.people[place] for place in made.people
    }
    assert missing == {"7", "11"}
    assert len(made.people) == 441
    assert made.distinct
