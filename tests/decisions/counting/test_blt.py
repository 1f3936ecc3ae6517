"""Reading and writing BLT files."""

import pytest

from groundswell.decisions.counting import BltError, read_blt, write_blt

WHOLE = """\
# The board
4 2
-3          # Cyn withdrew
3 1 2=4 0
2 (a7) 2 - 1 0
1 0
0
"Ada" "Ben ""B"" Bee" "Cyn \\"C\\" Sea" "Dee # four"
"Who sits on the board"
"""


def test_all_parts_of_a_file_are_read():
    election = read_blt(WHOLE)

    assert election.title == "Who sits on the board"
    assert (election.rules.seats, election.standing) == (2, ("1", "2", "4"))
    assert [one.name for one in election.candidates] == [
        "Ada",
        'Ben "B" Bee',
        'Cyn "C" Sea',
        "Dee # four",
    ]
    assert [(dict(vote.marks), vote.weight) for vote in election.votes] == [
        ({"1": 1, "2": 2, "4": 2}, 3),
        ({"2": 1, "1": 3}, 2),
        ({}, 1),
    ]


def test_published_names_stand_without_quotes_each_on_its_line_and_remarks_after_them():
    election = read_blt(
        "3 1\n2 3 1 0\n0\nSusan AITKEN (SNP)\nAnne-Marie O'Neil #1\n"
        '"Jim CLOCHERTY ""Labour"""\nWard 7 - North = South\nQuota 84.88\n'
    )

    assert [one.name for one in election.candidates] == [
        "Susan AITKEN (SNP)",
        "Anne-Marie O'Neil #1",
        'Jim CLOCHERTY "Labour"',
    ]
    assert election.title == "Ward 7 - North = South"
    assert [dict(vote.marks) for vote in election.votes] == [{"3": 1, "1": 2}]


def test_written_file_is_the_same_for_the_same_ballots():
    again = write_blt(read_blt(write_blt(read_blt(WHOLE))))

    assert again == write_blt(read_blt(WHOLE))
    assert again.splitlines()[:6] == ["4 2", "-3", "1 0", "3 1 2=4 0", "2 2 1 0", "0"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Line 1: here should stand how many options there are, not the end of the file."),
        ("x", "Line 1: “x” does not belong here. Is a quote missing?"),
        ("2 3", "Line 1: there have to be 1 to 2 seats, not 3."),
        ("2 1\n-5\n", "Line 2: option 5 was withdrawn, but there are 2."),
        ("2 1\n1 1 3 0\n", "Line 2: there is no option 3; there are 2."),
        ("2 1\n1 1 2 1 0\n", "Line 2: this ballot names option 1 twice."),
        ("2 1\n1 = 1 0\n", "Line 2: an equals sign stands between two options."),
        ("2 1\n1 1 = 0\n", "Line 2: an equals sign stands between two options."),
        ('2 1\n1 1 2\n"A" "B"', 'Line 3: a ballot ends with 0, but here is "A".'),
        (
            '2 1\n1 1 0\n0\n"A"',
            "Line 4: here should stand the name of option 2, not the end of the file.",
        ),
        ('2 1\n1 1 0\n0\n"A" B\n', "Line 4: “B” does not belong here. Is a quote missing?"),
        ('2 1\n1 1 0\n0\n"A\nB', 'Line 4: “"” does not belong here. Is a quote missing?'),
        ('2 1\n1 1 0\n0\nA\nB"\n', "Line 5: “B” does not belong here. Is a quote missing?"),
        ("2 1\n1.5 1 0\n0", "Line 2: here should stand how many people cast a ballot, or 0"),
        ("99999 1", "Line 1: a file has 1 to 2000 options, not 99999."),
    ],
)
def test_mistakes_are_named_with_their_line(text, sentence):
    with pytest.raises(BltError) as caught:
        read_blt(text)

    assert str(caught.value).startswith(sentence)
