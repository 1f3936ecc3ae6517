"""Conversations in the exchange format, as they come from anywhere."""

import gzip

import pytest

from groundswell.decisions.opinion import OpinionError
from groundswell.decisions.opinion.folder import read_folder, read_groups

STATEMENTS = [
    ["comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"],
    ["10", "0", "2", "0", "1", "Plant more trees"],
    ["2", "0", "0", "1", "-1", "Fell them all"],
]
PEOPLE = [
    ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", "2", "10"],
    ["0", "0", "2", "2", "1", "1", "-1", "1"],
    ["1", "1", "0", "1", "1", "0", "", "1"],
]
SINGLE = [
    ["timestamp", "comment-id", "voter-id", "vote"],
    ["5", "10", "0", "1"],
    ["9", "10", "1", "1"],
    ["3", "10", "1", "-1"],
    ["4", "2", "0", "-1"],
]


def turned(rows, columns):
    return [rows[0]] + [
        [str(-int(text)) if place in columns and text else text for place, text in enumerate(row)]
        for row in rows[1:]
    ]


def votes_in(folder):
    votes = read_folder(folder).votes
    rows = zip(votes.person.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True)
    return {(votes.people[one], votes.statements[what]): value for one, what, value in rows}


EXPECTED = {("0", "2"): -1, ("0", "10"): 1, ("1", "10"): 1}


@pytest.mark.parametrize(
    "tables",
    [
        {"comments": STATEMENTS, "participants_votes": PEOPLE},
        {"comments": STATEMENTS, "votes": SINGLE},
        {"comments": STATEMENTS, "votes": SINGLE, "participants_votes": PEOPLE},
        {"comments": STATEMENTS, "participants_votes": turned(PEOPLE, {6, 7})},
        {"comments": STATEMENTS, "votes": turned(SINGLE, {3})},
    ],
    ids=["people", "single", "both", "people of the other sign", "single of the other sign"],
)
def test_votes_are_read_with_agreement_as_one(conversation, tables):
    assert votes_in(conversation(**tables)) == EXPECTED


def test_votes_without_any_counts_keep_their_sign(conversation):
    folder = conversation(votes=[["participant", "statement", "vote"], ["a", "s", "1"]])

    assert votes_in(folder) == {("a", "s"): 1}


def test_packed_tables_are_read(conversation):
    folder = conversation(comments=STATEMENTS, participants_votes=PEOPLE)
    for path in list(folder.glob("*.csv")):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()

    assert votes_in(folder) == EXPECTED


def test_what_moderators_took_out_is_left_out(conversation):
    read = read_folder(conversation(comments=STATEMENTS, participants_votes=PEOPLE))

    assert [(one.name, one.text, one.left_out) for one in read.statements] == [
        ("2", "Fell them all", True),
        ("10", "Plant more trees", False),
    ]
    assert read.votes.left_out.tolist() == [True, False]
    assert read.groups == {"0": ["0"], "1": ["1"]}


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        ({}, "neither votes.csv nor participants-votes.csv"),
        ({"votes": [["participant", "vote"], ["a", "1"]]}, "has no column comment-id or"),
        ({"votes": [["participant", "statement", "vote"], ["a", "1", "yes"]]}, "is not a vote"),
        ({"votes": [["participant", "statement", "vote"], ["a", "1"]]}, "2 values under 3"),
        ({"votes": [["participant", "statement", "vote"]]}, "has no votes"),
        ({"votes": []}, "is empty"),
    ],
)
def test_bad_tables_are_refused_with_a_sentence(conversation, tables, sentence):
    folder = conversation(**tables)

    with pytest.raises(OpinionError, match=sentence):
        read_folder(folder)


def test_person_in_two_groups_is_refused(tmp_path):
    path = tmp_path / "groups.csv"
    path.write_text("participant,group\n1,a\n1,b\n")

    with pytest.raises(OpinionError, match="line 3: 1 is in two groups"):
        read_groups(path)


def test_groups_are_read_in_the_order_of_their_names(tmp_path):
    path = tmp_path / "groups.csv"
    path.write_text("participant,group\n1,10\n2,9\n3,\n4,10\n")

    assert read_groups(path) == {"9": ["2"], "10": ["1", "4"]}
