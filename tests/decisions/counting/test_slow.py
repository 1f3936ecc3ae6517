"""Counts of random elections beside a second, slow way to count them."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from groundswell.decisions.counting import Candidate, Election, Rules, Vote, count
from tests.decisions.counting.slow import Ballot, best_ranking, equal_shares, run_offs, transfers

KEYS = "ABCDE"
often = settings(max_examples=60, deadline=None)
Ballots = list[tuple[Ballot, int]]


@st.composite
def ballots(draw: st.DrawFn, most: int, *, level: bool = True) -> tuple[str, Ballots]:
    """Options, and ballots that name some of them, each for up to `most` people."""
    keys = KEYS[: draw(st.integers(2, 5))]
    found = []
    for _at in range(draw(st.integers(1, 9))):
        order = draw(st.permutations(keys))[: draw(st.integers(1, len(keys)))]
        ballot: list[frozenset[str]] = []
        for key in order:
            if ballot and level and draw(st.integers(0, 4)) == 0:
                ballot[-1] |= {key}
            else:
                ballot.append(frozenset(key))
        found.append((tuple(ballot), draw(st.integers(1, most))))
    return keys, found


def election(method: str, keys: str, cast: Ballots, **rules: object) -> Election:
    votes = [
        Vote(marks={key: at for at, place in enumerate(one, 1) for key in place}, weight=number)
        for one, number in cast
    ]
    options = tuple(Candidate(key=key, name=key) for key in keys)
    return Election(rules=Rules(method=method, **rules), candidates=options, votes=tuple(votes))


@pytest.mark.parametrize("most", [4, 997])
@pytest.mark.parametrize("ties", ["none", "prior", "draw"])
def test_run_off_elects_whom_following_every_paper_elects(most, ties):
    @often
    @given(ballots(most))
    def law(drawn):
        keys, cast = drawn
        result = count(election("irv", keys, cast, ties=ties))

        assert set(result.winners) <= run_offs(cast, keys)
        assert len(result.winners) == 1 or (ties, result.verdict) == ("none", "tied")

    law()


@pytest.mark.parametrize("most", [4, 997])
@pytest.mark.parametrize("ties", ["none", "prior", "draw"])
def test_transferable_votes_elect_whom_following_every_paper_elects(most, ties):
    @often
    @given(ballots(most), st.integers(1, 3))
    def law(drawn, seats):
        keys, cast = drawn
        result = count(election("stv", keys, cast, ties=ties, seats=seats))
        may = transfers(cast, keys, seats)

        if result.verdict == "won":
            assert frozenset(result.winners) in may
        else:
            assert (ties, result.verdict) == ("none", "tied")
            assert any(set(result.winners) <= elected for elected in may)

    law()


@often
@given(ballots(997))
def test_ranked_pairs_rank_as_the_best_of_all_rankings(drawn):
    keys, cast = drawn
    best = best_ranking(cast, keys)
    assume(best is not None)
    result = count(election("ranked_pairs", keys, cast))

    assert result.tally.ranking == tuple((key,) for key in best)
    assert result.winners == best[:1]


@often
@given(
    st.lists(
        st.dictionaries(st.sampled_from(KEYS), st.integers(1, 4), max_size=4),
        min_size=1,
        max_size=5,
    ),
    st.lists(st.integers(5, 90), min_size=5, max_size=5),
)
def test_equal_shares_buy_what_trying_every_price_buys(cast, costs):
    asked = dict(zip(KEYS, costs, strict=True))
    options = tuple(Candidate(key=key, name=key, cost=cost) for key, cost in asked.items())
    rules = Rules(method="equal_shares", most=16, budget=100, ties="prior")
    votes = tuple(Vote(marks=marks) for marks in cast)
    result = count(Election(rules=rules, candidates=options, votes=votes))

    assert frozenset(result.winners) in equal_shares(cast, asked, 100)
