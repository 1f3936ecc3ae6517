"""Each method on small cases that one can count on one's fingers."""

from fractions import Fraction

import pytest

from groundswell.decisions.counting import CountingError, count, keep, tell
from tests.decisions.counting.making import marked, positions, ranked


def test_consent_fails_while_somebody_objects():
    passed = count(positions("consent", "consent concern consent"))
    failed = count(positions("consent", "consent objection consent"))

    assert (passed.verdict, failed.verdict) == ("passed", "failed")
    assert str(failed.tally.says[0]) == "Objections: 1. It does not go ahead while one stands."


def test_consensus_needs_somebody_in_favour_and_nobody_who_blocks():
    verdicts = [
        count(positions("consensus", taken)).verdict
        for taken in ("agree disagree", "abstain disagree", "agree agree block", "")
    ]

    assert verdicts == ["passed", "failed", "failed", "failed"]


def test_blocks_up_to_a_part_are_borne_where_the_rules_say_so():
    borne = count(positions("consensus", "agree " * 9 + "block", ceiling=10))
    too_many = count(positions("consensus", "agree " * 8 + "block block", ceiling=10))

    assert (borne.verdict, too_many.verdict) == ("passed", "failed")


def test_gradients_name_the_middle_position():
    result = count(positions("gradients", "wholehearted reservations block"))

    assert str(result.tally.says[1]) == "The middle position is “Support with reservations”."
    assert result.verdict == "counted"


def test_quorum_asks_how_many_of_the_electorate_cast_a_ballot():
    enough = count(positions("consent", "consent consent", electorate=4, quorum=50))
    too_few = count(positions("consent", "consent", electorate=4, quorum=50))

    assert (enough.verdict, too_few.verdict) == ("passed", "failed")
    assert [test.met for test in too_few.tests] == [False]
    assert str(too_few.tests[0].says) == "1 of 4 who may vote did; 50 percent are needed."


def test_floor_keeps_a_winner_without_enough_support_from_winning():
    ballots = [{"A": 1}, {"B": 1}, {"B": 1}, {"C": 1}, {"C": 1}, {"C": 1}, {"A": 1}]
    result = count(marked("plurality", "A B C", ballots, floor=50))

    assert (result.verdict, result.winners) == ("nobody", ())
    assert str(result.tests[0].says) == "C is carried by 3 of 7; 50 percent are needed."


def test_tie_is_a_result_unless_a_rule_breaks_it():
    ballots = [{"A": 1}, {"B": 1}]
    told = {ties: count(marked("plurality", "B A", ballots, ties=ties)) for ties in TIES}

    assert (told["none"].verdict, told["none"].tied) == ("tied", ("B", "A"))
    assert told["prior"].winners == ("B",)
    assert len(told["draw"].winners) == 1
    assert len(told["draw"].tally.drawn) == 64


TIES = ("none", "prior", "draw")


def test_who_leaves_though_level_is_said_to_be_level():
    ballots = {"M=O": 2, "O": 1, "H M": 3, "R O H": 4}
    earlier = count(ranked("irv", "M O H R", ballots))
    drawn = count(ranked("irv", "A B C", {"A": 3, "B": 2, "C": 2}, ties="prior"))

    assert str(earlier.tally.rounds[2].says[0]) == (
        "O is level with others at fewest votes (3) and had fewer than they in an earlier round: "
        "it leaves, and its ballots go to their next choice."
    )
    assert str(drawn.tally.rounds[1].says[0]) == (
        "C is level with others at fewest votes (2) and leaves by the rule for ties; its ballots "
        "go to their next choice."
    )


def test_the_last_of_many_has_the_last_seat():
    result = count(ranked("stv", "A B C", {"A": 3, "B C": 2, "C": 1}))

    assert str(result.tally.rounds[-1].says[0]) == (
        "No more are left than there are seats: A has the last one."
    )


def test_grades_are_told_by_their_names():
    result = count(marked("majority_judgement", "A B", [{"A": 3}, {"A": 1, "B": 5}], most=5))
    table = result.tally.rounds[0].table

    assert str(result.tally.says[0]) == "A wins; its middle grade is “poor”."
    assert table.heading[:4] == ("Option", "Middle grade", "Excellent", "Very good")
    assert table.rows[0] == ("A", 1, 0, 0, 1, 0, 1, 0)
    (shown,) = [one["table"] for one in tell(keep(result), str)["rounds"]]
    assert shown["rows"] == [["A", "Poor", 0, 0, 1, 0, 1, 0], ["B", "Reject", 1, 0, 0, 0, 0, 1]]


