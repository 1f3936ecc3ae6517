"""groundswell ideas: tables in, one JSON object or a readable table out, and clear refusals."""

import gzip
import io
import json
import random
import subprocess
import sys

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from groundswell.challenges.engine import table as tables
from tests.laws.source import ROOT

ROWS = """\
id\ttext
a\tBan cars in the city centre
b\tDon't ban cars in the city centre
c\tban cars in the city centre!
d\tMore "benches" in the park
"""


@pytest.fixture
def path(tmp_path):
    """A file with what is given."""

    def written(content, name="ideas.tsv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return written


def run(*words):
    out = io.StringIO()
    call_command("ideas", *words, stdout=out)
    return out.getvalue()


def test_fold_writes_one_object(path):
    assert json.loads(run("fold", path(ROWS), "--json")) == {
        "texts": 4,
        "seed": 0,
        "groups": [
            {
                "representative": "a",
                "size": 3,
                "opposites": True,
                "large": False,
                "members": ["a", "b", "c"],
            },
            {
                "representative": "d",
                "size": 1,
                "opposites": False,
                "large": False,
                "members": ["d"],
            },
        ],
    }


def test_row_without_id_is_known_by_its_number(path):
    said = json.loads(run("fold", path("Text\nOne thing\nAnother matter\n\none thing\n"), "--json"))

    assert [group["members"] for group in said["groups"]] == [[1, 4], [3], [2]]


def test_packed_table_is_read(path):
    packed = gzip.compress(b"\xef\xbb\xbf" + ROWS.replace("\n", "\r\n").encode())

    assert run("fold", path(packed, "ideas.tsv.gz"), "--json") == run("fold", path(ROWS), "--json")


def test_fold_shows_people_a_table(path):
    said = run("fold", path(ROWS))

    assert "4 texts, 2 groups, 1 of more than one" in said
    assert "Ban cars in the city centre" in said
    assert "benches" not in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "ideas.tsv is empty: its first line must name the columns."),
        ("text\n", "ideas.tsv has no rows below its first line."),
        ("text\n \n\n", "ideas.tsv has nothing in its column text."),
        ("id\twords\n1\tx\n", "ideas.tsv has no column text; its first line names: id, words."),
        ("id\ttext\n1\tx\n2\n", "ideas.tsv, line 3: 1 of the 2 columns that the first line names."),
        ("id\ttext\n1\tx\n1\ty\n", "ideas.tsv has the id 1 twice: every row needs its own."),
        (
            "text\ncaf\xe9\n".encode("latin-1"),
            "ideas.tsv, line 2: not UTF-8. Save the table as UTF-8 text.",
        ),
        (
            "text\n" + "x" * (tables.LONGEST_ROW + 1),
            "ideas.tsv, line 2: longer than 100,000 characters.",
        ),
        (
            gzip.compress(ROWS.encode(), mtime=0)[:-9],
            "ideas.tsv is packed, and broken: "  # noqa: ISC004 - one sentence
            "Compressed file ended before the end-of-stream marker was reached.",
        ),
    ],
)
def test_bad_input_is_refused_with_a_sentence(path, content, sentence):
    with pytest.raises(CommandError) as refused:
        run("fold", path(content), "--json")

    assert str(refused.value) == sentence


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError, match="No such file or directory"):
        run("fold", str(tmp_path / "none.tsv"))


def test_standard_input_and_exit_codes(tmp_path):
    def command(*words, given):
        return subprocess.run(
            [sys.executable, "-m", "groundswell", "ideas", *words],
            cwd=ROOT,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )

    done = command("fold", "-", "--json", given=ROWS)
    refused = command("fold", "-", "--json", given="words\nx\n")
    odd = command("fold", "-", "--seed", "x", given=ROWS)

    assert (done.returncode, done.stderr, len(json.loads(done.stdout)["groups"])) == (0, "", 2)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.strip() == "The input has no column text; its first line names: words."
    assert odd.returncode == 2


ABOUT = {
    "bikes": "bicycle cycling helmets lanes pedals cyclists",
    "books": "library books reading librarian novels shelves",
}


def about(count=8):
    """Rows on two matters, and one on nothing."""
    rows, rng = ["id\ttext"], random.Random(2)
    for matter, words in ABOUT.items():
        said = words.split()
        rows += [f"{matter}{number}\t{' '.join(rng.sample(said, 4))}" for number in range(count)]
    return "\n".join([*rows, "odd\tqqq", ""])


def test_themes_writes_one_object(path):
    said = json.loads(run("themes", path(about()), "--json", "--resolution", "0.2"))

    assert [*said] == ["texts", "seed", "resolution", "themes", "unthemed"]
    assert said["texts"] == 17
    assert said["unthemed"] == ["odd"]
    assert {frozenset(theme["members"]) for theme in said["themes"]} == {
        frozenset(f"{matter}{number}" for number in range(8)) for matter in ABOUT
    }
    for theme in said["themes"]:
        assert set(theme["representatives"]) <= set(theme["members"])
        assert len(theme["representatives"]) == 3
        assert theme["size"] == 8
        assert theme["coverage"] == round(8 / 17, 6)
        assert theme["label"] == ", ".join(theme["words"][:3])


def test_themes_shows_people_a_table(path):
    said = run("themes", path(about()), "--resolution", "0.2")

    assert "17 texts, 2 themes; 1 in no theme" in said
    assert "47.1%" in said


def test_operators_vectors_are_read(path, tmp_path):
    rows = [[1, 0]] * 8 + [[0, 1]] * 8 + [[0, 0]]
    np.save(tmp_path / "own.npy", np.array(rows, np.float32))
    words = path(about())

    said = json.loads(run("themes", words, "--json", "--vectors", str(tmp_path / "own.npy")))

    assert sorted(theme["size"] for theme in said["themes"]) == [8, 8]
    with pytest.raises(CommandError, match=r"ideas\.tsv is not an array of numbers"):
        run("themes", words, "--vectors", words)


@pytest.mark.parametrize("resolution", ["0", "-1", "x", "nan", "101"])
def test_impossible_resolution_is_refused(path, resolution):
    with pytest.raises(CommandError, match="is not a number above 0"):
        run("themes", path(ROWS), f"--resolution={resolution}")
