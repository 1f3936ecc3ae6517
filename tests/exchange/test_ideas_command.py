"""groundswell ideas: tables in, one JSON object or a readable table out, and clear refusals."""

import gzip
import io
import json
import subprocess
import sys

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
            gzip.compress(ROWS.encode())[:-9],
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
