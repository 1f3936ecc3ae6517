"""What guests do with what was said in a room: report it, or take back their own."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.conversations.actions import report_as_guest, report_message, settle_reports
from groundswell.conversations.models import Case, Message, Report
from groundswell.core.errors import Conflict
from groundswell.core.limits import REPORT_FROM_HALL, REPORT_IN_SESSION, allow
from groundswell.core.subscriptions import verify
from groundswell.live.actions import ask_to_leave, begin_session, pause_room, write_line
from groundswell.live.models import Participant, Session
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import asks, came, guest, own

Browser = Callable[..., Client]
ASKED = {"HX-Request": "true"}


@pytest.fixture
def evening(ada: Actor, burrow: Space) -> Session:
    """Of a private space, which guests cannot read but for the room."""
    session = factories.session(ada, burrow, guests=True, moderation="off")
    begin_session(actor=ada, session=session)
    return own(session)


@pytest.fixture
def renee(evening: Session, as_: Browser) -> Client:
    device = as_(None)
    device.post(f"/join/{evening.code}/", {"name": "Renee"})
    return device


def _line(person: Actor, session: Session, text: str = "You are all fools.") -> Message:
    who = came(person, session)
    return write_line(actor=person, session=own(session), participant=who, text=text)


def _at(session: Session, message: Message, act: str = "") -> str:
    return f"{session.room_url}said/{message.number}/{act}"


def test_guest_reports_a_line_and_reads_what_came_of_it(
    ada: Actor, ben: Actor, evening: Session, renee: Client, as_: Browser
) -> None:
    line = _line(ben, evening)
    room = renee.get(evening.room_url).content.decode()
    menu = renee.get(f"{evening.room_url}said/?more={line.number}", headers=ASKED).content.decode()
    form = renee.get(_at(evening, line, "report/")).content.decode()
    sent = renee.post(_at(evening, line, "report/"), {"about": "harm", "words": "Me, too?"})
    [report] = Report.objects.select_related("case", "actor")
    waits = renee.get(_at(evening, line, "report/")).content.decode()
    twice = renee.post(_at(evening, line, "report/"), {"about": "spam"})
    seen = as_(ada).get(f"/m/{line.id}/reports/").content.decode()
    settle_reports(actor=ada, case=report.case, outcome="talked", reason="Be kind.")
    came_of_it = renee.get(_at(evening, line, "report/")).content.decode()

    assert room.count(f'id="at" action="{evening.room_url}said/"') == 1
    assert room.count("data-menus") == 1
    assert (menu.count("Report</a>"), menu.count("Take it back")) == (1, 0)
    assert form.count("You are all fools.") == 1
    assert form.count("/s/burrow/") == 0
    assert (sent.status_code, twice.status_code) == (303, 409)
    assert (report.actor.name, report.about, report.words) == ("Renee", "harm", "Me, too?")
    assert waits.count("Somebody who looks after it sees to it") == 1
    assert (seen.count("Me, too?"), seen.count("/@guest-")) == (1, 0)
    assert came_of_it.count("What came of it: Its author was spoken to.") == 1


def test_guest_takes_back_their_own_line_and_nobody_elses(
    ada: Actor, evening: Session, renee: Client
) -> None:
    renee.post(f"{evening.room_url}lines/", {"text": "I did not mean that."})
    mine, hers = Message.objects.latest("id"), _line(ada, evening)
    menu = renee.get(f"{evening.room_url}said/?more={mine.number}").content.decode()
    back = renee.post(_at(evening, mine, "take-back/"))
    other = renee.post(_at(evening, hers, "take-back/"))
    own_words = renee.get(_at(evening, mine, "report/"))

    assert (menu.count("Take it back"), menu.count("/report/")) == (1, 0)
    assert (back.status_code, other.status_code, own_words.status_code) == (303, 403, 404)
    assert Message.objects.get(id=mine.id).tombstoned_at is not None
    assert Message.objects.get(id=hers.id).tombstoned_at is None


def test_whoever_has_an_account_is_a_guest_where_the_code_let_them_in(
    ada: Actor, cyn: Actor, evening: Session, as_: Browser
) -> None:
    kim = as_(cyn)
    kim.post(f"/join/{evening.code}/", {"name": "Kim"})
    hers = _line(ada, evening)
    kim.post(f"{evening.room_url}lines/", {"text": "I did not mean that."})
    mine = Message.objects.latest("id")
    room = kim.get(evening.room_url).content.decode()
    menu = kim.get(f"{evening.room_url}said/?more={mine.number}").content.decode()
    reported = kim.post(_at(evening, hers, "report/"), {"about": "harm"})
    waits = kim.get(_at(evening, hers, "report/")).content.decode()
    own_words = kim.get(_at(evening, mine, "report/"))
    back = kim.post(_at(evening, mine, "take-back/"))
    [report] = Report.objects.select_related("actor")
    stream = room.split('src="/live/room?token=')[1].split("&amp;")[0]

    assert (menu.count("Take it back"), menu.count("/report/")) == (1, 0)
    assert (reported.status_code, own_words.status_code, back.status_code) == (303, 409, 303)
    assert (report.actor, report.actor.name) == (mine.author, "Kim")
    assert waits.count("Somebody who looks after it sees to it") == 1
    assert Message.objects.get(id=mine.id).tombstoned_at is not None
    assert verify(unquote(stream)).actor_id == mine.author_id


def test_guest_reports_a_question_and_takes_their_own_back_where_it_stands(
    ada: Actor, evening: Session, renee: Client
) -> None:
    hers = asks(came(ada, evening), evening, "Which road stays open?").message
    renee.post(f"{evening.room_url}questions/", {"words": "Who pays for this?", "voice": "named"})
    mine = Message.objects.filter(kind="question").latest("id")
    reported = renee.post(_at(evening, hers, "report/"), {"about": "other"})
    menu = renee.get(f"{evening.room_url}said/?more={mine.number}").content.decode()

    assert (reported.status_code, Case.objects.get().message) == (303, hers)
    assert menu.count("To your own questions") == 1
    assert renee.post(_at(evening, mine, "take-back/")).status_code == 403


def test_guest_reaches_nothing_that_the_room_does_not_show_them(
    ada: Actor, burrow: Space, as_: Browser
) -> None:
    session = factories.session(ada, burrow, guests=True, moderation="off")
    begin_session(actor=ada, session=session)
    session = own(session)
    before = _line(ada, session, "Before guests came.")
    Session.objects.filter(topic=session.topic_id).update(
        guests_at=Message.objects.latest("id").published_at
    )
    Message.objects.filter(id=before.id).update(published_at=session.began_at - timedelta(hours=1))
    device = as_(None)
    device.post(f"/join/{session.code}/", {"name": "Renee"})
    line = _line(ada, session, "While they are here.")
    addresses = [
        f"{session.room_url}said/?more={one}" for one in (1, before.number, 999, "x", line.number)
    ]
    open_to = [device.get(address).status_code for address in addresses]
    strangers = as_(None).get(addresses[-1]).status_code
    pause_room(actor=ada, session=own(session))
    paused = device.get(addresses[-1]).status_code
    person = Participant.objects.get(guest=True)
    ask_to_leave(actor=ada, session=own(session), participant=person)

    assert open_to == [404, 404, 404, 404, 200]
    assert (strangers, paused) == (404, 404)
    assert device.get(addresses[-1]).status_code == 403


def test_stranger_in_a_public_room_reports_where_everybody_does(
    ada: Actor, meadow: Space, as_: Browser
) -> None:
    session = factories.session(ada, meadow, guests=True)
    begin_session(actor=ada, session=session)
    line = _line(ada, session)
    stranger = as_(None)
    menu = stranger.get(f"{session.room_url}said/?more={line.number}").content.decode()
    led = stranger.get(_at(session, line, "report/"))
    sent = stranger.post(led["Location"], {"about": "harm"})

    assert stranger.get(session.room_url).content.decode().count("data-menus") == 0
    assert menu.count(f'href="{_at(session, line, "report/")}"') == 1
    assert (led.status_code, led["Location"]) == (303, f"/m/{line.id}/report/")
    assert stranger.post(_at(session, line, "report/")).status_code == 303
    assert stranger.get(_at(session, line, "take-back/")).status_code == 405
    assert stranger.post(_at(session, line, "take-back/")).status_code == 403
    assert (sent.status_code, Report.objects.get().actor) == (303, None)


def test_guests_of_one_network_and_of_one_session_report_so_often_in_an_hour(
    ada: Actor, evening: Session, renee: Client, as_: Browser
) -> None:
    lines = [_line(ada, evening, f"Fools, all {number} of you.") for number in range(3)]
    first = renee.post(_at(evening, lines[0], "report/"), {"about": "harm"})
    taken = [allow("ip:127.0.0.1", REPORT_FROM_HALL).ok for _ in range(60)]
    other = as_(None)
    other.post(f"/join/{evening.code}/", {"name": "Gil"})
    here = other.post(_at(evening, lines[1], "report/"), {"about": "harm"})
    away = {"REMOTE_ADDR": "203.0.113.9"}
    elsewhere = other.post(_at(evening, lines[1], "report/"), {"about": "harm"}, **away)
    of_session = [allow(f"session:{evening.topic_id}", REPORT_IN_SESSION).ok for _ in range(200)]
    after = other.post(_at(evening, lines[2], "report/"), {"about": "harm"}, **away)

    assert (first.status_code, taken) == (303, [True] * 59 + [False])
    assert (here.status_code, elsewhere.status_code, after.status_code) == (429, 303, 429)
    assert of_session == [True] * 198 + [False] * 2
    assert [report.actor.name for report in Report.objects.order_by("id")] == ["Renee", "Gil"]


def test_one_guest_reports_ten_times_an_hour(ada: Actor, evening: Session, renee: Client) -> None:
    lines = [_line(ada, evening, f"Fools, all {number} of you.") for number in range(11)]
    sent = [renee.post(_at(evening, one, "report/"), {"about": "spam"}) for one in lines]

    assert [one.status_code for one in sent] == [303] * 10 + [429]
    assert Report.objects.count() == 10


def test_of_one_message_few_reports_are_taken_of_all_who_have_no_account(
    ada: Actor, ben: Actor, meadow: Space
) -> None:
    session = factories.session(ada, meadow, guests=True)
    begin_session(actor=ada, session=session)
    line, group = _line(ada, session), meadow.actor
    guests = [guest(own(session), f"Guest {number}").actor for number in range(11)]
    for one in guests[:10]:
        report_message(actor=one, message=line, about="spam")
        report_as_guest(actor=group, message=line, about="spam")

    with pytest.raises(Conflict, match="Many have reported this message already"):
        report_message(actor=guests[10], message=line, about="spam")
    with pytest.raises(Conflict, match="Many have reported this message already"):
        report_as_guest(actor=group, message=line, about="spam")
    assert report_message(actor=ben, message=line, about="spam").actor == ben
    assert Report.objects.count() == 21


def test_who_has_an_account_is_led_to_the_menu_of_the_message(
    ada: Actor, ben: Actor, meadow: Space, as_: Browser
) -> None:
    session = factories.session(ada, meadow)
    begin_session(actor=ada, session=session)
    line, member = _line(ada, session), as_(ben)
    menu = f"{session.get_absolute_url()}message/?more={line.number}"

    assert member.get(f"{session.room_url}said/?more={line.number}").url == menu
    assert member.get(_at(session, line, "report/")).url == menu
    assert member.post(_at(session, line, "take-back/")).url == menu
