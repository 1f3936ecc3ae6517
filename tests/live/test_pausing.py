"""The panic button, and lines that wait a few seconds before they show."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from groundswell.actors.models import Actor
from groundswell.conversations.actions import post_reply
from groundswell.conversations.models import Message
from groundswell.core.clock import now
from groundswell.core.errors import Conflict, Refused
from groundswell.live import tasks
from groundswell.live.actions import (
    begin_session,
    close_session,
    delay_chat,
    go_on_with_room,
    hold_line,
    pause_room,
    show_line,
    write_line,
)
from groundswell.live.models import HeldLine, LogItem, Session
from groundswell.live.tasks import show_due_lines, show_lines
from groundswell.spaces.models import Space
from tests import factories
from tests.live.acts import asks, came, own

Browser = Callable[..., Client]


@pytest.fixture
def evening(ada: Actor, meadow: Space) -> Session:
    session = factories.session(ada, meadow, guests=True)
    begin_session(actor=ada, session=session)
    return own(session)


def test_one_press_closes_the_room_and_one_opens_it(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    who = came(ben, evening)
    write_line(actor=ben, session=evening, participant=who, text="Awful words")
    desk = f"/t/{evening.topic_id}/desk/room/"
    as_(ada).post(desk, {"act": "pause"})
    hidden = as_(None).get(evening.room_url).content.decode()
    for tried in (
        lambda: write_line(actor=ben, session=own(evening), participant=who, text="More"),
        lambda: asks(who, evening, "May I ask anything?"),
        lambda: post_reply(actor=ben, topic=evening.topic, text="Here instead"),
    ):
        with pytest.raises(Conflict, match="has paused the room"):
            tried()
    post_reply(actor=ada, topic=evening.topic, text="We go on in a minute")
    as_(ada).post(desk, {"act": "go_on"})
    shown = as_(None).get(evening.room_url).content.decode()

    assert (hidden.count("Awful words"), shown.count("Awful words")) == (0, 1)
    assert (hidden.count('data-paused="yes"'), shown.count('data-paused="yes"')) == (1, 0)
    told = LogItem.objects.filter(part="session").order_by("number")
    assert [item.html.count('data-paused="yes"') for item in told][-2:] == [1, 0]


def test_who_does_not_lead_closes_no_room(ben: Actor, evening: Session) -> None:
    with pytest.raises(Refused):
        pause_room(actor=ben, session=evening)


def test_delayed_line_shows_when_it_is_due(ada: Actor, ben: Actor, evening: Session) -> None:
    delay_chat(actor=ada, session=evening, seconds=5)
    who, session = came(ben, evening), own(evening)
    with time_machine.travel(now(), tick=False) as clock:
        hold_line(actor=ben, session=session, participant=who, text="In five seconds")
        early = show_due_lines(evening.topic_id), Message.objects.filter(kind="reply").count()
        clock.shift(timedelta(seconds=5))
        show_lines()
        late = show_due_lines(evening.topic_id), Message.objects.filter(kind="reply").count()

    assert (early, late) == ((1, 0), (0, 1))
    assert Message.objects.get(kind="reply").author == ben


def test_line_is_taken_out_before_anybody_reads_it(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    desk = f"/t/{evening.topic_id}/desk/room/"
    as_(ada).post(desk, {"act": "delay", "seconds": "15"})
    sent = as_(ben).post(f"{evening.room_url}lines/", {"text": "Rude"}, follow=True)
    own_line = as_(ada).post(f"{evening.room_url}lines/", {"text": "Welcome"})
    line = HeldLine.objects.get()
    seen = [as_(who).get(evening.desk_url).content.decode().count("Rude") for who in (ada,)]
    everywhere = [
        as_(None).get(page).content.decode().count("Rude")
        for page in (
            evening.room_url,
            evening.get_absolute_url(),
        )
    ]
    as_(ada).post(desk, {"act": "take_out", "line": str(line.id)})
    HeldLine.objects.update(due_at=now())
    show_due_lines(evening.topic_id)

    assert sent.content.decode().count("It shows in 15 seconds.") == 1
    assert own_line.url.startswith(f"{evening.room_url}#m")
    assert (seen, everywhere) == ([1], [0, 0])
    assert list(Message.objects.filter(kind="reply").values_list("text", flat=True)) == ["Welcome"]


def test_what_waits_in_a_closed_room_shows_when_it_goes_on(
    ada: Actor, ben: Actor, evening: Session
) -> None:
    delay_chat(actor=ada, session=evening, seconds=3)
    hold_line(actor=ben, session=own(evening), participant=came(ben, evening), text="Hello")
    HeldLine.objects.update(due_at=now())
    pause_room(actor=ada, session=own(evening))
    closed = show_due_lines(evening.topic_id), Message.objects.filter(kind="reply").count()
    go_on_with_room(actor=ada, session=own(evening))
    show_due_lines(evening.topic_id)

    assert (closed, Message.objects.filter(kind="reply").count()) == ((0, 0), 1)


def test_what_waits_at_the_end_is_dropped(ada: Actor, ben: Actor, evening: Session) -> None:
    delay_chat(actor=ada, session=evening, seconds=3)
    hold_line(actor=ben, session=own(evening), participant=came(ben, evening), text="Hello")
    close_session(actor=ada, session=own(evening))
    HeldLine.objects.update(due_at=now())

    assert (show_due_lines(evening.topic_id), HeldLine.objects.count()) == (0, 0)
    assert Message.objects.filter(kind="reply").count() == 0


def test_line_beneath_a_prompt_that_cannot_be_is_refused(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    delay_chat(actor=ada, session=evening, seconds=3)
    lines = f"{evening.room_url}lines/"
    sent = [
        as_(ben).post(lines, {"text": f"Hello {number}", "answers": number}).status_code
        for number in ("9" * 20, "-2", "-1", "90")
    ]

    assert (sent, HeldLine.objects.count()) == ([422, 422, 303, 303], 2)


def test_room_closed_in_the_middle_keeps_what_waits(
    ada: Actor, ben: Actor, evening: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = came(ben, evening)
    for text in ("First", "Second"):
        hold_line(actor=ben, session=own(evening), participant=who, text=text)
    HeldLine.objects.update(due_at=now())

    def shown(**line: object) -> Message:
        said = show_line(**line)
        pause_room(actor=ada, session=own(evening))
        return said

    monkeypatch.setattr(tasks, "show_line", shown)
    show_due_lines(evening.topic_id)

    assert [line.text for line in HeldLine.objects.all()] == ["Second"]


def test_conversation_of_a_session_that_ends_while_paused_goes_on(
    ada: Actor, ben: Actor, evening: Session, as_: Browser
) -> None:
    write_line(actor=ben, session=evening, participant=came(ben, evening), text="Zqline")
    pause_room(actor=ada, session=own(evening))
    close_session(actor=ada, session=own(evening))
    post_reply(actor=ben, topic=evening.topic, text="Thank you all")
    room = as_(None).get(evening.room_url).content.decode()

    assert (room.count("Zqline"), room.count('data-paused="yes"')) == (1, 0)
