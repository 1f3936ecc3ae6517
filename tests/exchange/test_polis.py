"""Published conversations as opinion maps: once, with every vote, agree as 1."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from groundswell.actors.models import Actor
from groundswell.decisions import charting
from groundswell.decisions.models import Decision, OpinionSnapshot, Option, RollEntry, Stance
from groundswell.decisions.tasks import draw_maps
from groundswell.spaces.models import Space
from tests.decisions.opinion.crowds import planted

pytestmark = pytest.mark.django_db


def write(path, rows):
    with path.open("w", newline="") as out:
        csv.writer(out).writerows(rows)


@pytest.fixture
def folder(tmp_path):
    """Thirty people in two groups, on twelve statements of which one was taken out."""
    votes, _ = planted(people=30, statements=12, groups=2, unseen=0.2)
    head = ["comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"]
    texts = [f"Statement {n}" for n in range(11)] + ["x" * 400]
    tally = votes.tally()
    rows = [
        [n, 0, tally.agree[n], tally.disagree[n], -1 if n == 3 else 1, text]
        for n, text in enumerate(texts)
    ]
    write(tmp_path / "comments.csv", [head, *rows])
    columns = (votes.statement.tolist(), votes.person.tolist(), votes.value.tolist())
    # This source signs agreement with -1, as its own counts show.
    cast = [[1, what, one, -value] for what, one, value in zip(*columns, strict=True)]
    write(tmp_path / "votes.csv", [["timestamp", "comment-id", "voter-id", "vote"], *cast])
    write(tmp_path / "summary.csv", [["topic", "Our river"], ["voters", "30"]])
    return tmp_path


def run(folder, *words):
    out = io.StringIO()
    call_command("import", "polis", str(folder), "--space", "meadow", "--json", *words, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


def test_conversation_is_brought_once(ada: Actor, meadow: Space, folder) -> None:
    charting.forget()
    dry = run(folder, "--dry-run")
    assert (dry["created"]["statements"], Decision.objects.count()) == (12, 0)

    first = run(folder)
    second = run(folder)

    decision = Decision.objects.get()
    votes = Stance.objects.filter(decision=decision).count()
    assert first["created"] == {"statements": 12, "participants": 30, "votes": votes}
    assert second["unchanged"] == {"statements": 12, "participants": 30, "votes": votes}
    assert (decision.topic.title, decision.state, decision.ballot_count) == (
        "Our river",
        "closed",
        30,
    )
    assert RollEntry.objects.filter(decision=decision, actor=None).count() == 30
    draw_maps()
    assert OpinionSnapshot.objects.get().shown["distinct"]


def test_votes_have_our_sign_and_statements_their_state(meadow: Space, folder) -> None:
    run(folder)

    with (folder / "comments.csv").open(newline="") as lines:
        told = {int(row["comment-id"]) + 1: row for row in csv.DictReader(lines)}
    for option in Option.objects.all():
        row = told[option.number]
        assert (option.agrees, option.disagrees) == (int(row["agrees"]), int(row["disagrees"]))
        assert option.moderation == ("refused" if row["moderated"] == "-1" else "shown")
    longest = Option.objects.get(number=12)
    assert (len(longest.text), len(longest.says)) == (280, 400)


def test_what_is_no_conversation_is_refused(meadow: Space, tmp_path) -> None:
    with pytest.raises(CommandError, match="has neither"):
        run(tmp_path)

    assert Decision.objects.count() == 0