def test_majority_judgement_tells_equal_middles_apart_grade_by_grade():
    ballots = [{"A": 5, "B": 5}, {"A": 3, "B": 3}, {"A": 3, "B": 3}, {"A": 1, "B": 0}]
    result = count(marked("majority_judgement", "A B", ballots, most=5))

    assert result.winners == ("A",)
    assert result.tally.totals == {"A": 3, "B": 3}


def test_two_that_are_level_leave_one_after_the_other_where_that_elects_somebody():
    """A and B leave with ten votes each, in whatever order. The first ten take X to the quota; the
    second ten pass X by, as somebody who is elected, and take Y there as well."""
    ballots = {"A X Y": 10, "B X Y": 10, "X": 25, "Y": 25, "Z": 33}
    elected = [
        count(ranked("stv", names, ballots, seats=2, ties="prior")).winners
        for names in ("A B X Y Z", "B A Z Y X")
    ]
    untold = count(ranked("stv", "A B X Y Z", ballots, seats=2))

    assert elected == [("X", "Y")] * 2
    assert (untold.verdict, untold.tied) == ("tied", ("A", "B"))


def test_knapsack_finds_the_set_with_most_points():
    ballots = [{"A": 6}, {"B": 5}, {"C": 5}]
    result = count(marked("knapsack", "A B C", ballots, costs=(60, 50, 50), budget=100, most=6))

    assert result.winners == ("B", "C")


def test_knapsack_says_when_sets_are_level():
    ballots = [{"A": 1}, {"B": 1}, {"C": 2}]
    costs = (40, 40, 60)
    told = {
        ties: count(
            marked("knapsack", "A B C", ballots, costs=costs, budget=100, most=2, ties=ties)
        )
        for ties in TIES
    }

    assert (told["none"].winners, told["none"].tied) == (("C",), ("A", "B"))
    assert told["prior"].winners == ("A", "C")


def test_equal_shares_leave_money_for_a_minority():
    six = [{"A": 1, "B": 1}] * 6
    four = [{"C": 1}] * 4
    costs = (40, 40, 40)
    shares = marked(
        "equal_shares", "A B C", six + four, costs=costs, budget=100, most=2, ties="prior"
    )
    points = marked("knapsack", "A B C", six + four, costs=costs, budget=100, most=2)

    result = count(shares)

    assert result.winners == ("A", "C")
    assert count(points).winners == ("A", "B")
    first, second = result.tally.rounds
    assert first.table.rows[0][3] == Fraction(20, 3)
    assert second.table.rows[2][3] == 10


def test_equal_ranks_share_a_ballot():
    result = count(ranked("irv", "A B C", {"A=B C": 2, "C": 1, "B": 1, "A": 1, "A B": 1}))

    assert result.tally.rounds[0].table.rows[0][1] == 3
    assert result.winners == ("A",)


def test_run_off_ends_in_a_tie_that_nothing_breaks():
    result = count(ranked("irv", "A B", {"A": 1, "B": 1}))

    assert (result.verdict, result.tally.tied) == ("tied", ("A", "B"))


@pytest.mark.parametrize(
    ("election", "sentence"),
    [
        (marked("plurality", "A B", [{"A": 1, "B": 1}]), "Choose one option"),
        (marked("pick", "A B C", [{"A": 1, "B": 1}], most=1), "Choose at most 1"),
        (marked("approval", "A", [{"X": 1}]), "not in this decision"),
        (marked("score", "A", [{"A": 6}], most=5), "from 0 to 5"),
        (marked("dots", "A B", [{"A": 3, "B": 3}], most=5), "5 points"),
        (marked("dots", "A B", [{"A": -3, "B": 3}], most=5), "less than nothing"),
        (marked("irv", "A", [{"A": 0}]), "Ranks begin with 1"),
        (positions("consent", "agree"), "Choose one of the positions"),
        (marked("guess", "A", [{}]), "no method called guess"),
    ],
)
def test_ballots_of_another_shape_are_refused(election, sentence):
    with pytest.raises(CountingError, match=sentence):
        count(election)


def test_surplus_that_nothing_puts_first_leaves_the_other_seats_open() -> None:
    ballots = {"A": 1, "D": 1, "A=D": 1}
    untold = count(ranked("stv", "A B C D", ballots, seats=3))
    chosen = count(ranked("stv", "A B C D", ballots, seats=3, ties="prior"))

    assert (untold.verdict, untold.winners, untold.tally.tied) == ("tied", ("A", "D"), ("B", "C"))
    assert [str(said) for said in untold.tally.rounds[-1].says] == [
        "A, D are level, and no rule chooses whose surplus moves first."
    ]
    assert (chosen.verdict, chosen.winners) == ("won", ("A", "D", "B"))


@pytest.mark.parametrize("method", ["irv", "stv", "ranked_pairs", "approval", "score", "dots"])
def test_no_ballots_is_a_result(method):
    assert count(marked(method, "A B", [])).verdict == "nobody"
