"""A recording that is a file plays beside what was said; a recap stands on other people's pages."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.conversations.models import Message
from groundswell.core.errors import Invalid
from groundswell.live.actions import (
    Plan,
    add_takeaway,
    answer_question,
    begin_session,
    change_session,
    close_session,
)
from groundswell.live.actions.leading import Answered
from groundswell.live.models import Session
from groundswell.live.recording import player_of
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, own

Browser = Callable[..., Client]
FILE = "https://videos.example/river.MP4?sign=a#x"


@pytest.fixture
def past(ada: Actor, ben: Actor, meadow: Space) -> Session:
    """Over; a question was answered in its third minute."""
    session = factories.session(
        ada, meadow, title="River evening", moderation="off",
        recording="all", recording_url=FILE, recording_lead=30,
    )  # fmt: skip
    begin_session(actor=ada, session=session)
    question = asks(came(ben, session), session, "How high is the dyke?")
    answer_question(actor=ada, question=again(question), answered=Answered())
    close_session(actor=ada, session=own(session))
    start = session.topic.published_at
    Session.objects.update(began_at=start, closed_at=start + timedelta(hours=1))
    question.session.questions.update(answered_at=start + timedelta(seconds=150))
    Message.objects.filter(kind="question").update(published_at=start + timedelta(seconds=90))
    return own(session)


@pytest.mark.parametrize(
    ("url", "sort", "origin"),
    [
        (FILE, "video", "https://videos.example"),
        ("https://a.example:8080/x/talk.opus", "audio", "https://a.example:8080"),
        ("https://videos.example/watch?v=river.mp4", None, None),
        ("https://videos.example/mp4", None, None),
        ("https://a.example;script-src%20*/x.mp4", None, None),
        ("https://a.example; script-src */x.mp4", None, None),
        ("https://me:secret@a.example/x.mp4", None, None),
        ("https://[::1]/x.mp4", None, None),
    ],
)
def test_only_files_of_a_plain_host_play(url: str, sort: str | None, origin: str | None) -> None:
    found = player_of(url)

    assert (found and found.sort, found and found.origin) == (sort, origin)


def test_file_plays_beside_what_was_said_and_asks_nobody_before(
    past: Session, as_: Browser
) -> None:
    replay = f"{past.get_absolute_url()}replay/"
    answer = as_(None).get(replay, {"t": "150"})
    page, policy = answer.content.decode(), answer["Content-Security-Policy"]
    recap = as_(None).get(past.get_absolute_url())

    assert 'preload="none" src="https://videos.example/river.MP4?sign=a#t=180"' in page
    assert [page.count(f'data-at="{at}"') for at in (90, 150)] == [1, 1]
    assert "media-src 'self' https://videos.example;" in f"{policy};"
    assert recap.content.decode().count(f'href="{replay}?t=150#player"') == 1
    assert "videos.example" not in recap["Content-Security-Policy"]
    assert as_(None).get(replay, {"t": "x"}).status_code == 200


def test_without_consent_or_a_file_there_is_a_link_and_no_player(
    past: Session, as_: Browser
) -> None:
    replay = f"{past.get_absolute_url()}replay/"
    Session.objects.update(recording="none")
    unsaid = as_(None).get(replay)
    Session.objects.update(recording="all", recording_url="https://videos.example/watch?v=1")
    page = as_(None).get(replay)

    assert [one.content.decode().count("<video") for one in (unsaid, page)] == [0, 0]
    assert ["videos.example" in one["Content-Security-Policy"] for one in (unsaid, page)] == [
        False,
        False,
    ]
    assert page.content.decode().count("https://videos.example/watch?v=1&amp;t=180#t=180") == 1


def test_moment_of_a_long_session_is_in_the_part_that_is_shown(
    ada: Actor, past: Session, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("groundswell.live.selectors.replay.AT_ONCE", 4)
    monkeypatch.setattr("groundswell.live.selectors.replay.LED_TO", 1)
    start = past.began_at
    for minute in range(10, 20):
        line = factories.reply(ada, past.topic, text=f"Minute {minute}")
        Message.objects.filter(id=line.id).update(published_at=start + timedelta(minutes=minute))
    page = as_(None).get(f"{past.get_absolute_url()}replay/", {"t": str(15 * 60)}).content.decode()

    assert [page.count(f"Minute {at}") for at in (13, 14, 15, 19)] == [0, 1, 1, 0]
    assert page.count("From the beginning") == 1


def test_recap_is_embedded_as_everybody_reads_it(
    ada: Actor, ben: Actor, past: Session, as_: Browser
) -> None:
    add_takeaway(actor=ben, session=past, text="Keep the boots by the door")
    address = f"{past.get_absolute_url()}embed/"
    answer = as_(ada).get(address)
    page = answer.content.decode()
    shown = as_(None).get(past.get_absolute_url()).content.decode()
    Space.objects.update(visibility="members")

    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert [page.count(words) for words in ("Keep the boots", "<form", "<script")] == [1, 0, 0]
    assert (shown.count("&lt;iframe src="), shown.count("<iframe")) == (1, 0)
    assert shown.count(f"{address}&#34; title=&#34;River evening&#34;") == 1
    assert [as_(who).get(address).status_code for who in (None, ada)] == [404, 404]


def test_embed_before_the_end_says_when(ada: Actor, meadow: Space, as_: Browser) -> None:
    soon = datetime(2093, 6, 3, 16, 30, tzinfo=UTC)
    place = {"starts_at": soon, "zone": "America/New_York"}
    session = factories.session(ada, meadow, title="Next evening", **place)
    page = as_(None).get(f"{session.get_absolute_url()}embed/").content.decode()

    assert [page.count(words) for words in ("<h1", "Takeaways", "Next evening")] == [1, 0, 2]
    assert 'June 3, 2093, 12:30 p.m., <span translate="no">America/New York' in page


def test_feed_says_what_people_took_from_a_session_that_is_over(
    ben: Actor, past: Session, as_: Browser
) -> None:
    before = as_(None).get("/s/meadow/feed.json")
    takeaway = add_takeaway(actor=ben, session=past, text="Keep the boots by the door")
    feeds = [as_(None).get(path).json() for path in ("/s/meadow/feed.json", "/feed.json")]
    other = as_(None).get(f"/t/{past.topic_id}/feed.json").json()
    html = feeds[0]["items"][0]["content_html"]

    assert before.json()["items"][0]["content_html"].count("/recap.html") == 1
    assert [html.count(words) for words in ("/recap.html", "Keep the boots")] == [1, 1]
    assert feeds[1]["items"][0] == feeds[0]["items"][0]
    assert feeds[0]["items"][0]["date_modified"] == past.closed_at.isoformat()
    replies = [one for one in other["items"] if takeaway.message.get_absolute_url() in one["url"]]
    assert [one["content_html"].count("/recap.html") for one in replies] == [0]


def test_no_more_is_recorded_than_people_were_told(ada: Actor, meadow: Space) -> None:
    session = factories.session(ada, meadow, recording="hosts")
    begin_session(actor=ada, session=session)
    told = {"purpose": "Know", "host": ada, "starts_at": session.starts_at}

    def changes(**fields: str) -> None:
        change_session(actor=ada, session=own(session), plan=Plan(**told, **fields))

    with pytest.raises(Invalid, match="less now, and no more"):
        changes(recording="all")
    with pytest.raises(Invalid, match="nothing is recorded"):
        changes(recording="none", recording_url=FILE)
    changes(recording="hosts", recording_url=FILE)
    assert own(session).player is not None
    changes(recording="none")
    assert (own(session).recording_url, own(session).player) == ("", None)
