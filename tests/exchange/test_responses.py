"""A table of responses becomes a challenge's ideas, once."""

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from groundswell.actors.models import Actor
from groundswell.challenges.models import Challenge, Idea, Wording
from groundswell.challenges.tokens import digest
from groundswell.conversations.models import Message
from groundswell.exchange.importers.responses import lots
from groundswell.notifications.models import Notification
from groundswell.search.models import Entry
from groundswell.spaces.models import Space
from tests import factories

TABLE = (
    "id\ttext\tauthor\tsector\tat\n"
    'a\tPlant "willows" along the stream\tRosa\tWater\t2024-05-01\n'
    "b\tA barrel for every pipe\tRosa\tHousing\t2024-05-02T10:00:00+02:00\n"
    "c\t   \tTom\t\t\n"
    "b\tThe same id again\tTom\t\t\n"
    "d\tPlant willows, please\t\t\tyesterday\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "answers.tsv"
    path.write_text(TABLE)
    return path


def brought(path: Path, *options: str) -> dict[str, object]:
    out = StringIO()
    call_command("import", "responses", str(path), "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def ideas() -> list[tuple[str, str, str, str]]:
    rows = Idea.objects.order_by("topic_id").select_related("topic__author")
    return [(i.topic.title, i.topic.author.name, i.sector, i.stage.name) for i in rows]


@pytest.mark.django_db
def test_rows_become_ideas_with_their_authors_sectors_and_dates(table: Path) -> None:
    told = brought(table, "--challenge", "Dry cellars", "--space", "River watch")
    challenge = Challenge.objects.get()

    assert (told["created"], told["skipped"]) == ({"responses": 3}, {"responses": 2})
    assert told["reasons"] == [
        {"kind": "responses", "reason": "it says nothing", "count": 1},
        {"kind": "responses", "reason": "its id is that of an earlier row", "count": 1},
    ]
    assert ideas() == [
        ('Plant "willows" along the stream', "Rosa", "Water", "Early ideation"),
        ("A barrel for every pipe", "Rosa", "Housing", "Early ideation"),
        ("Plant willows, please", "Not named", "", "Early ideation"),
    ]
    dates = Idea.objects.order_by("topic_id").values_list("topic__published_at", flat=True)[:2]
    assert [at.isoformat() for at in dates] == [
        "2024-05-01T00:00:00+00:00",
        "2024-05-02T08:00:00+00:00",
    ]
    assert (challenge.topic.title, challenge.idea_count, challenge.stages.first().idea_count) == (
        "Dry cellars",
        3,
        3,
    )


@pytest.mark.django_db
def test_second_run_brings_nothing_and_a_grown_file_what_is_new(table: Path) -> None:
    brought(table, "--challenge", "Dry cellars", "--space", "River watch")
    again = brought(table, "--challenge", "Dry cellars")
    table.write_text(TABLE.replace("every pipe", "each pipe") + "e\tGravel\t\t\t\n")
    grown = brought(table, "--challenge", str(Challenge.objects.get().topic_id))

    assert (again["created"], again["unchanged"]) == ({"responses": 0}, {"responses": 3})
    assert (grown["created"], grown["unchanged"], grown["skipped"]) == (
        {"responses": 1},
        {"responses": 2},
        {"responses": 3},
    )
    assert Idea.objects.count() == 4


def test_challenge_that_is_here_takes_responses_and_nobody_is_alerted(
    ada: Actor, ben: Actor, meadow: Space, table: Path
) -> None:
    challenge = factories.challenge(ada, meadow, title="Dry cellars")
    brought(table, "--challenge", "dry CELLARS")
    challenge.refresh_from_db()

    assert (challenge.idea_count, Challenge.objects.count()) == (3, 1)
    assert Notification.objects.count() == 0


@pytest.mark.django_db
def test_dry_run_writes_nothing(table: Path) -> None:
    told = brought(table, "--challenge", "Dry cellars", "--space", "River watch", "--dry-run")

    assert (told["created"], told["space"]) == ({"responses": 3}, None)
    assert (Challenge.objects.count(), Space.objects.count(), Actor.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_packed_commas_are_read_with_their_quotes(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv.gz"
    path.write_bytes(gzip.compress(b'\xef\xbb\xbftext,sector\n"One, two\nand ""three""",Water\n'))
    brought(path, "--challenge", "Dry cellars", "--space", "River watch")
    idea = Idea.objects.get()

    assert (idea.topic.title, idea.sector) == ('One, two and "three"', "Water")
    assert idea.topic.messages.get().text == 'One, two\nand "three"'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"id\twords\n1\tWillows\n", "answers.tsv has no column text"),
        (b"", "answers.tsv has no column text"),
        (b"text\nWillows\n\xff\xfe\n", "answers.tsv is not UTF-8 text after line"),
    ],
)
def test_what_cannot_be_read_is_said_and_leaves_nothing(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "answers.tsv"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=sentence):
        brought(path, "--challenge", "Dry cellars", "--space", "River watch")
    assert Challenge.objects.count() == 0


@pytest.mark.django_db
def test_missing_file_and_missing_space_are_said(tmp_path: Path, table: Path) -> None:
    with pytest.raises(CommandError, match="cannot be opened: No such file or directory"):
        brought(tmp_path / "none.tsv", "--challenge", "Dry", "--space", "River watch")
    with pytest.raises(CommandError, match=r"There is no challenge Dry\. Name the --space"):
        brought(table, "--challenge", "Dry")


@pytest.mark.django_db
def test_second_process_reads_ahead_and_leaves_the_same_rows(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(table, "--challenge", "Dry cellars", "--space", "River watch")
    monkeypatch.setattr(lots, "WORTH_A_PROCESS", 1)
    told = brought(table, "--challenge", "Wet cellars", "--space", "River watch")
    dry, wet = (written(challenge) for challenge in Challenge.objects.order_by("topic_id"))

    assert (told["created"], told["skipped"]) == ({"responses": 3}, {"responses": 2})
    assert wet == dry
    assert wet[1] == (
        "A barrel for every pipe",
        '<p dir="auto">A barrel for every pipe</p>\n',
        "a barrel for every pipe",
        True,
    )


def written(challenge: Challenge) -> list[tuple[str, str, str, bool]]:
    """Title, page, what is searched, and whether ones like it are found, of each idea."""
    openings = Message.objects.filter(topic__idea__challenge=challenge, number=1)
    return [
        (
            it.topic.title,
            it.html,
            Entry.objects.get(message=it).text,
            Wording.objects.filter(
                idea=it.topic_id, digest=digest(challenge.topic_id, it.text)
            ).exists(),
        )
        for it in openings.order_by("topic_id").select_related("topic")
    ]
