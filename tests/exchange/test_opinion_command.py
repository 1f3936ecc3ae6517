"""groundswell opinion: a folder in, one JSON object or readable lists out, and clear refusals."""

import csv
import io
import json
import random

import pytest
from django.core.management import CommandError, call_command

from tests.decisions.opinion.crowds import planted


def run(*words):
    out = io.StringIO()
    call_command("opinion", *map(str, words), stdout=out)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path):
    """Two groups of 30 with lines of their own, as one table of votes."""
    votes, _ = planted(people=60, statements=20, groups=2)
    rows = zip(votes.person.tolist(), votes.statement.tolist(), votes.value.tolist(), strict=True)
    write(tmp_path / "votes.csv", [["participant", "statement", "vote"], *rows])
    return tmp_path


def write(path, rows):
    with path.open("w", newline="") as out:
        csv.writer(out).writerows(rows)


def test_analysis_is_one_object(folder):
    said = json.loads(run("analyse", folder, "--json"))

    assert {key: said[key] for key in ("people", "statements", "distinct", "seed")} == {
        "people": 60,
        "statements": 20,
        "distinct": True,
        "seed": 0,
    }
    assert sorted(len(group["members"]) for group in said["groups"]) == [30, 30]
    assert {len(place) for place in said["axes"].values()} == {2}
    assert set(said["group_informed"]["0"]) == {"agree", "disagree"}
    assert set(said["majority"]) == {"agree", "disagree"}
    assert {one["side"] for group in said["representative"] for one in group} == {
        "agree",
        "disagree",
    }
    assert said["silhouette"] > 0.7
    assert said["stability"] > 0.9


def test_analysis_is_the_same_to_the_byte_in_any_order(folder):
    before = run("analyse", folder, "--json")
    with (folder / "votes.csv").open(newline="") as lines:
        head, *rows = csv.reader(lines)
    random.Random(5).shuffle(rows)
    write(folder / "votes.csv", [head, *rows])

    assert run("analyse", folder, "--json") == before


def test_lists_are_made_on_given_groups(folder):
    groups = folder / "groups.csv"
    write(groups, [["participant", "group"], *((n, "ab"[n % 2]) for n in range(62))])

    said = json.loads(run("analyse", folder, "--groups", groups, "--json"))

    assert [group["name"] for group in said["groups"]] == ["a", "b"]
    assert said["groups"][1]["members"][:3] == ["1", "3", "5"]
    assert said["stability"] is None


def test_people_read_sentences_and_lists(folder):
    said = run("analyse", folder)

    assert "60 people, 20 statements" in said
    assert "2 groups (silhouette" in said
    assert "Group A, 30 people, says" in said


def test_what_is_no_conversation_is_refused(tmp_path):
    with pytest.raises(CommandError, match="has neither votes"):
        run("analyse", tmp_path)


def test_groups_of_strangers_are_refused(folder):
    groups = folder / "groups.csv"
    write(groups, [["participant", "group"], ["somebody", "a"]])

    with pytest.raises(CommandError, match="names nobody who voted here"):
        run("analyse", folder, "--groups", groups)
