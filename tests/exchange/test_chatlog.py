"""The log of a timed chat becomes a past session with its recap."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from groundswell.conversations.models import Message
from groundswell.live.models import Prompt, Session
from groundswell.live.selectors.recap import recap_of

LOG = """time,author,text,reply-to
2021-05-03T18:00:00+00:00,Ada,Welcome everybody,
2021-05-03T18:01:00+00:00,Ada,Q1: What did you plant this year?,
2021-05-03T18:02:00+00:00,@ben,Willows along the stream,3
2021-05-03T18:02:30+00:00,Ben,A1 Willows along the stream,
2021-05-03T18:03:00+00:00,Cyn,Lovely,4
2021-05-03T18:04:00+00:00,Ada,Q2. And next year?,
2021-05-03T18:05:00+00:00,Cyn,A1: late but true: beans,
never,Cyn,When was this?,
2021-05-03T18:40:00+00:00,Cyn,   ,
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "chat.csv"
    path.write_text(LOG, encoding="utf-8")
    return path


def bring(path: Path, capsys: Any, **options: Any) -> dict[str, Any]:
    call_command(
        "import", "chatlog", str(path), space="gardeners", title="May chat", json=True, **options
    )
    found: dict[str, Any] = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    return found


@pytest.mark.django_db
def test_log_becomes_a_past_session_with_its_recap(log: Path, capsys: Any) -> None:
    told = bring(log, capsys)
    session = Session.objects.select_related("topic").get()
    recap = recap_of(session)

    assert told["created"]["lines"] == 7
    assert told["skipped"]["lines"] == 2
    assert (session.topic.title, session.topic.kind, session.state) == (
        "May chat",
        "session",
        "recapped",
    )
    assert session.began_at.isoformat() == "2021-05-03T18:00:00+00:00"
    assert [(one.prompt.number, one.count) for one in recap.prompts] == [(1, 2), (2, 0)]
    assert (recap.present, recap.spoke) == (3, 3)


@pytest.mark.django_db
def test_lines_keep_their_time_author_and_what_they_answer(log: Path, capsys: Any) -> None:
    bring(log, capsys)
    lovely = Message.objects.select_related("parent", "author").get(text="Lovely")

    assert (lovely.author.name, lovely.parent.author.name) == ("Cyn", "Ben")
    assert lovely.published_at.isoformat() == "2021-05-03T18:03:00+00:00"


@pytest.mark.django_db
def test_a_second_run_brings_nothing_twice(log: Path, capsys: Any) -> None:
    bring(log, capsys)
    before = (Message.objects.count(), Prompt.objects.count(), Session.objects.count())
    told = bring(log, capsys)

    assert told["created"].get("lines", 0) == 0
    assert (Message.objects.count(), Prompt.objects.count(), Session.objects.count()) == before


@pytest.mark.django_db
def test_a_dry_run_writes_nothing(log: Path, capsys: Any) -> None:
    bring(log, capsys, dry_run=True)

    assert (Message.objects.count(), Session.objects.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "when,who\n1,2\n", "time,author,text\n"])
def test_a_file_that_is_no_log_is_refused_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "chat.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises((CommandError, SystemExit)):
        call_command("import", "chatlog", str(path), space="gardeners")
    assert Session.objects.count() == 0
