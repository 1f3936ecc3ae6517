"""Announcing a session, its page, its calendar, and leading it to its end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groundswell.activity.models import Activity
from groundswell.actors.models import Actor
from groundswell.conversations.actions import close_topic, post_reply
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Refused
from groundswell.live.actions import begin_session, close_session, wrap_up_session
from groundswell.live.models import Session
from groundswell.live.selectors.calendar import calendar_of
from groundswell.spaces.models import Space
from tests import factories

TYPED = {
    "title": "River evening",
    "purpose": "Know what to do when it floods",
    "starts": "2093-06-03T18:30",
    "zone": "Europe/Madrid",
    "minutes": "75",
    "host": "@ben",
    "speakers": "Renee Falk, river engineer\nTomas",
    "text": "Bring a **question**.",
    "hashtag": "#rivertalk",
    "recording": "hosts",
    "guests": "on",
    "naming": "choose",
    "moderation": "first",
    "totals": "open",
    "most_unanswered": "3",
}


@pytest.fixture
def evening(ben: Actor, meadow: Space) -> Session:
    return factories.session(ben, meadow, title="River evening")


def test_session_is_announced_in_the_browser(
    ada: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    answer = as_(ada).post("/s/meadow/session/", TYPED)
    session = Session.objects.get()
    page = as_(None).get(f"/t/{session.topic_id}/").content.decode()

    assert (answer.status_code, answer["Location"]) == (303, f"/t/{session.topic_id}/")
    assert session.starts_at == datetime(2093, 6, 3, 16, 30, tzinfo=UTC)
    assert (session.host.handle, session.minutes, session.state) == ("ben", 75, "announced")
    assert [(one.name, one.says) for one in session.speakers.all()] == [
        ("Renee Falk", "river engineer"),
        ("Tomas", ""),
    ]
    for said in (
        "Know what to do when it floods",
        "river engineer",
        "#rivertalk",
        "<strong>question",
    ):
        assert page.count(said) == 1
    kinds = Activity.objects.filter(topic_id=session.topic_id).values_list("kind", flat=True)
    assert list(kinds) == ["live.session_announced"]


def test_text_of_a_session_being_announced_survives_a_reload(
    ada: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    browser, page = as_(ada), "/s/meadow/session/"
    key = f"session-{meadow.id}"
    kept = browser.post("/drafts/", {"key": key, "text": "Bring boots", "title": "Flood walk"})
    again = browser.get(page).content.decode()
    sent = browser.post(page, {**TYPED, "nonce": "first"})
    late = browser.post("/drafts/", {"key": key, "text": "Bring boots", "nonce": "first"})
    afresh = browser.get(page).content.decode()

    assert (kept.status_code, sent.status_code, late.status_code) == (204, 303, 204)
    assert [words in again for words in ("Bring boots", "Flood walk")] == [True, True]
    assert [words in afresh for words in ("Bring boots", "Flood walk")] == [False, False]
    assert again.count(f'key="{key}') == 4


@pytest.mark.usefixtures("cyn", "meadow")
@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("starts", "tomorrow", "Write day and time as"),
        ("starts", "2003-06-03T18:30", "This time has passed already."),
        ("starts", "9999-12-31T23:59", "Choose a day within reach."),
        ("zone", "Middle/Earth", "Select a valid choice."),
        ("host", "nobody", "Nobody here has this handle."),
        ("host", "cyn", "Cyn does not belong to"),
        ("hashtag", "two words", "Write a hashtag as one word"),
        ("minutes", "3", "greater than or equal to 5"),
        ("purpose", " ", "Nothing is written here yet."),
    ],
)
def test_nothing_typed_is_lost_when_something_is_refused(
    ada: Actor,
    as_: Callable[..., Client],
    field: str,
    typed: str,
    says: str,
) -> None:
    answer = as_(ada).post("/s/meadow/session/", {**TYPED, field: typed})
    page = answer.content.decode()

    assert (answer.status_code, Session.objects.count()) == (422, 0)
    assert says in page
    assert page.count("Bring a **question**.") == 1


def test_strangers_do_not_announce(cyn: Actor, meadow: Space, as_: Callable[..., Client]) -> None:
    answer = as_(cyn).post("/s/meadow/session/", TYPED)

    assert (answer.status_code, Session.objects.count()) == (422, 0)
    assert answer.content.decode().count("Join The Meadow first") >= 1


def test_private_session_is_not_there_for_strangers(
    ada: Actor, burrow: Space, as_: Callable[..., Client]
) -> None:
    session = factories.session(ada, burrow)
    own = session.get_absolute_url()

    assert [as_(None).get(own + page).status_code for page in ("", "session.ics")] == [404, 404]


def test_plan_is_changed_by_who_leads_it(
    ada: Actor, ben: Actor, evening: Session, as_: Callable[..., Client]
) -> None:
    own = evening.get_absolute_url() + "session/"
    changed = {name: value for name, value in TYPED.items() if name not in {"title", "text"}}

    answers = [as_(person).post(own, changed).status_code for person in (ada, ben)]
    evening.refresh_from_db()
    shown = as_(ben).get(own).content.decode()

    assert answers == [303, 303]
    assert (evening.zone, evening.hashtag) == ("Europe/Madrid", "rivertalk")
    assert shown.count("2093-06-03T18:30") == 1
    assert shown.count("Renee Falk, river engineer") == 1


def test_far_day_is_refused_and_its_page_stays_readable(
    ben: Actor, evening: Session, as_: Callable[..., Client]
) -> None:
    browser, own = as_(ben), evening.get_absolute_url()
    changed = {name: value for name, value in TYPED.items() if name not in {"title", "text"}}
    refused = browser.post(own + "session/", {**changed, "starts": "9999-12-31T23:59"})

    assert refused.status_code == 422
    assert refused.content.decode().count("Choose a day within reach.") >= 1
    assert [browser.get(own + page).status_code for page in ("", "session/")] == [200, 200]


def test_session_that_began_is_edited_and_keeps_its_time_to_the_second(
    ben: Actor, evening: Session, as_: Callable[..., Client]
) -> None:
    began = datetime(2026, 3, 1, 18, 30, 27, 500, tzinfo=UTC)
    Session.objects.update(starts_at=began)
    begin_session(actor=ben, session=Session.objects.with_topic().get())
    changed = {name: value for name, value in TYPED.items() if name not in {"title", "text"}}
    changed |= {"purpose": "Know the dykes", "starts": "", "recording": "none"}
    own = evening.get_absolute_url() + "session/"
    shown = as_(ben).get(own).content.decode()
    answer = as_(ben).post(own, changed)
    evening.refresh_from_db()

    assert shown.count("The session has begun: its time stays as it was.") == 1
    assert (answer.status_code, evening.purpose) == (303, "Know the dykes")
    assert (evening.starts_at, evening.zone) == (began, "Europe/Madrid")


def test_others_neither_change_nor_lead_it(
    cyn: Actor, evening: Session, as_: Callable[..., Client]
) -> None:
    factories.member(cyn, evening.topic.space)
    own = evening.get_absolute_url()

    assert as_(cyn).get(own + "session/").status_code == 403
    assert as_(cyn).post(own + "session/move/", {"step": "begin"}).status_code == 403
    with pytest.raises(Refused):
        begin_session(actor=cyn, session=evening)


def test_session_goes_through_its_states(
    ben: Actor, evening: Session, as_: Callable[..., Client]
) -> None:
    browser, own = as_(ben), evening.get_absolute_url()
    seen = []
    for step in ("begin", "wrap_up", "close"):
        browser.post(own + "session/move/", {"step": step})
        evening.refresh_from_db()
        seen.append(evening.state)

    assert seen == ["live", "wrap_up", "recapped"]
    assert evening.began_at <= evening.wrapped_at <= evening.closed_at
    assert list(
        Activity.objects.filter(topic_id=evening.topic_id)
        .order_by("id")
        .values_list("kind", flat=True)
    ) == [
        "live.session_announced",
        "live.session_began",
        "live.session_wrapped",
        "live.session_closed",
    ]


def test_a_step_that_was_taken_is_not_taken_again(ben: Actor, evening: Session) -> None:
    begin_session(actor=ben, session=evening)

    with pytest.raises(Conflict, match="live already"):
        begin_session(actor=ben, session=evening)
    close_session(actor=ben, session=evening)
    with pytest.raises(Conflict, match="is over"):
        wrap_up_session(actor=ben, session=evening)


def test_called_off_session_does_not_begin(
    ben: Actor, evening: Session, as_: Callable[..., Client]
) -> None:
    close_topic(actor=ben, topic=evening.topic, summary="The hall is flooded.")
    page = as_(ben).get(evening.get_absolute_url()).content.decode()
    listed = as_(ben).get("/s/meadow/sessions/").content.decode()

    with pytest.raises(Conflict):
        begin_session(actor=ben, session=evening)
    assert page.count("This session was called off.") == 1
    assert page.count("Begin the session") == 0
    assert listed.count(f'id="t{evening.topic_id}"') == 0


def test_lobby_opens_a_quarter_of_an_hour_before(
    ben: Actor, meadow: Space, as_: Callable[..., Client]
) -> None:
    early = factories.session(ben, meadow, starts_at=now() + timedelta(minutes=16))
    soon = factories.session(ben, meadow, starts_at=now() + timedelta(minutes=14))
    pages = [as_(None).get(one.get_absolute_url()).content.decode() for one in (early, soon)]

    assert [early.is_lobby, soon.is_lobby] == [False, True]
    assert [page.count("<gs-countdown") for page in pages] == [0, 1]


def test_conversation_is_open_before_and_after(ben: Actor, evening: Session) -> None:
    post_reply(actor=ben, topic=evening.topic, text="Who comes?")
    begin_session(actor=ben, session=evening)
    close_session(actor=ben, session=evening)
    last = post_reply(actor=ben, topic=evening.topic, text="Thank you all.")

    assert last.number == 3


def test_calendar_file_says_when_in_any_zone(evening: Session) -> None:
    evening.starts_at = datetime(2093, 6, 3, 16, 30, tzinfo=UTC)
    evening.topic.title = "Rivers, roads; and “ä” " + "long " * 20
    evening.topic.id = 7

    words = calendar_of(
        evening, address="https://commons.example/t/7/", at=datetime(2093, 1, 1, tzinfo=UTC)
    )
    plain = words.replace("\r\n ", "")

    assert max(len(line.encode()) for line in words.split("\r\n")) <= 75
    assert "DTSTART:20930603T163000Z\r\nDTEND:20930603T173000Z\r\n" in plain
    assert "SUMMARY:Rivers\\, roads\\; and “ä” long" in plain
    assert "UID:session-7@commons.example\r\n" in plain
    assert plain.startswith("BEGIN:VCALENDAR\r\n")
    assert plain.endswith("END:VCALENDAR\r\n")


def test_calendar_file_is_downloaded(evening: Session, as_: Callable[..., Client]) -> None:
    answer = as_(None).get(evening.get_absolute_url() + "session.ics")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.decode().count("BEGIN:VEVENT") == 1


@pytest.mark.parametrize("many", [1, 3])
def test_list_asks_the_same_for_one_and_three(
    ben: Actor, meadow: Space, as_: Callable[..., Client], many: int
) -> None:
    sessions = [factories.session(ben, meadow) for _ in range(many)]
    over = factories.session(ben, meadow)
    begin_session(actor=ben, session=over)
    close_session(actor=ben, session=over)
    browser = as_(None)
    browser.get("/s/meadow/sessions/")

    with CaptureQueriesContext(connection) as asked:
        page = browser.get("/s/meadow/sessions/").content.decode()

    assert len(asked) == 4
    assert [page.count(f'id="t{one.topic_id}"') for one in [*sessions, over]] == [1] * (many + 1)
