"""What every count promises, over any ballots at all."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.decisions.counting import (
    METHODS,
    SHAPES,
    STEPS,
    Candidate,
    Election,
    Rules,
    Vote,
    count,
    digest,
    pack,
    read_blt,
    unpack,
    write_blt,
)
from groundswell.decisions.counting.judgement import middles

KEYS = "ABCDE"
quick = settings(max_examples=25, deadline=None)


def marks(method: str, keys: str) -> st.SearchStrategy[dict[str, int]]:
    shape = SHAPES[method]
    if method == "plurality":
        return st.sampled_from(keys).map(lambda key: {key: 1})
    if shape == "choose":
        return st.dictionaries(st.sampled_from(keys), st.just(1), max_size=2)
    most = {"score": 5, "points": 2, "rank": 4}[shape]
    least = 1 if shape == "rank" else 0
    size = 3 if shape == "points" else 5
    return st.dictionaries(st.sampled_from(keys), st.integers(least, most), max_size=size)


@st.composite
def elections(draw: st.DrawFn, method: str, ties: str = "") -> Election:
    keys = KEYS[: draw(st.integers(2, 5))]
    rules = Rules(
        method=method,
        seats=1 if method == "irv" else draw(st.integers(1, 3)),
        most=6 if SHAPES[method] != "choose" else 2,
        budget=100,
        ties=ties or draw(st.sampled_from(["none", "prior", "draw"])),
        quorum=draw(st.none() | st.integers(0, 100)),
    )
    if SHAPES[method] == "position":
        one = st.sampled_from(STEPS[method]).map(lambda step: Vote(position=step))
    else:
        one = marks(method, keys).map(lambda given: Vote(marks=given))
    votes = tuple(draw(st.lists(one, max_size=14)))
    options = tuple(Candidate(key=key, name=key, cost=draw(st.integers(10, 90))) for key in keys)
    electorate = draw(st.integers(len(votes), len(votes) + 10))
    return Election(rules=rules, candidates=options, votes=votes, electorate=electorate)


@pytest.mark.parametrize("method", METHODS)
def test_order_of_ballots_changes_nothing(method):
    @quick
    @given(elections(method), st.randoms(use_true_random=False))
    def law(election, random):
        shuffled = list(election.votes)
        random.shuffle(shuffled)

        assert count(replace(election, votes=tuple(shuffled))).data() == count(election).data()
        assert unpack({"format": "groundswell-decision/1", **pack(election)}).votes is not None

    law()


@pytest.mark.parametrize("method", METHODS)
def test_export_gives_the_same_count(method):
    @quick
    @given(elections(method))
    def law(election):
        packed = pack(election)
        again = unpack({"format": "groundswell-decision/1", **packed})

        assert count(again).data() == count(election).data()
        assert digest(pack(again)) == digest(packed)

    law()


@pytest.mark.parametrize("method", ["irv", "ranked_pairs", "stv"])
def test_first_choice_of_more_than_half_wins(method):
    @quick
    @given(elections(method))
    def law(election):
        election = replace(election, rules=replace(election.rules, seats=1, quorum=None))
        votes = election.votes
        for key in election.standing:
            first = [v for v in votes if v.marks.get(key) == min(v.marks.values(), default=0)]
            alone = [v for v in first if [*v.marks.values()].count(v.marks[key]) == 1]
            if 2 * len(alone) > len(votes):
                assert count(election).winners == (key,)

    law()


@quick
@given(elections("ranked_pairs"))
def test_whoever_beats_everybody_wins_by_ranked_pairs(election):
    election = replace(election, rules=replace(election.rules, seats=1, quorum=None))
    above = {(a, b): 0 for a in election.standing for b in election.standing}
    for vote in election.votes:
        for a, b in above:
            above[a, b] += vote.marks.get(a, 99) < vote.marks.get(b, 99)
    for key in election.standing:
        others = [other for other in election.standing if other != key]
        if all(above[key, other] > above[other, key] for other in others):
            assert count(election).winners == (key,)


@pytest.mark.parametrize("method", ["approval", "score", "dots", "majority_judgement"])
def test_more_marks_never_harm(method):
    """Monotonicity, where it is promised: who wins still wins when somebody gives it more."""

    @quick
    @given(elections(method), st.integers(0, 20))
    def law(election, place):
        election = replace(election, rules=replace(election.rules, seats=1, quorum=None, most=12))
        before = count(election).winners
        if not before or not election.votes:
            return
        place %= len(election.votes)
        vote, top = election.votes[place], 1 if method == "approval" else 6
        more = replace(vote, marks={**vote.marks, before[0]: top})
        votes = (*election.votes[:place], more, *election.votes[place + 1 :])

        assert count(replace(election, votes=votes)).winners == before

    law()


@pytest.mark.parametrize("method", ["knapsack", "equal_shares"])
def test_budget_is_never_exceeded(method):
    @quick
    @given(elections(method))
    def law(election):
        costs = {one.key: one.cost for one in election.candidates}

        assert sum(costs[key] for key in count(election).winners) <= 100

    law()


@quick
@given(elections("knapsack", ties="prior"))
def test_knapsack_is_as_good_as_trying_every_set(election):
    election = replace(election, rules=replace(election.rules, quorum=None))
    costs = {one.key: one.cost for one in election.candidates}
    result = count(election)
    points = result.tally.totals
    sets = [
        chosen
        for size in range(len(costs) + 1)
        for chosen in combinations(costs, size)
        if sum(costs[key] for key in chosen) <= election.rules.budget
    ]
    best = max(sum(points[key] for key in chosen) for chosen in sets)

    assert sum(points[key] for key in result.winners) == best


@quick
@given(elections("stv"))
def test_transferable_votes_fill_the_seats_and_lose_no_vote(election):
    election = replace(election, rules=replace(election.rules, quorum=None, ties="prior"))
    result = count(election)
    valid = sum(1 for vote in election.votes if vote.marks)

    for step in result.tally.rounds:
        assert sum(row[1] for row in step.table.rows) == valid
    if valid:
        seats = min(election.rules.seats, len(election.standing))
        assert len(result.winners) == len(set(result.winners)) == seats


@quick
@given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_middles_are_what_taking_away_one_at_a_time_gives(grades):
    left, taken = sorted(grades), []
    while left:
        taken.append(left.pop((len(left) - 1) // 2))

    assert middles(sorted(grades)) == tuple(taken)


@quick
@given(elections("stv"))
def test_blt_gives_the_same_count_after_writing_and_reading(election):
    rules = replace(election.rules, quorum=None, ties="prior")
    seats = min(rules.seats, len(election.candidates))
    election = replace(election, rules=replace(rules, seats=seats))
    again = read_blt(write_blt(election))
    again = replace(again, rules=election.rules)

    names = {one.key: one.name for one in again.candidates}
    assert [names[key] for key in count(again).winners] == [*count(election).winners]


@pytest.mark.parametrize("method", [name for name in METHODS if SHAPES[name] != "position"])
def test_tie_without_a_rule_names_who_is_level_and_chooses_nobody_of_them(method):
    @quick
    @given(elections(method, ties="none"))
    def law(election):
        result = count(election)

        assert (result.verdict == "tied") == bool(result.tally.tied)
        assert not set(result.winners) & set(result.tally.tied)

    law()


@pytest.mark.parametrize("method", METHODS)
def test_quorum_is_of_ballots_cast(method):
    @quick
    @given(elections(method))
    def law(election):
        result = count(election)
        percent = election.rules.quorum
        if percent is None:
            return
        reached = len(election.votes) * 100 >= percent * election.electorate

        assert result.tests[0].met == (reached and election.electorate > 0)
        if not result.tests[0].met:
            assert result.winners == ()
            assert result.verdict in {"nobody", "failed", "counted"}

    law()
