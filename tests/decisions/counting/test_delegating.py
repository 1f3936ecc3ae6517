"""Who votes for whom in the end, whatever people chose."""

from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.decisions.counting import Chosen, chain, follow, gathered

PEOPLE = st.integers(1, 9)
CHOICES = st.dictionaries(PEOPLE, PEOPLE, max_size=9).map(
    lambda pairs: {
        giver: Chosen(delegate, 100 - giver)
        for giver, delegate in pairs.items()
        if giver != delegate
    }
)
VOTED = st.frozensets(PEOPLE)
quick = settings(max_examples=50, deadline=None)


def test_chain_ends_with_the_first_who_voted():
    chosen = {1: Chosen(2, 1), 2: Chosen(3, 2), 3: Chosen(4, 3)}

    assert follow(chosen, {3, 4}).votes_for == {1: 3, 2: 3}
    assert follow(chosen, {4}).votes_for == {1: 4, 2: 4, 3: 4}
    assert follow(chosen, {2, 4}).votes_for == {1: 2, 3: 4}
    assert dict(follow(chosen, set()).waiting) == {1: 4, 2: 4, 3: 4}


def test_circle_counts_for_nobody_until_somebody_in_it_votes():
    chosen = {1: Chosen(2, 1), 2: Chosen(3, 2), 3: Chosen(2, 3)}

    assert follow(chosen, set()).in_circles == {1, 2, 3}
    assert follow(chosen, {3}).votes_for == {1: 3, 2: 3}


def test_cap_keeps_the_nearest_and_of_those_the_first():
    chosen = {1: Chosen(9, 30), 2: Chosen(9, 10), 3: Chosen(2, 1), 4: Chosen(9, 20)}
    found = follow(chosen, {9}, 2)

    assert (dict(found.votes_for), found.over) == ({2: 9, 4: 9}, {1, 3})
    assert gathered(9, chosen) == {1, 2, 3, 4}
    assert chain(3, chosen) == [2, 9]


@quick
@given(chosen=CHOICES, voted=VOTED)
def test_everybody_stands_in_one_place_and_ones_own_ballot_goes_first(chosen, voted):
    found = follow(chosen, voted)
    places = [set(found.votes_for), found.in_circles, found.over, set(found.waiting)]

    assert sum(len(place) for place in places) == len(set(chosen) - voted)
    assert set().union(*places) == set(chosen) - voted
    assert set(found.votes_for.values()) <= voted
    assert not set(found.waiting.values()) & (voted | set(chosen))


@quick
@given(chosen=CHOICES, voted=VOTED, cap=st.integers(0, 3))
def test_nobody_votes_for_more_than_the_cap(chosen, voted, cap):
    found, free = follow(chosen, voted, cap), follow(chosen, voted)
    carried = {end: found.carried_by(end) for end in voted}

    assert all(len(people) <= cap for people in carried.values())
    for end in voted:
        assert len(carried[end]) == min(cap, len(free.carried_by(end)))
    assert found.over == set(free.votes_for) - set(found.votes_for)


@quick
@given(chosen=CHOICES, voted=VOTED, cap=st.integers(0, 3), data=st.data())
def test_order_in_which_people_chose_their_delegates_does_not_matter(chosen, voted, cap, data):
    other = dict(data.draw(st.permutations(list(chosen.items()))))

    assert follow(other, voted, cap) == follow(chosen, voted, cap)


@quick
@given(chosen=CHOICES, voted=VOTED, person=PEOPLE)
def test_voting_oneself_changes_nothing_for_those_who_do_not_pass_by(chosen, voted, person):
    before, after = follow(chosen, voted), follow(chosen, voted | {person})
    passing = gathered(person, chosen)

    assert person not in after.votes_for
    for giver, end in before.votes_for.items():
        if giver != person and giver not in passing:
            assert after.votes_for[giver] == end
