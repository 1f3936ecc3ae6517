"""Sessions that come again: their days, hosts in turn, what is carried over, their calendar."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client

from groundswell.activity.projector import project_pending
from groundswell.actors.models import Actor
from groundswell.conversations.actions import close_topic
from groundswell.conversations.models import Draft, Link
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Refused
from groundswell.live.actions import (
    Answered,
    Rhythm,
    answer_question,
    begin_series,
    begin_session,
    change_series,
    close_session,
    end_series,
    plan_day,
    put_back_question,
    take_question,
    take_up_question,
)
from groundswell.live.models import Participant, Question, Series, Session
from groundswell.live.selectors.recap import recap_of
from groundswell.live.selectors.series import days_of, series_page, taken_over
from groundswell.live.tasks import announce_next_sessions
from groundswell.notifications.models import Notification
from groundswell.spaces.actions import leave_space
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import again, asks, came, own, votes, worker_follows

Browser = Callable[..., Client]
FIRST = datetime(2093, 3, 19, 17, 30, tzinfo=UTC)
"""A Thursday, 18:30 in Madrid; the clocks there go forward ten days later."""
ROAD = "Which road stays open when it floods?"


@pytest.fixture
def first(ada: Actor, meadow: Space) -> Session:
    return factories.session(
        ada, meadow, title="River chat", starts_at=FIRST, zone="Europe/Madrid", hashtag="rivertalk"
    )


@pytest.fixture
def weekly(ada: Actor, ben: Actor, first: Session) -> Series:
    return begin_series(
        actor=ada, session=own(first), rhythm=Rhythm(title="River chat", weeks=1, hosts=[ada, ben])
    )


def held_on(session: Session, *, days: int = 0) -> Session:
    """The session takes place when it was announced for."""
    with time_machine.travel(session.starts_at + timedelta(days=days, minutes=1)):
        begin_session(actor=session.host, session=own(session))
        announce_next_sessions()
        close_session(actor=session.host, session=own(session))
    return own(session)


def announced(series: Series) -> list[tuple[str, str, str]]:
    rows = Session.objects.filter(series=series).order_by("starts_at")
    return [(f"{it.starts_at:%m-%d %H:%M}", it.host.handle, it.topic.title) for it in rows]


def test_days_leap_over_the_clocks_change_and_end(weekly: Series) -> None:
    days = weekly.days(date(2093, 3, 19))
    weekly.until = date(2093, 4, 3)

    assert [f"{weekly.moment(next(days)):%m-%d %H:%M}" for _week in range(2)] == [
        "03-26 17:30",
        "04-02 16:30",
    ]
    assert list(weekly.days(date(2093, 3, 19))) == [date(2093, 3, 26), date(2093, 4, 2)]
    assert weekly.rule == "FREQ=WEEKLY;INTERVAL=1;UNTIL=20930403"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_day_at_the_end_of_all_calendars_is_none_of_its(
    ada: Actor, weekly: Series, as_: Browser, day: str
) -> None:
    sent = as_(ada).post(f"{weekly.get_absolute_url()}days/", {"day": day})

    assert (sent.status_code, weekly.exceptions.count()) == (303, 0)


def test_next_date_is_seen_with_its_host_and_announced_early(
    ada: Actor, ben: Actor, cyn: Actor, weekly: Series, as_: Browser
) -> None:
    page, host = weekly.get_absolute_url(), as_(ben)
    plan_day(actor=ada, series=weekly, day=date(2093, 3, 26), skipped=True)
    turns = [(f"{one.day:%m-%d}", one.host, one.next) for one in days_of(weekly)[:4]]
    seen = [as_(who).get(page).content.decode().count("Announce it now") for who in (ben, cyn)]
    pressed = {"day": "2093-04-02", "focus": "Willows"}
    made = host.post(f"{page}next/", pressed)
    twice = host.post(f"{page}next/", pressed)
    skipped = host.post(f"{page}next/", {"day": "2093-03-26"})
    refused = as_(cyn).post(f"{page}next/", {"day": "2093-04-09"})
    follows = host.post(f"{page}next/", {"day": "2093-04-09"})

    assert turns == [
        ("03-26", None, False),
        ("04-02", ben, True),
        ("04-09", ada, False),
        ("04-16", ben, False),
    ]
    assert seen == [1, 0]
    assert days_planned(weekly) == [
        ("03-26", True, ""),
        ("04-02", False, "Willows"),
        ("04-09", False, ""),
    ]
    assert announced(weekly) == [
        ("03-19 17:30", "ada", "River chat"),
        ("04-02 16:30", "ben", "River chat: Willows"),
        ("04-09 16:30", "ada", "River chat, April 9, 2093"),
    ]
    second = Session.objects.get(series_day=date(2093, 4, 2))
    assert (made.url, twice.url, skipped.url) == (
        second.get_absolute_url(),
        f"{page}#days",
        f"{page}#days",
    )
    assert (refused.status_code, follows.status_code) == (403, 303)


def test_only_so_many_sessions_are_announced_ahead(
    ada: Actor, weekly: Series, as_: Browser
) -> None:
    for day in ("03-26", "04-02", "04-09", "04-16"):
        as_(ada).post(f"{weekly.get_absolute_url()}next/", {"day": f"2093-{day}"})

    assert [when for when, _host, _title in announced(weekly)] == [
        "03-19 17:30",
        "03-26 17:30",
        "04-02 16:30",
        "04-09 16:30",
    ]


def days_planned(series: Series) -> list[tuple[str, bool, str]]:
    return [(f"{one.day:%m-%d}", one.skipped, one.focus) for one in series.exceptions.all()]


def said(sent: Client, page: str, pressed: dict[str, str]) -> str:
    """What is said to whoever announces the next session there."""
    return [str(one) for one in get_messages(sent.post(f"{page}next/", pressed).wsgi_request)][-1]


def test_day_that_somebody_left_out_is_not_announced(
    ada: Actor, ben: Actor, weekly: Series, as_: Browser
) -> None:
    page, day = weekly.get_absolute_url(), date(2093, 3, 26)
    plan_day(actor=ada, series=weekly, day=day, skipped=True, focus="Willows")
    told = said(as_(ben), page, {"day": "2093-03-26", "focus": ""})

    assert told == "This day is left out. If it takes place after all, take it in again."
    assert days_planned(weekly) == [("03-26", True, "Willows")]
    assert announced(weekly) == [("03-19 17:30", "ada", "River chat")]


def test_focus_that_somebody_else_wrote_is_not_lost(
    ada: Actor, ben: Actor, weekly: Series, as_: Browser
) -> None:
    page, day, host = weekly.get_absolute_url(), date(2093, 3, 26), as_(ben)
    shown = host.get(page).content.decode().count('name="was" value=""')
    plan_day(actor=ada, series=weekly, day=day, skipped=False, focus="Willows")
    stale = said(host, page, {"day": "2093-03-26", "was": "", "focus": "Reeds"})
    kept = days_planned(weekly)
    anew = said(host, page, {"day": "2093-03-26", "was": "Willows", "focus": "Reeds"})

    assert shown == 8  # each of the days that stand there
    assert stale == "Somebody else wrote meanwhile what this day is about. Look again."
    assert kept == [("03-26", False, "Willows")]
    assert anew == "It is announced. This is its address for good."
    assert announced(weekly)[1:] == [("03-26 17:30", "ben", "River chat: Reeds")]


def test_refused_announcement_changes_no_plan(ada: Actor, weekly: Series, as_: Browser) -> None:
    page, host = weekly.get_absolute_url(), as_(ada)
    not_next = said(host, page, {"day": "2093-04-02", "focus": "Reeds"})
    for day in ("03-26", "04-02", "04-09"):
        host.post(f"{page}next/", {"day": f"2093-{day}"})
    before = days_planned(weekly)
    too_many = said(host, page, {"day": "2093-04-16", "focus": "Reeds"})

    assert not_next == (
        "This day is announced already, or the series has none like it. Look again."
    )
    assert too_many == "Enough sessions are announced ahead. The next one comes after these."
    assert before == [("03-26", False, ""), ("04-02", False, ""), ("04-09", False, "")]
    assert days_planned(weekly) == before


def test_leader_reads_that_no_host_may_announce(
    ada: Actor, ben: Actor, meadow: Space, as_: Browser
) -> None:
    session = own(factories.session(ben, meadow, starts_at=FIRST))
    rhythm = Rhythm(title="Mill talk", weeks=1, hosts=[ben])
    series = begin_series(actor=ben, session=session, rhythm=rhythm)
    leave_space(actor=ben, space=meadow)
    pressed = {"day": "2093-03-26", "focus": "Reeds"}
    told = said(as_(ada), series.get_absolute_url(), pressed)

    assert told == "Nobody who hosts this series may announce a session here. Name other hosts."
    assert (series.sessions.count(), days_planned(series)) == (1, [])


def test_next_date_stands_as_soon_as_a_session_begins(weekly: Series, first: Session) -> None:
    with time_machine.travel(FIRST + timedelta(minutes=1)):
        begin_session(actor=first.host, session=own(first))
        project_pending()
        project_pending()

    assert [when for when, _host, _title in announced(weekly)] == ["03-19 17:30", "03-26 17:30"]


def test_next_session_is_made_ahead_by_the_next_host(
    ada: Actor, weekly: Series, first: Session
) -> None:
    plan_day(actor=ada, series=weekly, day=date(2093, 3, 26), skipped=True)
    plan_day(actor=ada, series=weekly, day=date(2093, 4, 2), skipped=False, focus="Willows")
    with time_machine.travel(FIRST - timedelta(days=1)):
        announce_next_sessions()
    held_on(first)
    with time_machine.travel(FIRST + timedelta(hours=2)):
        announce_next_sessions()
    second = Session.objects.get(host__handle="ben")

    assert announced(weekly) == [
        ("03-19 17:30", "ada", "River chat"),
        ("04-02 16:30", "ben", "River chat: Willows"),
    ]
    assert (second.hashtag, second.series_day) == ("rivertalk", date(2093, 4, 2))


def test_series_with_no_day_to_come_makes_nothing(
    ada: Actor, weekly: Series, first: Session
) -> None:
    rhythm = Rhythm(title="River chat", weeks=2, hosts=[ada], until=date(2093, 4, 1))
    change_series(actor=ada, series=weekly, rhythm=rhythm)
    held_on(first)
    weekly.refresh_from_db()

    assert (len(announced(weekly)), days_of(weekly)) == (1, [])


def test_open_questions_go_on_in_the_next_session_and_are_answered_there(
    ada: Actor, ben: Actor, weekly: Series, first: Session, as_: Browser
) -> None:
    question = asks(came(ben, first), first, ROAD)
    held_on(first)
    second = Session.objects.with_topic().get(starts_at__gt=FIRST)
    carried = again(question)
    with time_machine.travel(second.starts_at + timedelta(minutes=5)):
        begin_session(actor=ben, session=own(second))
        room = as_(None).get(second.room_url).content.decode()
        desk = as_(ben).get(second.desk_url).content.decode()
        move = f"/t/{second.topic_id}/questions/{question.id}/move/"
        as_(ben).post(move, {"act": "answered"})

    assert (carried.state, carried.carried_to_id) == ("carried", second.topic_id)
    assert (room.count(ROAD), desk.count(ROAD)) == (1, 1)
    assert again(question).state == "answered"
    assert [one.text for one in recap_of(own(second)).answered] == [ROAD]


def test_what_stays_open_is_carried_further(ben: Actor, weekly: Series, first: Session) -> None:
    question = asks(came(ben, first), first, ROAD)
    held_on(first)
    second = Session.objects.with_topic().get(starts_at__gt=FIRST)
    held_on(second)
    third = Session.objects.order_by("-starts_at").first()

    assert again(question).carried_to_id == third.topic_id != second.topic_id


def test_question_is_asked_again_in_the_next_session(
    ada: Actor, ben: Actor, weekly: Series, first: Session, as_: Browser
) -> None:
    question = asks(came(ben, first), first, ROAD, voice="hidden")
    votes(came(ada, first), question)
    held_on(first)
    second = Session.objects.with_topic().get(starts_at__gt=FIRST)
    move = f"/t/{second.topic_id}/questions/{question.id}/move/"
    desk = as_(ben).get(second.desk_url).content.decode()
    sent = [as_(ben).post(move, {"act": "take_up"}).status_code for _twice in "ab"]
    here = again(Question.objects.get(session=second))
    room = as_(None).get(second.room_url).content.decode()
    with pytest.raises(Refused, match="your own question"):
        votes(came(ben, second), here)
    votes(came(ada, second), here)
    take_question(actor=ben, question=again(here))
    answer_question(actor=ben, question=again(here), answered=Answered())
    project_pending()
    both = [again(one).state for one in (question, here)]
    put_back_question(actor=ben, question=again(here))
    project_pending()

    assert (desk.count('value="take_up"'), sent) == (1, [303, 404])
    assert (here.text, here.message.author.name, again(here).vote_count) == (ROAD, "Anonymous", 1)
    assert room.count("Asked before, where 1 person wanted it") == 1
    assert room.count("Taken over from before") == 0
    assert both == ["answered", "answered"]
    assert [again(one).state for one in (question, here)] == ["carried", "open"]


def test_question_asked_again_is_its_askers_before_they_come_in(
    ada: Actor, ben: Actor, weekly: Series, first: Session, as_: Browser
) -> None:
    question = asks(came(ben, first), first, ROAD)
    held_on(first)
    second = Session.objects.with_topic().get(starts_at__gt=FIRST)
    take_up_question(actor=ada, question=again(question), session=second)
    own_part, others = (
        as_(who).get(second.room_url).content.decode().count(" disabled>") for who in (ben, ada)
    )

    assert second.participants.count() == 0
    assert (own_part, others) == (1, 0)


def test_question_asked_again_stands_once_in_each_recap(
    ada: Actor, ben: Actor, weekly: Series, first: Session
) -> None:
    question = asks(came(ben, first), first, ROAD)
    held_on(first)
    second = Session.objects.with_topic().get(starts_at__gt=FIRST)
    take_up_question(actor=ada, question=again(question), session=second)
    here = Question.objects.get(session=second)
    with pytest.raises(Conflict):
        take_up_question(actor=ada, question=again(question), session=second)
    answered = Answered(how="writing", words="The mill road.")
    answer_question(actor=ada, question=again(here), answered=answered)
    project_pending()
    held_on(second)

    recaps = [recap_of(own(one)) for one in (first, second)]
    assert [[one.text for one in recap.answered] for recap in recaps] == [[ROAD], [ROAD]]
    assert [recap.answered[0].said_answer.text for recap in recaps] == ["The mill road."] * 2


def test_host_edits_where_questions_go_on(
    ada: Actor, ben: Actor, weekly: Series, first: Session, as_: Browser
) -> None:
    challenge = factories.challenge(ada, first.topic.space, title="Roads in floods")
    question = asks(came(ben, first), first, ROAD)
    held_on(first)
    move = f"/t/{first.topic_id}/questions/{question.id}/move/"
    desk = as_(ada).get(first.desk_url).content.decode()
    as_(ada).post(move, {"act": "carry", "to": str(challenge.topic_id)})
    elsewhere = again(question).carried_to_id
    as_(ada).post(move, {"act": "carry", "to": "7"})
    as_(ada).post(move, {"act": "carry", "to": ""})

    assert desk.count("Roads in floods") >= 1
    assert elsewhere == challenge.topic_id
    assert again(question).carried_to_id == first.topic_id
    assert Link.objects.filter(origin=challenge.topic, target=first.topic).count() == 1


def test_series_is_led_by_its_hosts_alone(
    ada: Actor, ben: Actor, cyn: Actor, weekly: Series, as_: Browser
) -> None:
    factories.member(cyn, weekly.space)
    own_page = weekly.get_absolute_url()
    typed = {"title": "Other", "weeks": "2", "hosts": "@ben", "carry": "thread"}

    with pytest.raises(Refused):
        plan_day(actor=cyn, series=weekly, day=date(2093, 3, 26), skipped=True)
    assert as_(cyn).post(f"{own_page}change/", typed).status_code == 403
    assert as_(ben).post(f"{own_page}change/", {**typed, "hosts": "@nobody"}).status_code == 422
    assert as_(ben).post(f"{own_page}change/", typed).status_code == 303
    assert as_(ben).post(f"{own_page}days/", {"day": "2093-03-27"}).status_code == 303
    assert as_(ben).post(f"{own_page}end/").status_code == 303
    assert (weekly.exceptions.count(), Series.objects.get().title) == (0, "Other")


def test_page_counts_regulars_and_newcomers_without_names(
    ada: Actor, ben: Actor, weekly: Series, first: Session, as_: Browser
) -> None:
    dora, session = factories.person("dora"), first
    for week in range(3):
        came(ada, session), came(ben, session)
        if week == 2:
            came(dora, session)
        held_on(session)
        session = Session.objects.with_topic().filter(series=weekly).latest("starts_at")
    page = series_page(weekly, None)
    shown = as_(None).get(weekly.get_absolute_url()).content.decode()

    assert (page.regulars, page.newcomers, len(page.past)) == (2, 1, 3)
    assert (shown.count("2 regulars"), shown.count("Dora")) == (1, 0)
    assert Participant.objects.filter(actor=dora).count() == 1


def test_calendar_is_answered_by_304_until_something_changes(
    ada: Actor, weekly: Series, as_: Browser
) -> None:
    address = f"{weekly.get_absolute_url()}calendar.ics"
    read = as_(None).get(address)
    same = as_(None).get(address, headers={"If-None-Match": read["ETag"]})
    plan_day(actor=ada, series=weekly, day=date(2093, 3, 26), skipped=True)
    changed = as_(None).get(address, headers={"If-None-Match": read["ETag"]})
    words = read.content.decode()

    assert words.count("BEGIN:VEVENT") == 9
    assert words.count("DTSTART:20930326T173000Z") == words.count("DTSTART:20930402T163000Z") == 1
    assert words.count(f"UID:series-{weekly.id}-20930319@") == 1
    assert (same.status_code, changed.status_code) == (304, 200)
    assert changed.content.decode().count("BEGIN:VEVENT") == 8


def test_private_series_is_not_there_for_strangers(ada: Actor, burrow: Space, as_: Browser) -> None:
    session = own(factories.session(ada, burrow))
    as_(ada).post(
        f"{session.get_absolute_url()}series/",
        {"title": "Talks", "weeks": "1", "hosts": "@ada", "carry": "next"},
    )
    series = Series.objects.get()
    pages = [series.get_absolute_url(), f"{series.get_absolute_url()}calendar.ics"]

    assert [as_(None).get(page).status_code for page in pages] == [404, 404]
    assert [as_(ada).get(page).status_code for page in pages] == [200, 200]


def test_next_session_leaves_the_draft_of_its_host_alone(ada: Actor, first: Session) -> None:
    begin_series(
        actor=ada, session=own(first), rhythm=Rhythm(title="River chat", weeks=1, hosts=[ada])
    )
    place = f"session-{first.topic.space_id}"
    Draft.objects.create(actor=ada, place=place, text="Another evening")
    held_on(first)

    assert Session.objects.count() == 2
    assert Draft.objects.get(actor=ada, place=place).text == "Another evening"


@pytest.mark.parametrize("ends", [False, True])
def test_question_outlives_the_session_that_took_it_over_and_is_called_off(
    ada: Actor, ben: Actor, weekly: Series, first: Session, ends: bool
) -> None:
    question = asks(came(ben, first), first, ROAD)
    held_on(first)
    second = Session.objects.get(host__handle="ben")
    ahead = asks(came(ada, second), second, "Who brings the boots to the mill?")
    if ends:
        end_series(actor=ada, series=weekly)
    before = again(question).carried_to_id
    with time_machine.travel(FIRST + timedelta(days=1)):
        worker_follows()
        close_topic(actor=ada, topic=own(second).topic, summary="The hall is flooded.")
        announce_next_sessions()
        announce_next_sessions()
        worker_follows()
    last = Session.objects.order_by("starts_at").last()
    told = Notification.objects.filter(recipient=ben, kind="live.question_carried")

    assert before == second.topic_id
    if ends:
        assert (again(question).carried_to_id, again(ahead).state) == (first.topic_id, "open")
    else:
        assert {again(it).carried_to_id for it in (question, ahead)} == {last.topic_id}
    assert (last.topic_id == second.topic_id) is ends
    assert (again(question).state, told.count()) == ("carried", 2)


def test_question_asked_again_for_a_session_that_is_called_off_goes_back(
    ada: Actor, ben: Actor, weekly: Series, first: Session
) -> None:
    question = asks(came(ben, first), first, ROAD)
    held_on(first)
    second = own(Session.objects.get(host__handle="ben"))
    here = take_up_question(actor=ben, question=again(question), session=second)
    end_series(actor=ada, series=weekly)
    with time_machine.travel(FIRST + timedelta(days=1)):
        close_topic(actor=ada, topic=second.topic, summary="The hall is flooded.")
        announce_next_sessions()

    assert (again(here).state, again(here).carried_to_id) == ("carried", first.topic_id)
    assert [one.id for one in taken_over(own(first))] == [here.id]


@pytest.mark.parametrize("voice", ["unknown", "named"])
def test_asker_finds_what_the_next_session_asked_again(
    ada: Actor, ben: Actor, weekly: Series, first: Session, as_: Browser, voice: str
) -> None:
    Session.objects.update(naming=voice)
    browser = as_(ben)
    browser.post(f"{first.room_url}questions/", {"words": ROAD})
    question = Question.objects.get()
    held_on(first)
    second = own(Session.objects.get(host__handle="ben"))
    here = take_up_question(actor=ben, question=again(question), session=second)
    browser.post(f"/t/{second.topic_id}/enter/")
    mine, others = (it.get(second.room_url).content.decode() for it in (browser, as_(ada)))
    vote = f"/t/{second.topic_id}/questions/{here.id}/vote/"

    assert [page.count("1 question of yours") for page in (mine, others)] == [1, 0]
    assert [it.post(vote, {"vote": "on"}).status_code for it in (browser, as_(ada))] == [403, 303]


def test_guest_finds_what_the_next_session_asked_again(
    ada: Actor, ben: Actor, weekly: Series, first: Session, as_: Browser
) -> None:
    Session.objects.update(guests_at=now(), code="PWRVGK", moderation="off")
    browser = as_(None)
    browser.post("/join/PWRVGK/", {"name": "Renee"})
    browser.post(f"{first.room_url}questions/", {"words": ROAD})
    question = Question.objects.get()
    held_on(first)
    second = own(Session.objects.get(host__handle="ben"))
    take_up_question(actor=ben, question=again(question), session=second)
    Session.objects.filter(topic=first.topic_id).update(code=None)
    Session.objects.filter(topic=second.topic_id).update(guests_at=now(), code="PWRVGK")
    browser.post("/join/PWRVGK/", {"name": "Renee"})

    assert browser.get(second.room_url).content.decode().count("1 question of yours") == 1
