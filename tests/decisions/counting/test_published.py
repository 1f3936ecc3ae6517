"""Elections whose results are published: in text books, and in the law's own words."""

from fractions import Fraction

from groundswell.decisions.counting import count, count_as, read_blt, write_blt
from tests.decisions.counting.making import ranked

# The capital of Tennessee: the example of most encyclopedia articles on voting.
TENNESSEE = """\
4 1
42 1 2 3 4 0  # Memphis and its surroundings
26 2 3 4 1 0
15 3 4 2 1 0
17 4 3 2 1 0
0
"Memphis" "Nashville" "Chattanooga" "Knoxville"
"The capital of Tennessee"
"""
# Twenty guests choose three kinds of food: the long-standing example of the encyclopedia article on
# the single transferable vote.
FOOD = """\
5 3
4 1 0
2 2 1 0
8 3 4 0
4 3 5 0
1 4 0
1 5 0
0
"Orange" "Pear" "Chocolate" "Strawberry" "Sweets"
"Food for the party"
"""

# The mayor of Burlington in 2009, by the last three: the summary that papers on the election give.
# The run-off elected Kiss, though Montroll would have beaten each of the others.
BURLINGTON = """\
3 1
1332 2 1 3 0
767 2 3 1 0
455 2 0
2043 1 2 3 0
371 1 3 2 0
568 1 0
1513 3 2 1 0
495 3 1 2 0
1289 3 0
0
"Kiss" "Montroll" "Wright"
"Mayor of Burlington, 2009"
"""


def named(result):
    return [result.names[key] for key in result.winners]


def test_run_off_moves_the_capital_to_knoxville():
    result = count(read_blt(TENNESSEE, method="irv"))

    votes = [[row[1] for row in step.table.rows[:4]] for step in result.tally.rounds]
    assert named(result) == ["Knoxville"]
    assert votes == [[42, 26, 15, 17], [42, 26, 0, 32], [42, 0, 0, 58]]


def test_ranked_pairs_choose_the_condorcet_winner_nashville():
    result = count(read_blt(TENNESSEE, method="ranked_pairs"))

    (pairwise,) = result.tally.tables
    assert named(result) == ["Nashville"]
    assert pairwise.rows == (
        ("Memphis", "-", 42, 42, 42),
        ("Nashville", 58, "-", 68, 68),
        ("Chattanooga", 58, 32, "-", 83),
        ("Knoxville", 58, 32, 17, "-"),
    )
    assert result.tally.ranking == (("2",), ("3",), ("4",), ("1",))


def test_the_same_ballots_are_counted_several_ways():
    election = read_blt(TENNESSEE, method="irv")

    winners = {method: named(count_as(election, method)) for method in ("irv", "ranked_pairs")}

    assert winners == {"irv": ["Knoxville"], "ranked_pairs": ["Nashville"]}


def test_three_kinds_of_food_are_chosen_by_transferable_votes():
    result = count(read_blt(FOOD, method="stv"))

    assert named(result) == ["Chocolate", "Orange", "Strawberry"]
    assert str(result.tally.rounds[0].says[0]) == "Ballots: 20. Seats: 3. The quota is 6."
    # Chocolate's surplus of six goes on by halves of each ballot: four and two.
    after = {row[0]: row[1] for row in result.tally.rounds[1].table.rows}
    assert after == {
        "Orange": 4,
        "Pear": 2,
        "Chocolate": 6,
        "Strawberry": 5,
        "Sweets": 3,
        "No further choice": 0,
    }


def test_surplus_moves_at_its_exact_part():
    """Surplus by votes: 13 votes over a quota of 8 move 5/13 of every ballot's value."""
    election = ranked("stv", "A B C D", {"A B": 7, "A C": 6, "B": 3, "C": 2, "D": 5}, seats=2)

    result = count(election)

    after = {row[0]: row[1] for row in result.tally.rounds[1].table.rows}
    assert after["B"] == 3 + Fraction(5 * 7, 13)
    assert after["C"] == 2 + Fraction(5 * 6, 13)
    assert result.tally.totals["A"] == 8


def test_circle_is_cut_at_its_least_clear_win():
    result = count(ranked("ranked_pairs", "A B C", {"A B C": 4, "B C A": 3, "C A B": 2}))

    assert result.winners == ("A",)
    assert "would go round in a circle" in str(result.tally.rounds[-1].says[0])


def test_file_survives_being_written_and_read():
    election = read_blt(TENNESSEE, method="irv")

    again = read_blt(write_blt(election), method="irv")

    assert write_blt(again) == write_blt(election)
    assert count(again).data() == count(election).data()


def test_run_off_and_ranked_pairs_differ_on_the_mayor_of_burlington():
    election = read_blt(BURLINGTON)
    run_off, pairs = (count_as(election, method) for method in ("irv", "ranked_pairs"))

    votes = [[row[1] for row in step.table.rows[:3]] for step in run_off.tally.rounds]
    assert (named(run_off), named(pairs)) == (["Kiss"], ["Montroll"])
    assert votes == [[2982, 2554, 3297], [4314, 0, 4064]]
    (pairwise,) = pairs.tally.tables
    assert pairwise.rows == (
        ("Kiss", "-", 3477, 4314),
        ("Montroll", 4067, "-", 4597),
        ("Wright", 4064, 3668, "-"),
    )
