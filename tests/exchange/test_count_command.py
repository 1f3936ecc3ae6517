"""groundswell count and groundswell recount, at the terminal."""

import json

import pytest

from groundswell.config.cli import main
from groundswell.decisions.counting import (
    FORMAT,
    Candidate,
    Election,
    Rules,
    Vote,
    count,
    digest,
    pack,
    read_blt,
)

CAPITAL = """\
4 1
42 1 2 3 4 0
26 2 3 4 1 0
15 3 4 2 1 0
17 4 3 2 1 0
0
"Memphis" "Nashville" "Chattanooga" "Knoxville"
"The capital of Tennessee"
"""


@pytest.fixture
def capital(tmp_path):
    path = tmp_path / "capital.blt"
    path.write_text(CAPITAL)
    return str(path)


def test_several_methods_stand_side_by_side_as_json(capital, capsys):
    code = main(["count", capital, "--method", "irv", "--method", "ranked_pairs", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert [(one["method"], one["winners"]) for one in told["counts"]] == [
        ("irv", ["4"]),
        ("ranked_pairs", ["2"]),
    ]
    assert (told["title"], told["options"], told["ballots"]) == ("The capital of Tennessee", 4, 100)


def test_rounds_are_told_in_words(capital, capsys):
    code = main(["count", capital, "--method", "all"])

    out = capsys.readouterr().out
    assert code == 0
    for said in (
        "Knoxville wins with 58 of 100 votes that still count.",
        "Nashville wins: it beats every other option one to one.",
        "Ballots: 100. Seats: 1. The quota is 51.",
    ):
        assert out.count(said) == 1


def test_mistake_in_a_file_is_a_sentence_with_its_line(tmp_path, capsys):
    path = tmp_path / "wrong.blt"
    path.write_text('2 1\n1 1 1 0\n0\n"A" "B"\n')

    code = main(["count", str(path)])

    assert code == 1
    assert capsys.readouterr().err.strip().endswith("Line 2: this ballot names option 1 twice.")


def test_wrong_usage_and_missing_files_have_their_codes(tmp_path, capsys):
    assert main(["count", str(tmp_path / "none.blt")]) == 1
    assert main(["count", "x.blt", "--method", "guess"]) == 2
    assert main(["count", "x.blt", "--seats", "0"]) == 2


def test_recount_agrees_with_an_export_and_notices_a_changed_one(tmp_path, capsys):
    election = read_blt(CAPITAL, method="irv")
    packed = pack(election)
    export = {
        "format": FORMAT,
        **packed,
        "inputs": digest(packed),
        "result": count(election).data(),
    }
    # Its words may be others: of an earlier version, or in another language.
    export["result"]["says"] = ["Il gagne."]
    path = tmp_path / "decision.json"
    path.write_text(json.dumps(export))
    agrees = main(["recount", str(path)])
    export["ballots"][0]["weight"] += 40
    path.write_text(json.dumps(export))

    assert (agrees, main(["recount", str(path)])) == (0, 1)
    assert "This is the published result." in capsys.readouterr().out


def test_recount_agrees_with_grades_that_were_published_under_other_headings(tmp_path, capsys):
    election = Election(
        rules=Rules(method="majority_judgement", most=5),
        candidates=(Candidate(key="1", name="Oak"),),
        votes=(Vote(marks={"1": 3}), Vote(marks={"1": 4})),
        electorate=2,
    )
    packed = pack(election)
    table = {
        "title": "Grades",
        "heading": ["Option", "Middle grade", *(f"Grade {step}" for step in range(5, -1, -1))],
        "rows": [["Oak", 3, 0, 1, 1, 0, 0, 0]],
    }
    says = ["Oak wins; its middle grade is 3."]
    result = count(election).data() | {"says": says, "rounds": [{"says": says, "table": table}]}
    export = {"format": FORMAT, **packed, "inputs": digest(packed), "result": result}
    path = tmp_path / "decision.json"
    path.write_text(json.dumps(export))
    agrees = main(["recount", str(path)])
    table["rows"][0][1] = 4
    path.write_text(json.dumps(export))

    assert (agrees, main(["recount", str(path)])) == (0, 1)
    assert capsys.readouterr().out.count("This is the published result.") == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"seats": "two"}, "The rule seats has to be a whole number from 1 up."),
        ({"seats": -1}, "The rule seats has to be a whole number from 1 up."),
        ({"floor": 1.5}, "The rule floor has to be a whole number from 0 up."),
        ({"ties": ["draw"]}, "The rule ties has to be a word."),
        ({"method": "guess"}, "There is no method called guess."),
    ],
)
def test_recount_refuses_rules_that_none_can_be(tmp_path, capsys, said, sentence):
    packed = pack(read_blt(CAPITAL, method="stv"))
    path = tmp_path / "decision.json"
    rules = packed["rules"] | said
    path.write_text(json.dumps({"format": FORMAT, **packed, "rules": rules}))

    assert main(["recount", str(path)]) == 1
    assert capsys.readouterr().err.strip().endswith(sentence)


def test_recount_refuses_ballots_too_heavy_to_count(tmp_path, capsys):
    packed = pack(read_blt(CAPITAL, method="stv"))
    for one in packed["ballots"]:
        one["weight"] = int("9" * 4300)
    path = tmp_path / "decision.json"
    path.write_text(json.dumps({"format": FORMAT, **packed}))

    assert main(["recount", str(path)]) == 1
    assert capsys.readouterr().err.strip().endswith("what it says cannot be counted.")


def test_recount_agrees_with_no_export_that_has_no_result(tmp_path, capsys):
    packed = pack(read_blt(CAPITAL, method="irv"))
    path = tmp_path / "decision.json"
    path.write_text(
        json.dumps({"format": FORMAT, **packed, "inputs": digest(packed), "result": None})
    )

    assert main(["recount", str(path)]) == 1
    assert "The file says of no result that it was published." in capsys.readouterr().out


def test_recount_says_of_another_file_what_to_take_instead(capital, capsys):
    assert main(["recount", capital]) == 1
    assert "this is no export of a decision" in capsys.readouterr().err
